"""The settings row as this process read it last, so that a page asks the database once at most.

Never trusted for long: it is good for one page-cache version (any save starts a new one, in every process) and for
one minute, should the cache that holds the version be lost.
"""

import copy
import time

SECONDS = 60

_kept = None


def recall(version):
    """A copy of the row kept under this version, or None."""
    kept = _kept
    if kept is None or kept[0] != version or time.monotonic() - kept[1] > SECONDS:
        return None
    return copy.copy(kept[2])


def keep(version, row) -> None:
    global _kept
    _kept = (version, time.monotonic(), copy.copy(row))


def forget() -> None:
    global _kept
    _kept = None
