"""What the commune says about its moderation, month by month. Figures about a service, not about people."""

from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median

from django.utils import timezone

from participation.base.calendar import today
from participation.moderation.enums import Verb
from participation.moderation.models import CaseEvent

_PUBLISHED = (Verb.PUBLISHED, Verb.EDITED)
_REFUSED = (Verb.REFUSED, Verb.SEALED)
_TOLD = (Verb.HELD, Verb.UNDONE, Verb.APPEALED, Verb.WITHDRAWN, *_PUBLISHED, *_REFUSED)
_MARGIN = 3  # months: what was decided in the first month may have been held before it


@dataclass(frozen=True, slots=True)
class Month:
    """`hours`: half of what was decided that month had waited less; `share`: refused, in per cent of what was read."""

    first: date
    read: int
    hours: float | None
    refused: int
    share: int | None


def monthly_figures(months: int = 12, day: date | None = None) -> list[Month]:
    """This month and those before it, oldest first. What was undone does not count, nor what a council reads itself;
    an appeal is not a second reading. One query."""
    day = day or today()
    firsts = [_month_before(day.replace(day=1), back) for back in range(months - 1, -1, -1)]
    readings: dict[date, list[tuple[float, bool]]] = {first: [] for first in firsts}
    for at, hours, refused, _held in _readings(_start_of(_month_before(firsts[0], _MARGIN))):
        first = timezone.localdate(at).replace(day=1)
        if first in readings:
            readings[first].append((hours, refused))
    return [_month(first, readings[first]) for first in firsts]


def _readings(since):
    """(decided at, hours waited, refused) of each first reading that stood."""
    events = CaseEvent.objects.filter(at__gte=since, verb__in=_TOLD, case__audience="").order_by("case_id", "id")
    current, held_at, reading = None, None, None
    for case, verb, at in events.values_list("case_id", "verb", "at").iterator(chunk_size=2000):
        if case != current:
            if reading:
                yield reading
            current, held_at, reading = case, None, None
        if verb == Verb.HELD:
            if reading:
                yield reading
            held_at, reading = held_at if held_at and not reading else at, None
        elif verb == Verb.UNDONE:
            held_at, reading = (reading[3] if reading else held_at), None
        elif verb in (Verb.APPEALED, Verb.WITHDRAWN):
            if reading:
                yield reading
            held_at, reading = None, None
        elif held_at is not None:
            reading = at, (at - held_at).total_seconds() / 3600, verb in _REFUSED, held_at
            held_at = None
    if reading:
        yield reading


def _month(first, readings):
    refused = sum(was_refused for _hours, was_refused in readings)
    if not readings:
        return Month(first, 0, None, 0, None)
    hours = round(median(waited for waited, _was_refused in readings), 1)
    return Month(first, len(readings), hours, refused, round(100 * refused / len(readings)))


def _month_before(first, back):
    months = first.year * 12 + first.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _start_of(day):
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
