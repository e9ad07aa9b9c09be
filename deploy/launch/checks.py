"""What is looked at before any work is done."""

import fcntl
import os
import shutil
import socket
from contextlib import contextmanager
from pathlib import Path

from deploy.launch.refusals import Refusal, from_os_error

INSTALL_BYTES = 1_000_000_000
RUN_BYTES = 100_000_000


def port_number(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal(f"PORT={text} : un port est un nombre entre 1 et 65535.")
    return int(text)


def reserve(host: str, port: int) -> socket.socket:
    """A socket bound to the address, kept until the server listens on it: nobody takes the port meanwhile."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except PermissionError as error:
        listener.close()
        raise Refusal(f"Le port {port} demande des droits d’administrateur : « make run PORT=8123 ».") from error
    except OSError as error:
        listener.close()
        other = port + 1 if port < 65535 else 8123
        raise Refusal(f"Le port {port} est déjà pris : « make run PORT={other} ».") from error
    return listener


def writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise from_os_error(OSError(error.errno, error.strerror, str(folder))) from error


def room(folder: Path, needed: int) -> None:
    """Raises when fewer than `needed` bytes are free where `folder` is, or will be."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refusal(f"Le disque est presque plein : {free // 1_000_000} Mo libres, il en faut {needed // 1_000_000}.")


def venv_module() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise Refusal("Le module « venv » de Python manque : « apt install python3-venv », puis relancez.") from error


@contextmanager
def only_one(path: Path, note: str, refusal: str):
    """Hold the lock file `path` while the block runs. `refusal` may show the holder's `{note}`."""
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise Refusal(refusal.format(note=file.read().strip())) from error
        file.truncate(0)
        file.write(note)
        file.flush()
        yield
