"""The one official answer of a comment, what it said before it was corrected, and who was asked to give it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.enums import Role
from participation.base.history import WrittenOnce
from participation.comments.models.comments import PublicComment


class OfficialAnswer(models.Model):
    """One per comment, as it reads today. `service` is the signature as it was that day, whatever the partner is
    called later; `working_days` how long it took, closures out, counted the day it was given."""

    comment = models.OneToOneField(
        PublicComment, models.CASCADE, related_name="official_answer", verbose_name=_("commentaire")
    )
    text = models.TextField(_("réponse"))
    service = models.CharField(_("signée par"), max_length=200)
    partner = models.ForeignKey(
        "territory.Partner", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("partenaire")
    )
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("écrite par")
    )
    role = models.CharField(_("en tant que"), max_length=30, choices=Role.choices)
    at = models.DateTimeField(_("le"), default=timezone.now)
    working_days = models.PositiveIntegerField(_("jours ouvrés"), default=0)
    corrected_at = models.DateTimeField(_("corrigée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réponse officielle")
        verbose_name_plural = _("réponses officielles")
        indexes = [models.Index(fields=["at"], name="officialanswer_at")]
        constraints = [
            models.CheckConstraint(condition=~Q(service="") & ~Q(text=""), name="officialanswer_signed"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="officialanswer_role_known"),
        ]

    def __str__(self):
        return self.service


class AnswerVersion(WrittenOnce):
    """What an answer said until it was corrected, and who had written that."""

    answer = models.ForeignKey(
        OfficialAnswer, models.CASCADE, related_name="versions", verbose_name=_("réponse officielle")
    )
    text = models.TextField(_("réponse"))
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("écrite par")
    )
    role = models.CharField(_("en tant que"), max_length=30, choices=Role.choices)
    at = models.DateTimeField(_("le"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("ancienne version d’une réponse")
        verbose_name_plural = _("anciennes versions des réponses")
        constraints = [models.CheckConstraint(condition=Q(role__in=Role.values), name="answerversion_role_known")]

    def __str__(self):
        return f"{self.answer_id} {self.at:%Y-%m-%d}"


class Reassignment(WrittenOnce):
    """Somebody else was asked to answer: a partner, a service of the city, or the city as a whole (neither)."""

    comment = models.ForeignKey(
        PublicComment, models.CASCADE, related_name="reassignments", verbose_name=_("commentaire")
    )
    partner = models.ForeignKey(
        "territory.Partner", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("partenaire")
    )
    service = models.CharField(_("service"), max_length=200, blank=True)
    reason = models.TextField(_("raison"))
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("changement de destinataire")
        verbose_name_plural = _("changements de destinataire")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reassignment_has_reason")]

    def __str__(self):
        return f"{self.comment_id} {self.service}"
