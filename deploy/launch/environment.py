"""`.venv`: made from a hashed lock, whole or not at all.

While `.unfinished` stands in the folder its content is worth nothing, and the next start makes it anew. `.installed`
names the lock and the Python it was filled from. An environment that somebody made by hand is filled, never removed.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from deploy.launch import checks
from deploy.launch.refusals import Refusal

UNREACHABLE = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|name resolution|Network is unreachable|ProxyError|"
    r"Could not fetch URL|from versions: none|Connection (?:refused|broken|aborted)|IncompleteRead|SSLError",
)
SENTENCES = (
    (re.compile(r"No space left on device|Errno 28"), "Le disque est plein : libérez de la place, puis relancez."),
    (UNREACHABLE, "Les bibliothèques n’ont pas pu être téléchargées : vérifiez le réseau, puis relancez."),
    (re.compile(r"DO NOT MATCH THE HASHES"), "Une bibliothèque n’a pas l’empreinte attendue : rien n’est installé."),
    (re.compile(r"Permission denied|Read-only file system"), "Impossible d’écrire dans « .venv » : voyez ses droits."),
)
INSTALL = "-m pip install --require-hashes --no-deps --no-compile --retries 2 --no-input --progress-bar off"
INSTALL += " --disable-pip-version-check -r"


class Environment:
    def __init__(self, root: Path, kind: str):
        self.folder = root / ".venv"
        self.lock = root / "requirements" / f"{kind}.lock"
        self.kind = kind
        self.python = self.folder / "bin" / "python"
        self.log = root / "var" / "log" / "install.log"

    @property
    def stamp(self) -> str:
        digest = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        return f"{self.kind} {sys.version_info[0]}.{sys.version_info[1]} {digest}"

    def is_ready(self) -> bool:
        return self.python.exists() and not self._unfinished.exists() and self.stamp in self._stamps()

    def make(self, say) -> None:
        """Create or complete the environment. Raises Refusal, and leaves nothing half-made, when it cannot."""
        checks.venv_module()
        checks.room(self.folder, checks.INSTALL_BYTES)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if not self._is_usable():
            shutil.rmtree(self.folder, ignore_errors=True)
        fresh = not self.folder.exists()
        try:
            if fresh:
                say("Création de l’environnement Python (.venv)…")
                self.folder.mkdir()
                self._unfinished.touch()
                venv.create(self.folder, with_pip=True, symlinks=True)
            say("Installation des bibliothèques (une minute environ la première fois)…")
            stamps = [] if fresh else [line for line in self._stamps() if not line.startswith(f"{self.kind} ")]
            self._install()
            self._installed.write_text("\n".join([*stamps, self.stamp]) + "\n")
            self._unfinished.unlink(missing_ok=True)
        except BaseException:
            if fresh:
                shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _install(self) -> None:
        command = [self.python, *INSTALL.split(), self.lock]
        with self.log.open("w", encoding="utf-8") as log:
            done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=_clean_environment(), check=False)
        if done.returncode:
            raise Refusal(self._why())

    def _why(self) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace")
        for pattern, sentence in SENTENCES:
            if pattern.search(text):
                return sentence
        return f"L’installation des bibliothèques a échoué : voir {self.log}."

    def _is_usable(self) -> bool:
        """Finished once, and made for this Python."""
        if self._unfinished.exists() or not self.python.exists():
            return False
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        config = self.folder / "pyvenv.cfg"
        return config.exists() and bool(
            re.search(rf"^version(_info)? *= *{version}\b", config.read_text(), re.MULTILINE)
        )

    def _stamps(self) -> list[str]:
        return self._installed.read_text().splitlines() if self._installed.exists() else []

    @property
    def _unfinished(self) -> Path:
        return self.folder / ".unfinished"

    @property
    def _installed(self) -> Path:
        return self.folder / ".installed"


def _clean_environment() -> dict[str, str]:
    """pip must install here, whatever the person's own settings say about user or target folders."""
    ignored = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME", "PYTHONPATH"}
    return {name: value for name, value in os.environ.items() if name not in ignored}
