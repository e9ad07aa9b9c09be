"""`run` (the demonstration), `dev` (autoreload, debug pages), `env run|dev` (the environment alone)."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from deploy.launch import banner, checks, dotenv
from deploy.launch.environment import Environment
from deploy.launch.preparation import Preparation
from deploy.launch.refusals import Refusal, from_os_error
from deploy.launch.supervisor import Stopped, Supervisor, health, stop_on_signals

ROOT = Path(__file__).resolve().parents[2]
USAGE = "usage: python3 -m deploy.launch run | dev | env run | env dev"
ALREADY = "Le portail tourne déjà depuis ce dossier : {note}."
INSTALLING = "Une autre installation est en cours dans ce dossier : attendez qu’elle finisse."


def main(arguments: list[str], root: Path = ROOT) -> int:
    """The exit status: 0 after a stop that was asked for, 1 after a refusal."""
    sys.stdout.reconfigure(errors="replace", line_buffering=True)
    sys.stderr.reconfigure(errors="replace")
    stop_on_signals()
    try:
        match arguments:
            case ["run"]:
                Launch(root, "run").go()
            case ["dev"]:
                Launch(root, "dev").go()
            case ["env", ("run" | "dev") as kind]:
                environment(root, kind)
            case _:
                say(USAGE)
                return 2
    except Stopped:
        say("Arrêté.")
        return 0 if arguments[0] in ("run", "dev") else 130
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{from_os_error(error)}\n")
        return 1
    return 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def environment(root: Path, kind: str) -> Environment:
    made = Environment(root, kind)
    if not made.is_ready():
        checks.writable(root)
        checks.writable(root / "var")
        with checks.only_one(root / "var" / "install.lock", "", INSTALLING):
            made.make(say)
    return made


class Launch:
    """One start of the portal, from the first look at the port to the last process stopped."""

    def __init__(self, root: Path, kind: str):
        values = dotenv.settings_of(root)
        self.root, self.kind, self.values = root, kind, values
        self.settings_module = "portal.settings.demo" if kind == "run" else "portal.settings.dev"
        self.var = root / values.get("VAR_DIR", "var")
        self.host = values.get("HOST", "127.0.0.1")
        self.port = checks.port_number(values.get("PORT", "8000"))
        self.address = f"http://localhost:{self.port}"

    def go(self) -> None:
        checks.writable(self.var)
        with checks.only_one(self.var / "run.lock", self.address, ALREADY):
            installed = Environment(self.root, self.kind).is_ready()
            checks.room(self.var, checks.RUN_BYTES if installed else checks.INSTALL_BYTES)
            with checks.reserve(self.host, self.port) as listener:
                python = environment(self.root, self.kind).python
                lock = self.root / "requirements" / f"{self.kind}.lock"
                (self.var / "log").mkdir(parents=True, exist_ok=True)
                Preparation(self.root, self.var, self.values, self.settings_module, lock).run(python, say)
                self._serve(python, listener)

    def _serve(self, python: Path, listener) -> None:
        say("Démarrage du serveur et du worker…")
        logs = self.var / "log"
        quiet = self.kind == "run"
        common = {"env": self._child_environment(), "cwd": self.root}
        supervisor = Supervisor()
        try:
            supervisor.start(
                "Le serveur web",
                self._web_command(python, listener),
                log=logs / "web.log" if quiet else None,
                fds=(listener.fileno(),) if quiet else (),
                **common,
            )
            if quiet:
                listener.close()
            work = [python, "manage.py", "worker", *([] if quiet else ["--reload"])]
            supervisor.start("Le worker", work, log=logs / "worker.log" if quiet else None, **common)
            asked = "127.0.0.1" if self.host in ("0.0.0.0", "") else self.host  # noqa: S104
            supervisor.wait_until(health(asked, self.port))
            say(banner.text(self.address, os.path.relpath(logs)))
            supervisor.watch()
        finally:
            supervisor.stop()

    def _web_command(self, python: Path, listener) -> list:
        if self.kind == "dev":
            listener.close()
            return [python, "manage.py", "runserver", f"{self.host}:{self.port}"]
        bind = f"fd://{listener.fileno()}"
        return [python, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", bind, "portal.wsgi:application"]

    def _child_environment(self) -> dict[str, str]:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": self.settings_module, "PYTHONUNBUFFERED": "1"}
        env.setdefault("BASE_URL", self.values.get("BASE_URL", self.address))
        env["VAR_DIR"] = str(self.var)
        with suppress(KeyError):
            del env["PORT"]  # gunicorn would take it for an address to bind
        return env
