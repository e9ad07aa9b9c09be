"""A CSV file as spreadsheets write it, read into rows by column name. Never raises: what is wrong becomes an issue."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from participation.territory.importers.cells import shown
from participation.territory.importers.report import Issue

MOST_BYTES = 10_000_000
DELIMITERS = ";,\t|"
# Excel reads « sep=; » on the first line as an instruction; the line end stays, so that lines keep their numbers.
_SEPARATOR_LINE = re.compile(r"\Asep=.(?=\r|\n)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is the first line of the record in the file, counted from 1 as editors do."""

    line: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        return line_name(self.line)


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...] = ()
    issues: tuple[Issue, ...] = ()


def line_name(line: int) -> str:
    return _("ligne %(line)s") % {"line": line}


def read_table(data: bytes, *, columns: Mapping[str, tuple[str, ...]], required: tuple[str, ...]) -> Table:
    """Rows of a CSV in any usual encoding (UTF-8 with or without BOM, UTF-16, Windows-1252), separator and line end.

    `columns`: the names wanted, with the other headings that mean them; their order in the file is free.
    """
    if len(data) > MOST_BYTES:
        return _refused(_("Le fichier dépasse %(size)s Mo.") % {"size": MOST_BYTES // 1_000_000})
    text = _SEPARATOR_LINE.sub("", decoded(data), count=1)
    records, broken = _records(text, _delimiter(text, columns))
    issues = [broken] if broken else []
    if not records:
        return Table((), (*issues, Issue("", _("Le fichier est vide."))))
    header_line, header = records[0]
    found, problem = _header(header, columns, required)
    if problem:
        return Table((), (*issues, Issue(line_name(header_line), problem, header_line)))
    rows = []
    for line, record in records[1:]:
        if any(cell.strip() for cell in record[len(header) :]):
            message = _("%(found)s cellules au lieu de %(expected)s : un séparateur de trop ?")
            issues.append(Issue(line_name(line), message % {"found": len(record), "expected": len(header)}, line))
            continue
        padded = [*record, *[""] * (len(header) - len(record))]
        rows.append(Row(line, {name: padded[position] for name, position in found.items()}))
    return Table(tuple(rows), tuple(issues))


def decoded(data: bytes) -> str:
    """Text, whatever the program that saved the file; a byte that no encoding explains becomes « � »."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _records(text, delimiter):
    """Records that are not blank, each with its first line; and the issue that stopped the reading, if any."""
    # `="13056;13117"` is a quoted cell with a sign in front: without the sign the separator inside stays inside.
    text = re.sub(rf'(^|[{re.escape(delimiter)}\r\n])="(?!")', r'\1"', text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records, last = [], 0
    try:
        for record in reader:
            line, last = last + 1, reader.line_num
            if any(cell.strip() for cell in record):
                records.append((line, record))
    except csv.Error:
        message = _("Illisible à partir d’ici : un guillemet n’est sans doute pas fermé.")
        return records, Issue(line_name(last + 1), message, last + 1)
    return records, None


def _delimiter(text, columns):
    """The separator under which the first line names most of the columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    known = _known(columns)
    return max(DELIMITERS, key=lambda mark: sum(_heading(cell) in known for cell in first.split(mark)))


def _header(header, columns, required):
    known, found = _known(columns), {}
    for position, cell in enumerate(header):
        name = known.get(_heading(cell))
        if name in found:
            return found, _("La colonne « %(name)s » figure deux fois.") % {"name": name}
        if name:
            found[name] = position
    missing = [name for name in required if name not in found]
    if missing:
        return found, _("Colonne absente : %(missing)s. Première ligne lue : « %(line)s ».") % {
            "missing": ", ".join(missing),
            "line": shown(" ; ".join(header), 120),
        }
    return found, ""


def _known(columns):
    return {_heading(heading): name for name, others in columns.items() for heading in (name, *others)}


def _heading(cell):
    return slugify(cell.strip().strip('="')).replace("-", "_")


def _refused(message):
    return Table((), (Issue("", message),))
