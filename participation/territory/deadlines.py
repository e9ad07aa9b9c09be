"""Days promised by features follow the closures: one declared later moves what is still owed.

A feature registers in `AppConfig.ready()`; nothing here knows which.
"""

from collections.abc import Callable
from datetime import date

from participation.base.calendar import DayRange, add_working_days, working_days_between

Closed = tuple[DayRange, ...]
_features: dict[str, Callable[[int | None, Closed, Closed], int]] = {}


def register(key: str, recount: Callable[[int | None, Closed, Closed], int]) -> None:
    """`recount(commune_id, before, after)`: moves the days owed in that commune (None: what belongs to no commune)
    from the closures before to those after, within the running transaction; returns how many moved.

    Raises ValueError for a key that is taken.
    """
    if _features.get(key, recount) != recount:
        raise ValueError(f"deadlines of {key} are registered twice")
    _features[key] = recount


def recount(commune_id: int | None, before: Closed, after: Closed) -> int:
    """Ask every feature. Returns how many days moved."""
    return sum(feature(commune_id, before, after) for feature in _features.values())


def moved(start: date, due: date, before: Closed, after: Closed) -> date:
    """The day that keeps the promised number of working days from `start`, whatever the setting says today."""
    return add_working_days(start, working_days_between(start, due, closed=before), closed=after)
