"""Database, demonstration and static files: decided here by stamps, done by `prepare.py` in one process of `.venv`.

A first database is filled under another name and takes its own only when it is whole.
"""

import os
import secrets
import subprocess
from pathlib import Path
from urllib.parse import quote, unquote_plus, urlsplit

from deploy.launch.refusals import Refusal
from deploy.launch.stamps import Stamps, digest

APPS = ("portal", "home", "cms", "participation")


class Preparation:
    def __init__(self, root: Path, var: Path, values: dict[str, str], settings_module: str, lock: Path):
        self.root, self.var, self.lock = root, var, lock
        self.settings_module = settings_module
        self.database_url = values.get("DATABASE_URL", "")
        self.log = var / "log" / "prepare.log"
        self.stamps = Stamps(var / "stamps.json")

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database, or None when a server holds the database."""
        if not self.database_url:
            return self.var / "db.sqlite3"
        parts = urlsplit(self.database_url)
        return self.root / unquote_plus(parts.path[1:]) if parts.scheme == "sqlite" else None

    def secret_key(self) -> None:
        """Drawn once; the file is readable by its owner alone."""
        path = self.var / "secret.key"
        if path.exists() and path.read_text().strip():
            return
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64) + "\n")

    def steps(self) -> list[str]:
        """The steps to take."""
        done = self.stamps.read()
        return [name for name, stamp in self._wanted().items() if not stamp or done.get(name) != stamp]

    def _wanted(self) -> dict[str, str]:
        return {"database": self._database_stamp(), "static": self._static_stamp()}

    def run(self, python: Path, say) -> None:
        self.secret_key()
        steps = self.steps()
        if not steps:
            return
        first = self.database_file is not None and not self.database_file.exists()
        say("Remplissage de la base de démonstration…" if first else "Vérification de la base et des fichiers…")
        for name in steps:
            self.stamps.forget(name)
        part = self.var / "db.part.sqlite3"
        self._remove(part)
        overrides = {"DATABASE_URL": f"sqlite:///{quote(os.fsencode(part))}"} if first else {}
        try:
            self._spawn(python, steps, overrides)
        except BaseException:
            self._remove(part)
            raise
        if first:
            self.database_file.parent.mkdir(parents=True, exist_ok=True)
            part.rename(self.database_file)
        self.stamps.write(**{name: stamp for name, stamp in self._wanted().items() if name in steps})

    def _spawn(self, python: Path, steps: list[str], overrides: dict[str, str]) -> None:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": self.settings_module, **overrides}
        with self.log.open("w", encoding="utf-8") as log:
            done = subprocess.run(
                [python, "-m", "deploy.launch.prepare", *steps],
                cwd=self.root,
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            raise Refusal(self._why())

    def _why(self) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace")
        if "No space left on device" in text or "database or disk is full" in text:
            return "Le disque est plein : libérez de la place, puis relancez la commande."
        if "could not connect to server" in text or ("connection to server" in text and "failed" in text):
            return "La base de données de DATABASE_URL ne répond pas : vérifiez son adresse et qu’elle tourne."
        return f"La préparation du portail a échoué : voir {self.log}."

    def _database_stamp(self) -> str:
        """Empty, so never fresh, when only the server could tell whether the database still is what it was."""
        file = self.database_file
        if file is None or not file.exists():
            return ""
        migrations = (path for app in APPS for path in (self.root / app).rglob("migrations/*.py"))
        return digest(migrations, self.lock.read_text(), str(file), str(file.stat().st_ino))

    def _static_stamp(self) -> str:
        if not (self.var / "static").is_dir():
            return ""
        files = (path for path in (self.root / "static").rglob("*") if path.is_file())
        return digest(files, self.lock.read_text(), str(self.var))

    def _remove(self, part: Path) -> None:
        for end in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + end).unlink(missing_ok=True)
