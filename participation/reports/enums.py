from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    AWAITING_CONFIRMATION = "awaiting_confirmation", _("adresse à confirmer")
    RECEIVED = "received", _("reçu")
    ACKNOWLEDGED = "acknowledged", _("pris en charge")
    PLANNED = "planned", _("date prévue")
    IN_PROGRESS = "in_progress", _("en cours")
    RESOLVED = "resolved", _("dit avoir réparé")
    CONFIRMED = "confirmed", _("confirmé")
    CONTESTED = "contested", _("contesté")
    REOPENED = "reopened", _("rouvert")
    CLOSED_UNVERIFIED = "closed_unverified", _("sans réponse des habitants")
    REFUSED = "refused", _("refusé")
    DUPLICATE = "duplicate", _("déjà signalé")


# Nobody acted yet; every other state has an instant of acknowledgement (a duplicate may not).
UNTOUCHED = frozenset({State.AWAITING_CONFIRMATION, State.RECEIVED})
# Somebody works on it, or should again.
HANDLED = frozenset({State.ACKNOWLEDGED, State.PLANNED, State.IN_PROGRESS, State.CONTESTED, State.REOPENED})
OPEN = HANDLED | {State.RECEIVED}
# Somebody says that it is repaired; residents agreed, did not, or said nothing.
DONE = frozenset({State.RESOLVED, State.CONFIRMED, State.CONTESTED, State.CLOSED_UNVERIFIED})
# The same without those that residents deny: what counts as repaired.
REPAIRED = DONE - {State.CONTESTED}
CLOSED = frozenset({State.CONFIRMED, State.CLOSED_UNVERIFIED, State.REFUSED, State.DUPLICATE})


class Verb(models.TextChoices):
    """What is done to a report; the words are those of its history."""

    CREATE = "create", _("signalé")
    CONFIRM_ADDRESS = "confirm_address", _("adresse confirmée")
    ACKNOWLEDGE = "acknowledge", _("pris en charge")
    PLAN = "plan", _("date annoncée")
    START = "start", _("intervention commencée")
    RESOLVE = "resolve", _("dit réparé")
    REFUSE = "refuse", _("refusé")
    CONFIRM_REPAIR = "confirm_repair", _("réparation confirmée")
    CONTEST_REPAIR = "contest_repair", _("réparation contestée")
    CLOSE = "close", _("clos sans réponse")
    PUBLISH = "publish", _("texte et photos publiés")
    HIDE = "hide", _("masqué")
    WITHHOLD = "withhold", _("texte et photos non publiés")


class Visibility(models.TextChoices):
    PRIVATE = "private", _("pas encore public")
    PUBLIC = "public", _("public")
    HIDDEN = "hidden", _("masqué")


class Channel(models.TextChoices):
    WEB = "web", _("site")
    PHONE = "phone", _("téléphone")
    DESK = "desk", _("accueil")
    PAPER = "paper", _("papier")
    FIELD = "field", _("sur le terrain")


class TextKind(models.TextChoices):
    DESCRIPTION = "description", _("description")
    ANSWER = "answer", _("réponse")
    INTERNAL = "internal", _("note interne")
    PUBLIC = "public", _("description, version publique")


class Moment(models.TextChoices):
    BEFORE = "before", _("avant")
    AFTER = "after", _("après")


class ClosingAnswer(models.TextChoices):
    """« Est-ce réparé ? »"""

    YES = "yes", _("Oui, c’est réparé")
    HALF = "half", _("À moitié")
    NO = "no", _("Non, le problème est toujours là")


class EventRole(models.TextChoices):
    """As whom somebody acted. Roles of accounts keep their own names."""

    REPORTER = "reporter", _("la personne qui a signalé")
    FIELD_AGENT = "field_agent", _("agent d’écoute et de proximité")
    NEIGHBOURHOOD_OFFICER = "neighbourhood_officer", _("chargé·e de développement social urbain")
    GUSP_COORDINATOR = "gusp_coordinator", _("coordination")
    PARTNER_AGENT = "partner_agent", _("partenaire")
    ADMINISTRATOR = "administrator", _("administration")
    PORTAL = "portal", _("le portail")
