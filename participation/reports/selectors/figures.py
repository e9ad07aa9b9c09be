"""Numbers of the front page and of a quartier's page."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from participation.base.calendar import working_days_between
from participation.base.text.dates import day as written
from participation.base.text.dates import local_day
from participation.reports.enums import OPEN, REPAIRED, State, Visibility
from participation.reports.models import Report
from participation.reports.querysets import late_on
from participation.reports.selectors.rows import Line, line

PERIOD = timedelta(days=30)
# What answers a reporter: a day, a repair, a verdict, a refusal.
ANSWERS = (State.PLANNED, State.RESOLVED, State.CONFIRMED, State.REFUSED)


@dataclass(frozen=True, slots=True)
class QuartierFigures:
    """Of the reports of the last 30 days: how many are said to be repaired, how many of those residents confirm."""

    name: str
    slug: str
    reported: int
    repaired: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`open` and `late`: of all reports, whenever they were made."""

    quartiers: tuple[QuartierFigures, ...]
    reported: int
    repaired: int
    confirmed: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Answer:
    line: Line
    sentence: str


@dataclass(frozen=True, slots=True)
class QuartierReports:
    lines: tuple[Line, ...]
    reported: int
    repaired: int
    confirmed: int
    open: int
    late: int


def front_figures(day) -> Figures:
    """By quartier, in the order of their names; unpublished ones are counted, hidden ones are not. One query."""
    rows = list(
        _counted()
        .order_by("quartier__name", "quartier_id")
        .values_list("quartier__name", "quartier__slug")
        .annotate(**_counts(day))
        .filter(Q(reported__gt=0) | Q(open__gt=0))
    )
    totals = [sum(row[place] for row in rows) for place in range(2, 7)]
    return Figures(tuple(QuartierFigures(*row[:5]) for row in rows if row[1] and row[2]), *totals)


def latest_answers(limit: int = 4, *, day=None) -> list[Answer]:
    """The newest public answers. One query."""
    day = day or timezone.localdate()
    reports = Report.objects.public().with_names().filter(state__in=ANSWERS).order_by("-state_since", "-pk")[:limit]
    return [_answer(report, line(report, day), day) for report in reports]


def quartier_reports(quartier, day, limit: int = 5) -> QuartierReports:
    """Counts and the newest public reports of one quartier. Two queries."""
    counts = _counted().in_quartier(quartier).aggregate(**_counts(day))
    newest = Report.objects.public().in_quartier(quartier).with_names().newest_first()[:limit]
    return QuartierReports(lines=tuple(line(report, day) for report in newest), **counts)


_REPAIRED = Q(state__in=REPAIRED)
_CONFIRMED = Q(state=State.CONFIRMED)
_OPEN = Q(state__in=OPEN)


def _counts(day) -> dict:
    recent = _recent(day)
    return {
        "reported": Count("pk", filter=recent),
        "repaired": Count("pk", filter=recent & _REPAIRED),
        "confirmed": Count("pk", filter=recent & _CONFIRMED),
        "open": Count("pk", filter=_OPEN),
        "late": Count("pk", filter=late_on(day)),
    }


def _counted():
    return Report.objects.received().exclude(visibility=Visibility.HIDDEN)


def _recent(day) -> Q:
    """Reported in the thirty days that end with `day`."""
    first = timezone.make_aware(datetime.combine(day - PERIOD + timedelta(days=1), time.min))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return Q(reported_at__gte=first, reported_at__lt=end)


def _answer(report, shown, day) -> Answer:
    """The status sentence and, once repaired, how long it took."""
    if report.resolved_at is None:
        return Answer(shown, shown.sentence)
    first = local_day(report.reported_at)
    count = working_days_between(first, local_day(report.resolved_at))
    took = ngettext(
        "%(count)s jour ouvré après le signalement du %(day)s.",
        "%(count)s jours ouvrés après le signalement du %(day)s.",
        count,
    )
    if count == 0:
        took = gettext("Le jour même du signalement.")
    took %= {"count": count, "day": written(first, year=first.year != day.year)}
    return Answer(shown, f"{shown.sentence} {took}")
