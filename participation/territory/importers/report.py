"""What became of each line of an imported file, in words for the person who sent it."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _


class Fate(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Issue:
    """`where`: « ligne 12 », « objet 3 (QN01320I) », or empty for the whole file; `position` orders them."""

    where: str
    message: str
    position: int = 0
    is_error: bool = True

    def __str__(self):
        level = "" if self.is_error else _("à vérifier, ")
        return f"{level}{self.where} : {self.message}" if self.where else f"{level}{self.message}"


@dataclass
class ImportReport:
    """Filled while a file is read and written; nothing was written when `written` is false."""

    issues: list[Issue] = field(default_factory=list)
    fates: Counter = field(default_factory=Counter)
    dry_run: bool = False
    written: bool = True

    def error(self, message: str, *, where: str = "", position: int = 0) -> None:
        self.issues.append(Issue(where, message, position))

    def warn(self, message: str, *, where: str = "", position: int = 0) -> None:
        self.issues.append(Issue(where, message, position, is_error=False))

    def refuse(self, message: str, *, where: str = "", position: int = 0) -> None:
        """A line or an object that cannot be taken; without `where`, the whole file."""
        self.error(message, where=where, position=position)
        if where:
            self.fates[Fate.REFUSED] += 1

    def take_over(self, issues) -> None:
        """The issues that the reading of the file found already."""
        for issue in issues:
            self.refuse(issue.message, where=issue.where, position=issue.position)

    def count(self, fate: str) -> None:
        self.fates[Fate(fate)] += 1

    @property
    def in_order(self) -> list[Issue]:
        return sorted(self.issues, key=lambda issue: issue.position)

    @property
    def errors(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.is_error]

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def summary(self) -> str:
        """« 3 créés, 1 changé, 4 inchangés, 0 refusé, 1 354 ignorés. »"""
        words = {
            Fate.CREATED: (_("créé"), _("créés")),
            Fate.CHANGED: (_("changé"), _("changés")),
            Fate.UNCHANGED: (_("inchangé"), _("inchangés")),
            Fate.REFUSED: (_("refusé"), _("refusés")),
            Fate.IGNORED: (_("ignoré"), _("ignorés")),
        }
        parts = [
            f"{self.fates[fate]} {one if self.fates[fate] < 2 else many}"
            for fate, (one, many) in words.items()
            if fate != Fate.IGNORED or self.fates[fate]
        ]
        text = _("%(counts)s.") % {"counts": ", ".join(parts)}
        if self.dry_run:
            return _("Essai à blanc, rien n’est écrit : ") + text
        return text if self.written else _("Rien n’est écrit, le fichier a des erreurs : ") + text
