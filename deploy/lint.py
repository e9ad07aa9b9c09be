"""`make lint`: every check runs, then the exit status says whether one failed."""

import os
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "BASE_URL": "https://portail.example.org",
    "ALLOWED_HOSTS": "portail.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Portail <portail@example.org>",
    "DATABASE_URL": "postgres://portail:password@db.example.org/portail",
    "TRUSTED_PROXIES": "1",
}


def checks(var: str):
    """Name, command, environment."""
    test = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "VAR_DIR": var}
    production = {**PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(64), "VAR_DIR": var}
    yield "ruff", [*PYTHON, "ruff", "check", "."], {}
    yield "ruff format", [*PYTHON, "ruff", "format", "--check", "."], {}
    yield "djlint", [*PYTHON, "djlint", "--lint", "--quiet", "templates"], {}
    yield "import-linter", [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], {}
    yield "migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], test
    yield "system checks", [*MANAGE, "check", "--fail-level", "WARNING"], test
    yield "deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], production


def locks_name_an_index() -> list[str]:
    """A lock must install from whatever index the machine is set up for."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for path in sorted((ROOT / "requirements").glob("*.lock"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host", line)
    ]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="quartiers-ouverts-lint-") as var:
        for name, command, settings in checks(var):
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
            )
            report(name, done.returncode == 0, done.stdout + done.stderr, failed)
    named = locks_name_an_index()
    report("locks without an index", not named, "\n".join(named), failed)
    if failed:
        sys.stdout.write(f"\n{len(failed)} failed: {', '.join(failed)}\n")
    return 1 if failed else 0


def report(name: str, passed: bool, output: str, failed: list[str]) -> None:
    sys.stdout.write(f"{'ok    ' if passed else 'FAILED'}  {name}\n")
    if not passed:
        failed.append(name)
        sys.stdout.write(f"{output.strip()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
