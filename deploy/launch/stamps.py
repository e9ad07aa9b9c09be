"""What was already done, so that a second start skips it: a hash of what each step was made from."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


class Stamps:
    def __init__(self, path: Path):
        self.path = path

    def read(self) -> dict[str, str]:
        try:
            return json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}

    def write(self, **done: str) -> None:
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps({**self.read(), **done}))
        part.replace(self.path)

    def forget(self, name: str) -> None:
        kept = self.read()
        if kept.pop(name, None) is not None:
            self.path.write_text(json.dumps(kept))


def digest(files: Iterable[Path], *words: str) -> str:
    """Changes with any name or content among `files`, and with `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(files):
        total.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
