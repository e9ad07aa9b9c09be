from django.db import models
from django.utils.translation import gettext_lazy as _


class StatusKind(models.TextChoices):
    QPV = "qpv", _("quartier prioritaire de la politique de la ville")
    VEILLE_ACTIVE = "veille_active", _("quartier de veille active (statut aboli en 2024)")
    OTHER = "other", _("autre")


class PartnerKind(models.TextChoices):
    STATE = "state", _("État")
    REGION = "region", _("Région")
    DEPARTMENT = "department", _("Département")
    METROPOLIS = "metropolis", _("Métropole, intercommunalité")
    CITY = "city", _("Ville")
    LANDLORD = "landlord", _("Bailleur social")
    FEDERATION = "federation", _("Association de bailleurs")
    POLICE = "police", _("Police, gendarmerie, justice")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Autre")
