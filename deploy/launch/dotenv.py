"""The few lines of `.env` that the launcher itself needs; Django reads the file again, in full."""

import os
import re
from pathlib import Path

LINE = re.compile(r"""^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$""")


def settings_of(root: Path) -> dict[str, str]:
    """What the environment says, and below it what `.env` says."""
    return {**_read(root / ".env"), **os.environ}


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found = (LINE.match(line) for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines())
    return {match[1]: _bare(match[2]) for match in found if match}


def _bare(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.split(" #", 1)[0].rstrip()
