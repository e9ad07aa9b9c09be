"""What an installation must have in order before people use it: `manage.py check --deploy [--database default]`."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError

_UNSENT = ("console", "dummy", "locmem")


@register(Tags.security, deploy=True)
def public_address(app_configs, **kwargs):
    """Every link in a mail, a feed or a PDF starts with BASE_URL."""
    address = urlsplit(settings.BASE_URL)
    found = []
    if address.scheme != "https":
        hint = "Set BASE_URL=https://… : sessions and second factors must not travel in the clear."
        found.append(Warning(f"BASE_URL is {settings.BASE_URL}, without HTTPS.", hint=hint, id="portal.W001"))
    if not _is_allowed(address.hostname or ""):
        hint = "Add it to ALLOWED_HOSTS, or every link in a mail answers 400."
        found.append(Error(f"ALLOWED_HOSTS does not hold {address.hostname}.", hint=hint, id="portal.E001"))
    return found


def _is_allowed(host):
    return any(
        allowed in ("*", host) or (allowed.startswith(".") and f".{host}".endswith(allowed))
        for allowed in settings.ALLOWED_HOSTS
    )


@register(Tags.security, deploy=True)
def proxies(app_configs, **kwargs):
    """Behind a web server every visitor has the same network address unless its headers are read."""
    if settings.TRUSTED_PROXIES or not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return []
    hint = "Set TRUSTED_PROXIES to the number of web servers in front (usually 1)."
    return [Warning("TRUSTED_PROXIES is 0: rate limits count all visitors as one.", hint=hint, id="portal.W002")]


@register(Tags.security, deploy=True)
def mail(app_configs, **kwargs):
    found = []
    if any(word in settings.EMAIL_BACKEND for word in _UNSENT):
        hint = "Set EMAIL_URL, for example smtp+tls://user:password@mail.example.fr:587."
        found.append(Warning("Mails are not sent to anyone.", hint=hint, id="portal.W003"))
    if "localhost" in settings.DEFAULT_FROM_EMAIL:
        hint = "Set DEFAULT_FROM_EMAIL to an address of the commune."
        found.append(Warning("Mails would come from localhost, and be refused.", hint=hint, id="portal.W004"))
    return found


@register(Tags.caches, deploy=True)
def shared_cache(app_configs, **kwargs):
    """The version of the page cache lives there: a memory of its own would keep a process on old pages."""
    backend = settings.CACHES["default"]["BACKEND"]
    if not backend.endswith(("LocMemCache", "DummyCache")):
        return []
    hint = "Leave CACHE_URL empty (files under var/cache) or name a Redis."
    return [Error(f"{backend} is not shared between processes.", hint=hint, id="portal.E002")]


@register(Tags.files, deploy=True)
def writable_storages(app_configs, **kwargs):
    """The folders of the two storages, where they are folders."""
    found = []
    for alias in ("default", "private"):
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage) and not _can_write(Path(storage.location)):
            hint = "Give the portal's account the right to write there, or set STORAGE_URL or VAR_DIR."
            found.append(Error(f"{storage.location} cannot be written to.", hint=hint, id="portal.E003"))
    return found


def _can_write(folder):
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)


@register(Tags.database, deploy=True)
def no_demonstration(app_configs, databases=None, **kwargs):
    """Invented delays under a real commune's name. Asked with `--database`, since it reads a table."""
    from portal.models import DemoRow

    if settings.DEMO or not databases:
        return []
    try:
        has_rows = DemoRow.objects.exists()
    except DatabaseError:
        return []
    if not has_rows:
        return []
    hint = "Start production on an empty database."
    return [Warning("The database holds rows of the demonstration.", hint=hint, id="portal.W005")]
