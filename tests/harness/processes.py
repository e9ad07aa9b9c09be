"""The real web server and the real worker on the test database, to be killed in the middle of their work."""

import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection

PATIENCE = 60
GUNICORN = ("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "portal.wsgi:application")


class Processes:
    """`web()` and `worker()` start one each; `kill(process)` is kill -9, of all that it started too.

    `settings_module`: settings of theirs, which take the database from WORKER_TEST_DATABASE (see
    `tests/participation/base/worker_settings.py`).
    """

    def __init__(self, settings_module):
        self.settings_module = settings_module
        self.started = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def web(self):
        # One process: the database is the meeting point of the threads either way.
        web = self._start(*GUNICORN, BIND=f"127.0.0.1:{self.port}", WEB_WORKERS="1", WEB_THREADS="8")
        wait_for(self._answers, web)
        return web

    def worker(self):
        return self._start("manage.py", "worker", "--interval", "0.5")

    def kill(self, process):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stderr.close()

    def end(self):
        for process in self.started:
            self.kill(process)

    def _start(self, *arguments, **environment):
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": self.settings_module,
                "WORKER_TEST_DATABASE": str(connection.settings_dict["NAME"]),
                "VAR_DIR": str(settings.VAR_DIR),
                "PYTHONPATH": str(settings.BASE_DIR),
                **environment,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False


def wait_for(condition, *processes, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not condition():
        for process in processes:
            assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)
