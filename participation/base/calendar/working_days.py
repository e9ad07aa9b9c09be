"""Monday to Friday, public holidays and closures out (jours ouvrés).

Days are `datetime.date` in the portal's time zone; an instant is refused, since the day it falls on depends on the
zone it is read in. `alsace_moselle=None` follows the setting HOLIDAYS_ALSACE_MOSELLE (False by default). `closed` are
the days on which nobody works besides: ranges, in any order, that may overlap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from participation.base.calendar.holidays import holidays

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayRange:
    """From `first` to `last`, both in it."""

    first: date
    last: date
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def today() -> date:
    """Today in the portal's time zone."""
    return timezone.localdate()


def is_working_day(day: date, *, closed: Iterable[DayRange] = (), alsace_moselle: bool | None = None) -> bool:
    """Raises TypeError for a datetime."""
    _refuse_instants(day)
    if day.weekday() >= 5 or day in holidays(day.year, alsace_moselle=_regional(alsace_moselle)):
        return False
    return not any(day in one for one in closed)


def add_working_days(day: date, n: int, *, closed: Iterable[DayRange] = (), alsace_moselle: bool | None = None) -> date:
    """The n-th working day after `day`, which itself does not count; the n-th before it when n is negative.

    n = 0 gives `day` back, working or not. « Au plus tard » deadlines are days computed by this function.
    """
    _refuse_instants(day)
    closed, step, left = tuple(closed), _ONE_DAY if n > 0 else -_ONE_DAY, abs(n)
    while left:
        day += step
        if is_working_day(day, closed=closed, alsace_moselle=alsace_moselle):
            left -= 1
    return day


def working_days_between(
    a: date, b: date, *, closed: Iterable[DayRange] = (), alsace_moselle: bool | None = None
) -> int:
    """How many working days pass from `a` (not counted) to `b` (counted); negative when `b` comes first.

    `working_days_between(day, add_working_days(day, n)) == n` for every day and every n.
    """
    _refuse_instants(a)
    _refuse_instants(b)
    closed, step = tuple(closed), _ONE_DAY if b > a else -_ONE_DAY
    count = 0
    while a != b:
        a += step
        count += is_working_day(a, closed=closed, alsace_moselle=alsace_moselle)
    return count if step == _ONE_DAY else -count


def _regional(alsace_moselle: bool | None) -> bool:
    if alsace_moselle is None:
        return getattr(settings, "HOLIDAYS_ALSACE_MOSELLE", False)
    return alsace_moselle


def _refuse_instants(day: date) -> None:
    if isinstance(day, datetime):
        raise TypeError("a day is expected, not an instant: use timezone.localdate(instant)")
