"""The real web server and the real worker on the test database, and a crowd that posts to them."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

PATIENCE = 60
SETTINGS = "tests.participation.reports.load_settings"
GUNICORN = ("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "portal.wsgi:application")


class Processes:
    """`web()` and `worker()` start one each; `kill(process)` is kill -9, of all that it started too."""

    def __init__(self):
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
                "DJANGO_SETTINGS_MODULE": SETTINGS,
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


class Crowd:
    """People who send one report each, and send it again as it was typed while the portal does not answer."""

    def __init__(self, port, fields):
        self.port, self.fields = port, fields
        self.acknowledged = set()
        self.sent_again = 0
        self.refused = []

    def post(self, people, *, threads=8):
        """In the background: the pool, and a future for each person."""
        pool = ThreadPoolExecutor(threads)
        return pool, [pool.submit(self._insist, person) for person in people]

    def _insist(self, person):
        token = secrets.token_hex(16)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                status = self._send(person, token)
            except (OSError, http.client.HTTPException):
                self.sent_again += 1
                time.sleep(0.1)
                continue
            if status == 302:
                self.acknowledged.add(token)
            else:
                self.refused.append(status)
            return
        self.refused.append("no answer")

    def _send(self, person, token):
        cookie = secrets.token_hex(16)
        fields = {
            **self.fields,
            "email": f"personne{person}@exemple.fr",
            "token": token,
            "csrfmiddlewaretoken": cookie,
        }
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            server.request(
                "POST",
                "/signalements/nouveau/",
                urlencode(fields),
                {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={cookie}"},
            )
            return server.getresponse().status
        finally:
            server.close()
