"""Everything dated: what is to come, what was, one meeting."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.text import capfirst

from participation.base.site.selectors import module_enabled
from participation.base.text import dates
from participation.councils.models import Council, Meeting
from participation.councils.selectors.lines import MeetingLine, meeting_line

PAGE = 40
# What a calendar that subscribes to the whole agenda gets: cancelled meetings too, so that it strikes them out.
CALENDAR_BEFORE = timedelta(days=90)
CALENDAR_MOST = 1000


@dataclass(frozen=True, slots=True)
class Month:
    anchor: str
    name: str
    meetings: tuple[MeetingLine, ...]


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """`further`: the key of the last meeting shown, when there are more behind it."""

    months: tuple[Month, ...]
    further: int | None
    total: int


def upcoming(day: date, limit: int = 3, quartier=None) -> list[MeetingLine]:
    """The next meetings from `day` on, cancelled ones left out. One query.

    `quartier`: a quartier or its key, for its own events and the meetings of its councils.
    """
    instant = timezone.make_aware(datetime.combine(day, time.min))
    found = _shown().planned().filter(starts_at__gte=instant)
    if quartier is not None:
        found = found.of_quartier(getattr(quartier, "pk", quartier))
    return [meeting_line(one) for one in found.order_by("starts_at", "pk")[:limit]]


def agenda(instant: datetime, *, past=False, behind: Meeting | None = None, quartier=None) -> AgendaPage:
    """One page, by month: what is to come, soonest first, or what was, latest first. One query.

    `behind`: the last meeting of the page before (keyset). Cancelled meetings are shown as such.
    """
    found = _shown()
    found = found.past(instant) if past else found.to_come(instant)
    if quartier is not None:
        found = found.of_quartier(getattr(quartier, "pk", quartier))
    if behind is not None:
        found = found.before(behind) if past else found.after(behind)
    return _page(found.order_by(*(("-starts_at", "-pk") if past else ("starts_at", "pk"))))


def past_meetings(council: Council, instant: datetime, *, behind: Meeting | None = None) -> AgendaPage:
    """The meetings a council held, latest first. One query."""
    found = Meeting.objects.filter(council=council).past(instant).select_related("council")
    if behind is not None:
        found = found.before(behind)
    return _page(found.order_by("-starts_at", "-pk"), under_its_council=True)


def _shown():
    """Meetings whose own page answers: those of councils only while the councils are open."""
    found = Meeting.objects.select_related("council")
    return found if module_enabled("conseils") else found.filter(council__isnull=True)


def _page(found, *, under_its_council=False) -> AgendaPage:
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    lines = [meeting_line(one, under_its_council=under_its_council) for one in shown]
    months = groupby(lines, key=lambda line: (dates.local_day(line.day).year, dates.local_day(line.day).month))
    return AgendaPage(
        months=tuple(_month(key, tuple(group)) for key, group in months),
        further=shown[-1].pk if len(rows) > PAGE else None,
        total=len(shown),
    )


def _month(key, meetings) -> Month:
    year, month = key
    return Month(f"mois-{year}-{month:02d}", capfirst(dates.month(meetings[0].day)), meetings)


def meeting_page(pk: int, council_slug: str | None = None) -> Meeting | None:
    """One meeting with its council and commune, or None. Without a slug: an open event of the agenda. One query."""
    found = Meeting.objects.select_related("council", "commune").filter(pk=pk)
    found = found.filter(council__slug=council_slug) if council_slug else found.filter(council__isnull=True)
    return found.first()


def calendar_meetings(instant: datetime, quartier=None) -> list[Meeting]:
    """What `/agenda.ics` holds: from three months back on. One query."""
    found = _shown().filter(starts_at__gte=instant - CALENDAR_BEFORE)
    if quartier is not None:
        found = found.of_quartier(getattr(quartier, "pk", quartier))
    return list(found.order_by("starts_at", "pk")[:CALENDAR_MOST])
