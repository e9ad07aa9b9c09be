"""Reads and writes gettext's `.po` files, as far as ours go: comments, context, msgid, plural."""

import ast
import re
from dataclasses import dataclass, field

KEYWORD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+(".*")$')


@dataclass
class Entry:
    comments: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def is_header(self):
        return self.words.get("msgid") == ""

    @property
    def plural(self):
        return self.words.get("msgid_plural")

    @property
    def strings(self):
        return [text for key, text in self.words.items() if key.startswith("msgstr")]

    def fill_plural(self):
        """French source: the first form is the msgid itself, the second its plural."""
        self.words["msgstr[0]"] = self.words["msgid"]
        self.words["msgstr[1]"] = self.words["msgid_plural"]


def parse(text: str) -> list[Entry]:
    entries, entry, key = [], Entry(), None
    for line in [*text.splitlines(), ""]:
        if match := KEYWORD.match(line):
            key = match[1]
            entry.words[key] = ast.literal_eval(match[2])
        elif line.startswith('"'):
            entry.words[key] += ast.literal_eval(line)
        elif line.startswith("#"):
            entry.comments.append(line)
        elif not line.strip() and entry.words:
            entries.append(entry)
            entry = Entry()
    return entries


def render(entries: list[Entry]) -> str:
    return "\n".join(_render(entry) for entry in entries)


def _render(entry: Entry) -> str:
    lines = list(entry.comments)
    for key, text in entry.words.items():
        if entry.is_header and key == "msgstr":
            lines += ['msgstr ""', *(_quoted(part) for part in text.splitlines(keepends=True))]
        else:
            lines.append(f"{key} {_quoted(text)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
