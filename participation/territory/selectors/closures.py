"""On which days a commune answers nobody: promised delays are counted without them."""

from datetime import date

from participation.base import cache
from participation.base.calendar import DayRange
from participation.territory.models import Closure


def closures(commune_id: int | None) -> tuple[DayRange, ...]:
    """Those of this commune and of all communes, oldest first; for None, those of all. At most one query."""
    rows = cache.remembered("territory-closures", _rows)
    return tuple(one for commune, one in rows if commune is None or commune == commune_id)


def closures_ahead(day: date) -> list[tuple[str, DayRange]]:
    """Those that run on `day` or come after it, oldest first, each with the name of its commune (empty: all)."""
    rows = Closure.objects.filter(ends_on__gte=day).order_by("starts_on", "id")
    rows = rows.values_list("commune__name", "starts_on", "ends_on", "reason")
    return [(place or "", DayRange(first, last, reason)) for place, first, last, reason in rows]


def _rows():
    rows = Closure.objects.order_by("starts_on", "id").values_list("commune", "starts_on", "ends_on", "reason")
    return [(commune, DayRange(first, last, reason)) for commune, first, last, reason in rows]
