"""The version every cached page carries in its key. A public write starts a new one, and the old pages are never
read again. It lives in the shared cache: any number of web processes and workers see the same one."""

import time

from django.core.cache import cache
from django.db import transaction

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
