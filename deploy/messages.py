"""`make messages`: collect the texts into locale/fr and compile them.

Source strings are French already, so a text needs no translation except where Django would choose the wrong one: a
plural (« 0 signalement » in French, « 0 signalements » without a catalogue). Plurals are filled in from their msgids.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from deploy import catalog

FOLDER = Path(__file__).resolve().parents[1] / "locale" / "fr" / "LC_MESSAGES"
HEADER = (
    "Project-Id-Version: quartiers-ouverts\n"
    "Language: fr\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=2; plural=(n > 1);\n"
)
IGNORED = [".venv/*", "var/*", "tests/*", "bench/*", "deploy/*", "docs/*"]


def collect() -> list[catalog.Entry]:
    """The texts of the source as entries, the plurals filled in."""
    ignored = [word for pattern in IGNORED for word in ("--ignore", pattern)]
    flags = ["--locale", "fr", "--no-location", "--no-obsolete", "--no-wrap", *ignored]
    execute_from_command_line(["manage.py", "makemessages", *flags])
    entries = catalog.parse((FOLDER / "django.po").read_text(encoding="utf-8"))
    header, *texts = entries
    header.comments, header.words["msgstr"] = [], HEADER
    for entry in texts:
        entry.comments = [line for line in entry.comments if line.startswith("#,") and "fuzzy" not in line]
        if entry.plural:
            entry.fill_plural()
        else:
            entry.words["msgstr"] = ""
    return [header, *sorted(texts, key=lambda entry: (entry.words["msgid"], entry.words.get("msgctxt", "")))]


def main() -> int:
    if not shutil.which("xgettext"):
        sys.stderr.write("gettext manque : « apt install gettext », puis « make messages ».\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    source, compiled = FOLDER / "django.po", FOLDER / "django.mo"
    source.write_text(catalog.render(collect()), encoding="utf-8")
    subprocess.run(["msgfmt", "--check-format", "--check-domain", "-o", compiled, source], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
