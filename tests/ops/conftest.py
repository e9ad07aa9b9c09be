"""A pretend portal: a folder with the real launcher; `.venv/bin/python` plays gunicorn, the worker and Django."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.launch.environment import Environment

REPOSITORY = Path(__file__).resolve().parents[2]

ACTOR = """
import http.server, json, os, signal, socket, sys, time
from urllib.parse import unquote_plus
root = os.path.dirname(os.path.abspath(__file__))

def note(name):
    with open(os.path.join(root, "var", name), "a") as file:
        file.write(f"{os.getpid()}\\n")

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        sick = not os.path.exists(os.path.join(root, "var", "worker.pid"))
        body = json.dumps({"checks": {"worker": {"ok": not sick, "reason": "Aucun worker ne tourne."}}}).encode()
        self.send_response(503 if sick else 200)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass

words = sys.argv[1:]
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
if "gunicorn" in words:
    note("web.pid")
    if os.path.exists(os.path.join(root, "broken")):
        sys.exit("gunicorn: the application could not be loaded")
    fd = int(words[words.index("-b") + 1].removeprefix("fd://"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
    server.socket = socket.socket(fileno=fd)
    server.server_activate()
    server.serve_forever()
elif "worker" in words:
    note("worker.pid")
    while True:
        time.sleep(60)
elif "deploy.launch.prepare" in words:
    note("prepared.pid")
    if os.path.exists(os.path.join(root, "broken")):
        sys.exit("sqlite3.OperationalError: database or disk is full")
    url = os.environ.get("DATABASE_URL", "")
    if "database" in words and url.startswith("sqlite:"):
        open(unquote_plus(url.removeprefix("sqlite:///")), "w").write("filled")
    if "static" in words:
        os.makedirs(os.path.join(root, "var", "static"), exist_ok=True)
"""


class Place:
    """The folder, and the launcher as a person starts it."""

    def __init__(self, root: Path, port: int):
        self.root, self.port, self.started = root, port, []

    @property
    def var(self):
        return self.root / "var"

    def pid(self, name):
        return int((self.var / f"{name}.pid").read_text().split()[-1])

    def count(self, name):
        path = self.var / f"{name}.pid"
        return len(path.read_text().split()) if path.exists() else 0

    def run(self, *words, **environment):
        """Start, wait for the end, return the finished process."""
        return subprocess.run(self._command(words), **self._options(environment), timeout=60, check=False)

    def start(self, **environment):
        """Start and wait until it has said that the portal answers; the text it said is `process.said`."""
        process = subprocess.Popen(self._command(["run"]), **self._options(environment))
        self.started.append(process)
        process.said = ""
        while "Ctrl-C" not in process.said:
            line = process.stdout.readline()
            assert line, f"ended: {process.said}{process.stderr.read()}"
            process.said += line
        return process

    def end(self):
        for process in self.started:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)

    def _command(self, words):
        return [sys.executable, "-m", "deploy.launch", *words]

    def _options(self, environment):
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "VAR_DIR", "BASE_URL", "HOST", "PORT"}}
        return {
            "cwd": self.root,
            "env": {**kept, "PORT": str(self.port), **environment},
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
            # The suite itself may run under nohup.
            "preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        }


@pytest.fixture
def bare(tmp_path):
    """A clone in which nothing was installed yet."""
    root = tmp_path / "un dossier à espaces"
    shutil.copytree(REPOSITORY / "deploy", root / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("requirements", "static", "cms/migrations"):
        (root / folder).mkdir(parents=True)
    for kind in ("run", "dev"):
        (root / "requirements" / f"{kind}.lock").write_text(f"# {kind}\n")
    (root / "static" / "a.css").write_text("a{}")
    (root / "cms" / "migrations" / "0001_initial.py").write_text("")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = Place(root, port)
    yield place
    place.end()


@pytest.fixture
def place(bare):
    """The same with an environment, so that a start has only to prepare and to run."""
    actor = bare.root / "actor.py"
    actor.write_text(ACTOR)
    environment = Environment(bare.root, "run")
    environment.python.parent.mkdir(parents=True)
    environment.python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{actor}" "$@"\n')
    environment.python.chmod(0o755)
    (environment.folder / ".installed").write_text(environment.stamp + "\n")
    return bare


def is_alive(pid):
    """False for a process that ended, waited for or not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
