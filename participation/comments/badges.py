"""In which function somebody writes: read from roles in force that day and stored with the comment, never chosen.

Councils are not known here: an app above registers what it knows of a mandate in its `AppConfig.ready()`:

    badges.register(provider)       provider(user, commune_id, day) -> « Conseil citoyen de Boudème », "" without one
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from participation.accounts.enums import Role
from participation.accounts.rules import grants_of
from participation.comments.enums import BadgeKind
from participation.territory.enums import PartnerKind

LABEL_LENGTH = 200
CITY = frozenset({Role.FIELD_AGENT, Role.NEIGHBOURHOOD_OFFICER, Role.GUSP_COORDINATOR, Role.EDITOR, Role.ADMINISTRATOR})

_providers: list[Callable[..., str]] = []


@dataclass(frozen=True, slots=True)
class Badge:
    kind: str = ""
    label: str = ""


def register(provider: Callable[..., str]) -> None:
    """`provider(user, commune_id, day)`: the label of a mandate in force that day, or an empty text."""
    if provider not in _providers:
        _providers.append(provider)


def badge_of(user, commune_id: int | None, day: date) -> Badge:
    """The function in which this person speaks about something of this commune; none for a resident.

    An elected member before an agent, an agent before a partner's, a role before a council's mandate. A role over
    another commune says nothing here.
    """
    if user is None:
        return Badge()
    grants = [one for one in grants_of(user) if one.in_force(day) and _concerns(one, commune_id)]
    roles = {one.role for one in grants}
    if Role.ELECTED_MEMBER in roles:
        return Badge(BadgeKind.ELECTED, _("élu·e"))
    if roles & CITY:
        return Badge(BadgeKind.CITY, _("Ville"))
    partner = next((one.partner for one in grants if one.role == Role.PARTNER_AGENT), None)
    if partner is not None:
        said = _("bailleur, %(partner)s") if partner.kind == PartnerKind.LANDLORD else "%(partner)s"
        return Badge(BadgeKind.PARTNER, (said % {"partner": partner})[:LABEL_LENGTH])
    label = next(filter(None, (provider(user, commune_id, day) for provider in _providers)), "")
    return Badge(BadgeKind.COUNCIL, label[:LABEL_LENGTH]) if label else Badge()


def _concerns(grant, commune_id):
    if grant.partner_id is not None:
        return commune_id is None or grant.partner.commune_id in (None, commune_id)
    return commune_id is None or grant.commune_id in (None, commune_id)
