"""Copies of the test database: one that holds the demonstration, one for a browser test to change as it likes.

Loading the demonstration takes seconds, copying a database a fraction of one. A copy is a file on SQLite and a
`CREATE DATABASE … TEMPLATE` on PostgreSQL.
"""

import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections


def copy_name(suffix):
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        path = Path(name)
        return str(path.with_name(f"{path.stem}-{suffix}{path.suffix}"))
    return f"{name}_{suffix}"


def copy(source, target):
    """Make `target` a copy of `source`, whatever it was."""
    connections.close_all()
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(target + end).unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
        return
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(target)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")


def drop(name):
    connections.close_all()
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


@contextmanager
def use(name):
    """Connections opened meanwhile, in any thread, go to the database called `name`."""
    connections.close_all()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before


class DemoCopies:
    """The demonstration, loaded once a session, with its media files."""

    def __init__(self):
        self.plain = str(connection.settings_dict["NAME"])
        self.demo, self.scratch = copy_name("demo"), copy_name("e2e")
        self.files = Path(settings.VAR_DIR) / "demo-files"

    def build(self):
        copy(self.plain, self.demo)
        with use(self.demo):
            call_command("load_demo", verbosity=0)
        shutil.rmtree(self.files, ignore_errors=True)  # of an earlier run with the same VAR_DIR
        for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
            if Path(root).exists():
                shutil.move(root, self.files / Path(root).name)

    def put_files(self):
        for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
            kept = self.files / Path(root).name
            if kept.exists():
                shutil.copytree(kept, root, dirs_exist_ok=True)

    def fresh_scratch(self):
        copy(self.demo, self.scratch)
        self.put_files()

    def remove(self):
        drop(self.demo)
        drop(self.scratch)
