from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The public reads what is `published`, and nothing else."""

    AWAITING_CONFIRMATION = "awaiting_confirmation", _("attend la confirmation de l’adresse")
    HELD = "held", _("attend d’être lu")
    PUBLISHED = "published", _("publié")
    REFUSED = "refused", _("refusé")
    REMOVED = "removed", _("retiré")
    WITHDRAWN = "withdrawn", _("supprimé par son auteur")


class BadgeKind(models.TextChoices):
    """In which function somebody writes: read from the roles in force that moment, never chosen by the person."""

    ELECTED = "elected", _("élu·e")
    CITY = "city", _("ville")
    PARTNER = "partner", _("partenaire")
    COUNCIL = "council", _("conseil citoyen")


class Order(models.TextChoices):
    """How a thread is sorted; the value stands in the address (`?tri=`)."""

    RECENT = "recents", _("Les plus récents")
    SUPPORTED = "soutenus", _("Les plus soutenus")
    ANSWERED = "repondus", _("Répondus d’abord")


class Verb(models.TextChoices):
    """What happened to a comment; the past participle is what the history shows."""

    WRITTEN = "written", _("écrit")
    CONFIRMED = "confirmed", _("confirmé")
    PUBLISHED = "published", _("publié")
    REFUSED = "refused", _("refusé")
    REMOVED = "removed", _("retiré")
    ANSWERED = "answered", _("répondu")
    CORRECTED = "corrected", _("réponse corrigée")
    HELD = "held", _("retenu")
    EDITED = "edited", _("modifié")
    REWORDED = "reworded", _("données personnelles ôtées")
    WITHDRAWN = "withdrawn", _("supprimé par son auteur")
    REASSIGNED = "reassigned", _("confié à un autre service")


class DiscussionVerb(models.TextChoices):
    """What happened to the dates and the outcome of a discussion."""

    DATED = "dated", _("dates fixées")
    SUMMED_UP = "summed_up", _("bilan écrit")
    TOLD = "told", _("bilan envoyé")
