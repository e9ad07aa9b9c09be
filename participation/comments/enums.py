from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The public reads what is `published`, and nothing else."""

    AWAITING_CONFIRMATION = "awaiting_confirmation", _("attend la confirmation de l’adresse")
    HELD = "held", _("attend d’être lu")
    PUBLISHED = "published", _("publié")
    REFUSED = "refused", _("refusé")
    REMOVED = "removed", _("retiré")


class HeldFor(models.TextChoices):
    """Why a comment is read before it appears."""

    NO_ACCOUNT = "no_account", _("écrit sans compte")
    UNVERIFIED = "unverified", _("adresse du compte pas encore confirmée")
    LINK = "link", _("contient un lien")
    CONTACT = "contact", _("contient une adresse e-mail ou un numéro de téléphone")
    CAPITALS = "capitals", _("écrit tout en majuscules")


class Verb(models.TextChoices):
    """What happened to a comment; the past participle is what the history shows."""

    WRITTEN = "written", _("écrit")
    CONFIRMED = "confirmed", _("confirmé")
    PUBLISHED = "published", _("publié")
    REFUSED = "refused", _("refusé")
    REMOVED = "removed", _("retiré")
    ANSWERED = "answered", _("répondu")
