"""SQLite has one writer at a time, and no queue for it: who waits looks again every 100 ms and may look in vain until
the timeout when many write without a pause. Within a process threads therefore take turns. Other databases queue."""

from contextlib import contextmanager
from threading import Lock

from django.db import connection

_turn = Lock()


@contextmanager
def in_turn():
    """Around a transaction. Inside one nothing waits: whoever is there has the database already."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _turn:
        yield
