"""When a digest is due: once a day at a person's hour in the portal's time zone, whatever summer time does.

An hour that does not exist (2 o’clock on the last Sunday of March) is the one that follows; of one that comes twice,
the first.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

_A_DAY = timedelta(days=1)


def slot(day: date, hour: int) -> datetime:
    """The instant of that hour of that day."""
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone()).astimezone(UTC)


def next_slot(after: datetime, hour: int) -> datetime:
    """The first one after an instant."""
    day = timezone.localdate(after, timezone.get_default_timezone())
    while (instant := slot(day, hour)) <= after:
        day += _A_DAY
    return instant


def slot_day(now: datetime, hour: int) -> date:
    """The day whose digest is due at `now`: that of the last slot that has come."""
    day = timezone.localdate(now, timezone.get_default_timezone())
    return day if slot(day, hour) <= now else day - _A_DAY


def has_weekday(first: date, last: date, weekday: int) -> bool:
    """Whether one of these days, both included, is that day of the week (Monday is 0)."""
    return (weekday - first.weekday()) % 7 <= (last - first).days
