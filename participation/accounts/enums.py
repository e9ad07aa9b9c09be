from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RESIDENT = "resident", _("habitant·e")
    FIELD_AGENT = "field_agent", _("agent d’écoute et de proximité (AEP)")
    NEIGHBOURHOOD_OFFICER = "neighbourhood_officer", _("chargé·e de développement social urbain (CDSU)")
    PARTNER_AGENT = "partner_agent", _("agent d’un partenaire")
    ELECTED_MEMBER = "elected_member", _("élu·e")
    STATE_READER = "state_reader", _("délégué·e du préfet (lecture)")
    GUSP_COORDINATOR = "gusp_coordinator", _("chargé·e de mission GUSP")
    EDITOR = "editor", _("rédaction")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("délégué·e à la protection des données")
    ADMINISTRATOR = "administrator", _("administration")


# Everyone who acts for the city or a partner: these accounts carry a second factor in production.
STAFF_ROLES = frozenset(Role) - {Role.RESIDENT}

# Those whose work is done in the Wagtail admin; `User.is_staff` follows them.
ADMIN_ACCESS_ROLES = frozenset({Role.EDITOR, Role.GUSP_COORDINATOR, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR})


class RoleVerb(models.TextChoices):
    """What happened to a role; the past participle is what the history shows."""

    GRANTED = "granted", _("accordé")
    VERIFIED = "verified", _("vérifié")
    ENDED = "ended", _("retiré")
