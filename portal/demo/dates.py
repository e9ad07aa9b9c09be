"""Invented dates follow the day of the demonstration, so that it shows the same progress on any day."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from participation.base.calendar import add_working_days, is_working_day
from participation.base.text.typography import MONTHS
from portal.demo.errors import DataError

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KNOWN = re.compile(r"^(jour|mois|année) ([+-]\d+)$")


class Clock:
    """The calendar of one load. Offsets are in calendar days from `day`."""

    def __init__(self, day: date):
        self.day = day

    def at(self, offset: int) -> date:
        """`day` + `offset`, on a working day: a past one is moved back, one to come is moved on, today stays."""
        wanted = self.day + timedelta(days=offset)
        if offset == 0 or is_working_day(wanted):
            return wanted
        return add_working_days(wanted, -1 if offset < 0 else 1)

    def late(self, working_days: int) -> date:
        """The promised day from which exactly `working_days` have passed until `day`, that one counted."""
        return add_working_days(self.day, -working_days - (not is_working_day(self.day)))

    def instant(self, offset: int) -> datetime:
        """Nine o'clock, in the portal's time zone, of the day at `offset`."""
        return timezone.make_aware(datetime.combine(self.at(offset), time(9)))

    def year(self, offset: int) -> int:
        return self.day.year + offset

    def fill(self, text: str, where: str) -> str:
        """Replace {jour -71}, {mois +190} and {année -2}. Raises DataError for any other brace."""

        def replace(match):
            known = KNOWN.match(match[1])
            if known is None:
                raise DataError(where, f"« {match[0]} » n’est pas {{jour ±n}}, {{mois ±n}} ou {{année ±n}}")
            return self._words(known[1], int(known[2]))

        return PLACEHOLDER.sub(replace, text)

    def _words(self, unit: str, offset: int) -> str:
        if unit == "année":
            return str(self.year(offset))
        when = self.at(offset)
        month = f"{MONTHS[when.month - 1]} {when.year}"
        if unit == "mois":
            return month
        number = "1er" if when.day == 1 else when.day
        return f"{number} {month if when.year != self.day.year else MONTHS[when.month - 1]}"
