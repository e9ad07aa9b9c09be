"""The service closes between Christmas and the New Year, as the calendar of delays says everywhere."""

from datetime import date

from django.core.exceptions import ValidationError

from participation.territory.models import Closure
from participation.territory.services import declare_closure, withdraw_closure

KEY, COMMUNE = "life:closures:december", "MAR"


def load(load) -> None:
    """A commune that noted its own days keeps them."""
    former, year = load.marks.find(KEY, Closure), load.clock.day.year
    if former is not None:
        withdraw_closure(closure=former)
    try:
        closure = declare_closure(
            commune=load.communes[COMMUNE],
            starts_on=date(year, 12, 24),
            ends_on=date(year, 12, 31),
            reason="fermeture du service",
        )
    except ValidationError:
        load.marks.left[Closure] += 1
        return
    load.marks.mark(KEY, closure)
