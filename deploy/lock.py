"""`make lock`: compile the hashed locks from the ranges in pyproject.toml, for every platform and without any index
address. Needs uv (`pipx install uv`)."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMON = ["--universal", "--generate-hashes", "--no-emit-index-url", "--python-version", "3.11", "pyproject.toml"]
LOCKS = {"run": [], "dev": ["--group", "dev"]}


def main() -> int:
    if not shutil.which("uv"):
        sys.stderr.write("uv manque : « pipx install uv », puis « make lock ».\n")
        return 1
    for name, groups in LOCKS.items():
        target = f"requirements/{name}.lock"
        subprocess.run(["uv", "pip", "compile", *COMMON, *groups, *sys.argv[1:], "-o", target], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
