"""`/signalements/`: pages by key, counts that stop at a thousand."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from participation.reports.enums import OPEN, State
from participation.reports.models import Report
from participation.reports.querysets import late_on
from participation.reports.selectors.rows import Line, line

PAGE = 12
COUNTED = 1000

# What `etat` may say in the address, and how it is called.
STATE_FILTERS = {
    "en-cours": _("En cours"),
    "en-retard": _("En retard"),
    "a-confirmer": _("À confirmer"),
    "confirmes": _("Confirmés"),
    "contestes": _("Contestés"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Slugs and keys as the address gives them; empty is no filter, an unknown one finds nothing."""

    quartier: str = ""
    state: str = ""
    category: str = ""

    @property
    def any(self) -> bool:
        return bool(self.quartier or self.state or self.category)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a report of the list lies, in degrees WGS 84 rounded to about ten metres."""

    line: Line
    latitude: float
    longitude: float
    quartier_id: int | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """`located`: those of the page whose place an agent has read. `before`: the value of `avant` for the next page,
    None on the last. `counts`: by key of STATE_FILTERS, and « » for all; each at most `COUNTED`, where
    it means « plus de 1 000 »."""

    lines: tuple[Line, ...]
    located: tuple[Located, ...]
    before: int | None
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return self.counts[""]


def state_filters(day) -> dict[str, Q]:
    return {
        "en-cours": Q(state__in=OPEN),
        "en-retard": late_on(day),
        "a-confirmer": Q(state=State.RESOLVED),
        "confirmes": Q(state=State.CONFIRMED),
        "contestes": Q(state=State.CONTESTED),
    }


def public_reports(filters: Filters, day):
    """The public reports that match, newest first, with the names a line needs."""
    reports = _placed(filters)
    if filters.state:
        reports = reports.filter(state_filters(day).get(filters.state, Q(pk__in=[])))
    return reports.with_names().newest_first()


def report_list(filters: Filters, day, *, before: int | None = None, size: int = PAGE) -> ListPage:
    """One page of the list and the counts of its tabs. Two queries."""
    reports = public_reports(filters, day)
    if before:
        reports = reports.before(before)
    rows = list(reports[: size + 1])
    shown = rows[:size]
    lines = tuple(line(report, day) for report in shown)
    return ListPage(
        lines=lines,
        located=tuple(_located(report, one) for report, one in zip(shown, lines, strict=True) if _may_show(report)),
        before=shown[-1].pk if len(rows) > size else None,
        counts=_counts(filters, day),
    )


def _may_show(report) -> bool:
    return report.text_published and report.cell is not None


def _located(report, shown) -> Located:
    return Located(shown, round(report.latitude, 4), round(report.longitude, 4), report.quartier_id)


def _placed(filters: Filters):
    reports = Report.objects.public()
    if filters.quartier:
        reports = reports.filter(quartier__slug=filters.quartier)
    if filters.category:
        reports = reports.filter(category__key=filters.category)
    return reports


def _counts(filters: Filters, day) -> dict[str, int]:
    wanted = {key.replace("-", "_"): Count("pk", filter=condition) for key, condition in state_filters(day).items()}
    found = _placed(filters).order_by().aggregate(all=Count("pk"), **wanted)
    counts = {"": found["all"], **{key: found[key.replace("-", "_")] for key in STATE_FILTERS}}
    return {key: min(count, COUNTED) for key, count in counts.items()}
