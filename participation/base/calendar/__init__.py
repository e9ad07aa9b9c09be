"""Working days: the unit every promised delay of the portal counts in."""

from participation.base.calendar.working_days import (
    DayRange,
    add_working_days,
    is_working_day,
    today,
    working_days_between,
)

__all__ = ["DayRange", "add_working_days", "is_working_day", "today", "working_days_between"]
