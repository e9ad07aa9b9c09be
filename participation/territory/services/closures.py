"""A closure is declared, changed or withdrawn; the days promised meanwhile move with it."""

from datetime import date

from django.db import transaction

from participation.base import cache
from participation.base.calendar import DayRange
from participation.territory import deadlines
from participation.territory.models import Closure, Commune


def declare_closure(
    *, starts_on: date, ends_on: date, reason: str, commune: Commune | None = None, closure: Closure | None = None
) -> Closure:
    """Days on which `commune` (None: every one) answers nobody; with `closure`, that one is changed.

    Raises ValidationError with French reasons: an end before its start, days that are noted already.
    """
    with transaction.atomic():
        _hold()
        before, places = _closed(), _places(closure and Closure.objects.filter(pk=closure.pk).first())
        closure = closure or Closure()
        closure.commune, closure.starts_on, closure.ends_on = commune, starts_on, ends_on
        closure.reason = " ".join(reason.split())
        closure.full_clean()
        closure.save()
        _recount(places | _places(closure), before)
    return closure


def withdraw_closure(*, closure: Closure) -> None:
    """The days count again."""
    with transaction.atomic():
        _hold()
        before, places = _closed(), _places(closure)
        Closure.objects.filter(pk=closure.pk).delete()
        _recount(places, before)


def _hold():
    """One declaration at a time: two at once would each count without the other."""
    list(Commune.objects.select_for_update().order_by("pk").values_list("pk"))


def _closed():
    rows = Closure.objects.order_by("starts_on", "id").values_list("commune", "starts_on", "ends_on", "reason")
    return [(commune, DayRange(*days)) for commune, *days in rows]


def _places(closure) -> set[int | None]:
    """The communes a closure concerns; None for what belongs to no commune."""
    if closure is None:
        return set()
    if closure.commune_id is not None:
        return {closure.commune_id}
    return {None, *Commune.objects.values_list("pk", flat=True)}


def _recount(places, before):
    after = _closed()
    for place in sorted(places, key=lambda pk: (pk is not None, pk)):
        deadlines.recount(place, _at(before, place), _at(after, place))
    cache.bump()


def _at(rows, place):
    return tuple(days for commune, days in rows if commune is None or commune == place)
