"""A dated status as the sentence people read, with its end when it has one."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _

from participation.base.text import dates
from participation.territory.enums import StatusKind
from participation.territory.models import QuartierStatus


@dataclass(frozen=True, slots=True)
class StatusFact:
    kind: str
    code: str
    label: str
    from_date: date | None
    until: date | None
    source: str
    is_current: bool
    is_past: bool

    @property
    def name(self) -> str:
        """« Quartier prioritaire QN01320I »; a document's own words for a status that is neither QPV nor veille."""
        if self.kind == StatusKind.QPV:
            named = _("Quartier prioritaire %(code)s") % {"code": self.code}
            return _("%(name)s « %(label)s »") % {"name": named, "label": self.label} if self.label else named
        if self.kind == StatusKind.VEILLE_ACTIVE:
            return _("Quartier de veille active")
        return self.label or _("Autre statut")

    @property
    def period(self) -> str:
        """« depuis 2024 », « jusqu’au 17 novembre 2024 », « de 2007 à 2009 »; empty when no document dates it."""
        return period(self.from_date, self.until)

    @property
    def sentence(self) -> str:
        if not self.period:
            return self.name
        # The document's own words may be long: a comma keeps the period apart from them.
        separator = ", " if self.kind == StatusKind.OTHER else " "
        return f"{self.name}{separator}{self.period}"


def period(start: date | None, end: date | None) -> str:
    if start and end:
        if _opens_year(start) and _closes_year(end):
            if start.year == end.year:
                return _("en %(year)s") % {"year": start.year}
            return _("de %(start)s à %(end)s") % {"start": start.year, "end": end.year}
        return _("du %(start)s au %(end)s") % {"start": dates.day(start), "end": dates.day(end)}
    if start:
        if _opens_year(start):
            return _("depuis %(year)s") % {"year": start.year}
        return _("depuis le %(day)s") % {"day": dates.day(start)}
    if end:
        if _closes_year(end):
            return _("jusqu’en %(year)s") % {"year": end.year}
        return _("jusqu’au %(day)s") % {"day": dates.day(end)}
    return ""


def status_fact(status: QuartierStatus, *, quartier_name: str, day: date) -> StatusFact:
    """The official name is kept only where it says more than the quartier's own (« Canto Perdrix » does not)."""
    same_name = slugify(status.label) == slugify(quartier_name)
    keep_label = status.kind != StatusKind.QPV or not same_name
    started = status.from_date is None or status.from_date <= day
    past = status.until is not None and status.until < day
    return StatusFact(
        kind=status.kind,
        code=status.code,
        label=status.label if keep_label else "",
        from_date=status.from_date,
        until=status.until,
        source=status.source,
        is_current=started and not past,
        is_past=past,
    )


def _opens_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _closes_year(day: date) -> bool:
    return (day.month, day.day) == (12, 31)
