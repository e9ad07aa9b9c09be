"""The version every cached page carries in its key. A public write starts a new one, and the old pages are never
read again. It lives in the shared cache: any number of web processes and workers see the same one."""

import time

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

KEY = "page-cache-version"


def version() -> int:
    """The current version. Never one that was used before, even after the cache was emptied."""
    current = cache.get(KEY)
    if current is None:
        fresh = time.time_ns()
        cache.add(KEY, fresh, timeout=None)
        current = cache.get(KEY, fresh)
    return current


def bump() -> None:
    """Start a new version once the running transaction is committed (at once when there is none).

    A cache that does not answer must not turn a saved publication into an error: pages then age out within
    `PAGE_CACHE_SECONDS`.
    """
    transaction.on_commit(_start_new_version, robust=True)


def _start_new_version() -> None:
    cache.set(KEY, time.time_ns(), timeout=None)


def remembered(key: str, build):
    """What `build()` returns, kept for all processes until the next public write, and for at most a minute.

    For figures that cost several queries and that people who are signed in, whom the page cache never serves, see
    too. Nothing personal goes in. With REMEMBER_SECONDS at 0 every call builds anew.
    """
    seconds = settings.REMEMBER_SECONDS
    if not seconds:
        return build()
    entry = f"remembered:{key}:{version()}:{timezone.localdate()}"
    found = cache.get(entry)
    if found is None:
        found = build()
        cache.set(entry, found, seconds)
    return found
