"""Who has to answer a comment: a partner, a service an agent named, or the city (also where a page names it as the
partner who conducts the action)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from participation.base.site.selectors import portal_settings
from participation.territory.enums import PartnerKind

AT_THE_CITY = Q(partner__isnull=True) | Q(partner__kind=PartnerKind.CITY)


def city_name() -> str:
    """As the city signs: « Ville de Martigues, service Développement des quartiers »."""
    settings = portal_settings()
    return ", ".join(part for part in (settings.publisher_name, settings.publisher_service) if part) or _("la Ville")


def holder(comment) -> str:
    """`partner` is to be there already."""
    if comment.partner_id and comment.partner.kind != PartnerKind.CITY:
        return str(comment.partner)
    return signed(comment.service or city_name())


def signed(service: str) -> str:
    """At the beginning of a sentence or of a row."""
    return service[:1].upper() + service[1:]
