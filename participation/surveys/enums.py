from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("un choix")
    SCALE = "scale", _("note de 1 à 5")
    TEXT = "text", _("réponse libre")


class Phase(models.TextChoices):
    """Where a survey stands on a given day. Computed from its two days, never stored."""

    COMING = "coming", _("à venir")
    OPEN = "open", _("ouverte")
    CLOSED = "closed", _("close")


class SurveyVerb(models.TextChoices):
    """What happened to a survey; the past participle is what the history shows."""

    CREATED = "created", _("créée")
    CHANGED = "changed", _("modifiée")
    PUBLISHED = "published", _("publiée")
    WITHDRAWN = "withdrawn", _("retirée du site")
    OUTCOME = "outcome", _("suivie d’une décision")
