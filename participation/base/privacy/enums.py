from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalBasis(models.TextChoices):
    """Why we may hold a datum at all (RGPD, art. 6)."""

    PUBLIC_TASK = "public-task", _("mission d’intérêt public")
    LEGAL_OBLIGATION = "legal-obligation", _("obligation légale")
    CONSENT = "consent", _("consentement")
    CONTRACT = "contract", _("contrat")
    LEGITIMATE_INTEREST = "legitimate-interest", _("intérêt légitime")


class FinalFate(models.TextChoices):
    ERASED = "erased", _("effacé")
    ANONYMISED = "anonymised", _("anonymisé")
    ARCHIVED = "archived", _("versé aux archives publiques")
