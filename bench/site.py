"""A portal for the measurement: database, static files, gunicorn and worker, all of them gone at the end."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 60


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Site:
    """`with Site() as site`: a filled portal; `with site.serving(cached=True): …` runs it."""

    def __init__(self):
        self.port = free_port()
        self.folder = tempfile.TemporaryDirectory(prefix="quartiers-ouverts-bench-")
        self.database = Database(os.environ.get("DATABASE_URL", ""), Path(self.folder.name))
        self.environment = {
            **os.environ,
            "VAR_DIR": self.folder.name,
            "SECRET_KEY": secrets.token_urlsafe(64),
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "EMAIL_URL": "dummymail://",
            "REPORTS_PER_HOUR": "1000000",
        }

    def __enter__(self):
        try:
            self.environment["DATABASE_URL"] = self.database.create()
            self.manage("migrate", "--verbosity", "0", settings="demo")
            self.manage("load_demo", "--verbosity", "0", settings="demo")
            self.manage("collectstatic", "--no-input", "--verbosity", "0")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        self.database.drop()
        self.folder.cleanup()

    def manage(self, *words, settings="production"):
        self.python("manage.py", *words, settings=settings)

    def python(self, *words, settings="production", **more):
        env = {**self.environment, "DJANGO_SETTINGS_MODULE": f"portal.settings.{settings}", **more}
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
        )

    def pages(self):
        return json.loads(self.python("-m", "bench.inside", PAGE_CACHE_SECONDS="0").stdout)

    @contextmanager
    def serving(self, *, cached, worker=False, settings="production"):
        """The processes as `{"web": [pids], "worker": [pids]}`."""
        env = {
            **self.environment,
            "DJANGO_SETTINGS_MODULE": f"portal.settings.{settings}",
            "PAGE_CACHE_SECONDS": "60" if cached else "0",
            "WEB_WORKERS": "2",
        }
        bind = f"127.0.0.1:{self.port}"
        commands = {"web": ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", bind, "portal.wsgi:application"]}
        if worker:
            commands["worker"] = ["manage.py", "worker"]
        log = (Path(self.folder.name) / "processes.log").open("ab")
        started = {
            name: subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, stdout=log, stderr=log)
            for name, words in commands.items()
        }
        try:
            self._wait(started, "/sante/" if worker else "/sante/vivant/")
            yield {name: family(process.pid) for name, process in started.items()}
        finally:
            for process in started.values():
                process.send_signal(signal.SIGTERM)
            for process in started.values():
                process.wait(30)
            log.close()

    def _wait(self, started, path):
        deadline = time.monotonic() + READY_SECONDS
        while self.get(path)[0] != 200:
            dead = [name for name, process in started.items() if process.poll() is not None]
            if dead or time.monotonic() > deadline:
                words = (Path(self.folder.name) / "processes.log").read_text()[-2000:]
                raise SystemExit(f"the portal does not answer (ended: {', '.join(dead) or 'none'})\n{words}")
            time.sleep(0.2)

    def get(self, path, connection=None):
        """Status, headers in lower case, body; status 0 when nothing answers."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            own.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = own.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        except OSError:
            return 0, {}, b""
        finally:
            if connection is None:
                own.close()


class Database:
    """A new SQLite file, or a new database on the server that `url` names."""

    def __init__(self, url: str, folder: Path):
        self.url = url if url.startswith(("postgres", "psql")) else ""
        self.file = folder / "db.sqlite3"
        self.name = f"bench_{os.getpid()}"

    @property
    def engine(self):
        return "PostgreSQL" if self.url else "SQLite"

    def create(self) -> str:
        if not self.url:
            return f"sqlite:///{self.file}"
        self._execute(f'CREATE DATABASE "{self.name}"')
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{self.name}"))

    def drop(self):
        if self.url:
            self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _execute(self, statement):
        import psycopg2

        connection = psycopg2.connect(urlunsplit(urlsplit(self.url)._replace(scheme="postgresql")))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()


def family(pid):
    """The process and its children, by /proc."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(word) for word in children.read_text().split()] if children.exists() else []
    return [pid, *(each for child in below for each in family(child))]
