"""Runs the web server and the worker side by side: both live, or neither."""

import ctypes
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from deploy.launch.refusals import Refusal

STOP_SECONDS = 10
READY_SECONDS = 60
LOG_BYTES = 5_000_000
TAIL_LINES = 8


class Stopped(BaseException):
    """Somebody asked to stop: Ctrl-C, `kill`, or the terminal was closed."""


class Child:
    """One process, with its own log file (or the terminal, when `log` is None)."""

    def __init__(self, name: str, command: list, *, env: dict[str, str], cwd: Path, log: Path | None = None, fds=()):
        self.name, self.log = name, log
        output = self._open_log() if log else None
        self.process = subprocess.Popen(
            [str(word) for word in command],
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=fds,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        if output:
            output.close()

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def last_words(self) -> str:
        if not self.log or not self.log.exists():
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-TAIL_LINES:])

    def ask_to_stop(self) -> None:
        if not self.has_ended:
            self.process.send_signal(signal.SIGTERM)

    def make_sure(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic seconds), then end the whole session of the process."""
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _open_log(self):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")


class Supervisor:
    def __init__(self):
        self.children: list[Child] = []

    def start(self, *args, **kwargs) -> Child:
        child = Child(*args, **kwargs)
        self.children.append(child)
        return child

    def wait_until(self, is_ready: Callable[[], str]) -> None:
        """Ask `is_ready` until it returns an empty text. Its last text says why the wait was given up."""
        deadline = time.monotonic() + READY_SECONDS
        while reason := is_ready():
            self._check()
            if time.monotonic() > deadline:
                raise Refusal(f"Le portail ne répond pas comme il faut après {READY_SECONDS} s : {reason}")
            time.sleep(0.1)

    def watch(self) -> None:
        """Return never; raises Refusal when one of them ends."""
        while True:
            self._check()
            time.sleep(0.5)

    def stop(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.make_sure(deadline)

    def _check(self) -> None:
        for child in self.children:
            if child.has_ended:
                words = child.last_words()
                sentence = f"{child.name} s’est arrêté (code {child.process.returncode}) : tout est arrêté."
                if words:
                    sentence += f" Fin de {child.log} :\n{words}"
                raise Refusal(sentence)


def health(host: str, port: int) -> Callable[[], str]:
    """Ask `/sante/` of the server: empty text when all is well, else the reason."""

    def ask() -> str:
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/sante/", headers={"Host": "localhost"})
            answer = connection.getresponse()
            body = answer.read()
        except OSError as error:
            return f"{error}"
        except http.client.HTTPException as error:
            return f"réponse illisible ({type(error).__name__})"
        finally:
            connection.close()
        return "" if answer.status == 200 else _reasons(answer.status, body)

    return ask


def _reasons(status: int, body: bytes) -> str:
    try:
        checks = json.loads(body)["checks"].values()
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"/sante/ répond {status}"
    return " ".join(check.get("reason", "") for check in checks if not check.get("ok")).strip() or f"état {status}"


def stop_on_signals() -> None:
    def stop(number, frame):
        # A second Ctrl-C must not break off the stopping.
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored under nohup
        signal.signal(signal.SIGHUP, stop)


def _die_with_parent() -> None:
    """Where Linux offers it: should the launcher be killed outright, its children end too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
