"""Days and months in French, independent of the process's locale. Instants are read in the portal's time zone."""

from datetime import date, datetime

from django.utils import timezone

from participation.base.text.typography import MONTHS, NBSP


def local_day(value: date | datetime) -> date:
    """The calendar day of `value`; an aware datetime is first brought to the portal's time zone."""
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value


def day(value: date | datetime, *, year: bool = True) -> str:
    """« 24 mars 2026 », « 1er avril 2026 » (plain text: the typographic filter raises the « er »)."""
    when = local_day(value)
    number = "1er" if when.day == 1 else str(when.day)
    text = f"{number}{NBSP}{MONTHS[when.month - 1]}"
    return f"{text}{NBSP}{when.year}" if year else text


def moment(value: datetime) -> str:
    """« 24 mars 2026 à 21 h 05 », in the portal's time zone."""
    local = timezone.localtime(value)
    return f"{day(value)} à {local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def month(value: date | datetime) -> str:
    """« mars 2026 »."""
    when = local_day(value)
    return f"{MONTHS[when.month - 1]}{NBSP}{when.year}"


def period(first: date, last: date) -> str:
    """« du 24 au 31 décembre 2026 », « du 28 décembre 2026 au 3 janvier 2027 », « le 24 décembre 2026 »."""
    if first == last:
        return f"le {day(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"du {'1er' if first.day == 1 else first.day} au {day(last)}"
    return f"du {day(first, year=first.year != last.year)} au {day(last)}"


def since(days: int) -> str:
    """« depuis 17 jours »; the caller says which days (working or calendar)."""
    if days == 0:
        return "depuis aujourd’hui"
    return f"depuis {days}{NBSP}{'jour' if days < 2 else 'jours'}"
