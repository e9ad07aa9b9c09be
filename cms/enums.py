from django.db import models
from django.utils.translation import gettext_lazy as _


class ConventionKind(models.TextChoices):
    CHARTER = "charter", _("charte")
    CONVENTION = "convention", _("convention")
    TERRITORIAL_PROTOCOL = "territorial_protocol", _("protocole territorialisé")
    CITY_CONTRACT = "city_contract", _("contrat de ville")
    TFPB = "tfpb", _("convention d’utilisation de l’abattement de TFPB")
    PARTNERSHIP = "partnership", _("convention de partenariat")


class LifeCycle(models.TextChoices):
    DRAFT = "draft", _("avant-projet")
    VALIDATED = "validated", _("validée")
    RUNNING = "running", _("en cours")
    DONE = "done", _("achevée")
    ABANDONED = "abandoned", _("abandonnée")
    UNSTATED = "unstated", _("non renseigné dans le document")


class FactState(models.TextChoices):
    PROPOSED = "proposed", _("proposé")
    VALIDATED = "validated", _("validé")
    REJECTED = "rejected", _("écarté")


class FactVerb(models.TextChoices):
    CREATED = "created", _("créé")
    PROPOSED = "proposed", _("proposé")
    CHANGED = "changed", _("modifié")
    VALIDATED = "validated", _("validé")
    REJECTED = "rejected", _("écarté")
    DELETED = "deleted", _("supprimé")


class Outcome(models.TextChoices):
    ADOPTED = "adopted", _("adoptée")
    REJECTED = "rejected", _("rejetée")
    DEFERRED = "deferred", _("reportée")
    UNSTATED = "unstated", _("non renseigné dans le document")
