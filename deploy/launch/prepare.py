"""Runs inside `.venv`: `python -m deploy.launch.prepare database static`. Any `manage.py` costs two seconds of imports,
so the steps share one process."""

import sys

import django
from django.core.management import call_command
from django.db import connections


def database():
    call_command("migrate", interactive=False, verbosity=1)
    call_command("load_demo")


def static():
    call_command("collectstatic", interactive=False, clear=True, verbosity=1)


STEPS = {"database": database, "static": static}

if __name__ == "__main__":
    django.setup()
    for name in sys.argv[1:]:
        STEPS[name]()
    connections.close_all()
