"""`/sante/`: whether this portal can do its work now. `/sante/vivant/`: whether this process answers at all."""

import logging
import secrets
import tomllib
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.base.mail.selectors import backlog
from participation.base.media.storages import private_storage, public_storage
from participation.base.worker import heartbeats
from participation.notifications.selectors import events_waiting, sms_waiting
from participation.notifications.sms import sms_enabled

logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=15)
STORAGE_CHECK_SECONDS = 10


@never_cache
@require_safe
def health(request):
    """JSON with one entry per part; 200 when all are well, else 503 with a French reason. No secret, no address."""
    parts = {
        "database": _checked(_database),
        "worker": _checked(_worker),
        "outbox": _checked(_outbox),
        "events": _checked(_events),
        "sms": _checked(_sms),
        "storage": _checked(_storage),
    }
    well = all(part["ok"] for part in parts.values())
    body = {"status": "ok" if well else "unavailable", "version": _version(), "checks": parts}
    return _answer(body, 200 if well else 503)


@never_cache
@require_safe
def alive(request):
    """Touches nothing, so that a database under repair does not make an orchestrator kill healthy processes."""
    return _answer({"status": "ok"}, 200)


def _checked(check) -> dict:
    try:
        return check()
    except Exception as error:
        logger.exception("health check failed")
        reason = _("Ne répond pas (%(error)s).") % {"error": type(error).__name__}
        return {"ok": False, "reason": reason}


def _database() -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return {"ok": True, "engine": connection.vendor}


def _worker() -> dict:
    beat = heartbeats.last_beat()
    if beat is None:
        return {"ok": False, "reason": _("Aucun worker ne tourne : lancez « manage.py worker ».")}
    silence = timezone.now() - beat
    seconds = int(silence.total_seconds())
    if silence > heartbeats.stale_after():
        return {"ok": False, "seconds": seconds, "reason": _("Le worker ne donne plus signe de vie.")}
    return {"ok": True, "seconds": seconds}


def _outbox() -> dict:
    return _waiting(backlog(timezone.now()), _("Des courriels attendent depuis trop longtemps."))


def _events() -> dict:
    return _waiting(events_waiting(), _("Des nouvelles attendent d’être annoncées depuis trop longtemps."))


def _sms() -> dict:
    """Where SMS was switched off nobody will send what is left: that is no fault."""
    if not sms_enabled():
        return {"ok": True, "enabled": False}
    return _waiting(sms_waiting(), _("Des SMS attendent depuis trop longtemps."))


def _waiting(backlog, reason) -> dict:
    state = {"pending": backlog.count, "oldest_seconds": backlog.oldest_seconds}
    if backlog.oldest_seconds > LONGEST_WAIT.total_seconds():
        return {"ok": False, **state, "reason": reason}
    return {"ok": True, **state}


def _storage() -> dict:
    """Remembered for a few seconds: anyone may ask this page, and each check writes two files."""
    return cache.get_or_set("health-storage", _try_storages, STORAGE_CHECK_SECONDS)


def _try_storages() -> dict:
    failed = [name for name, storage in _storages() if not _keeps(storage)]
    if failed:
        return {"ok": False, "failed": failed, "reason": _("Un espace de fichiers n’enregistre plus.")}
    return {"ok": True}


def _storages():
    return (("public", public_storage()), ("private", private_storage()))


def _keeps(storage) -> bool:
    """Write, read back, delete."""
    content = secrets.token_bytes(16)
    try:
        name = storage.save(f"sante/{secrets.token_hex(8)}", ContentFile(content))
        try:
            with storage.open(name) as file:
                return file.read() == content
        finally:
            storage.delete(name)
    except Exception:
        logger.exception("health check of a storage failed")
        return False


@lru_cache(maxsize=1)
def _version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def _answer(body, status):
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
