"""When one may write about an object, and what was retained of what people wrote."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.enums import Role
from participation.base.history import WrittenOnce
from participation.comments.enums import DiscussionVerb


class DiscussionQuerySet(models.QuerySet):
    def about(self, target):
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return self.filter(content_type_id=kind.pk, object_pk=str(target.pk))

    def closed(self, at):
        return self.filter(closes_at__lte=at)

    def to_tell(self, at):
        """Closed, with an outcome nobody was sent."""
        return self.closed(at).filter(told_at__isnull=True).exclude(outcome="")

    def to_sum_up(self, at):
        """Closed, and nobody wrote what was retained."""
        return self.closed(at).filter(outcome="")


class Discussion(models.Model):
    """One per object, where somebody set dates or wrote the outcome. It is open from `opens_at`, until `closes_at`
    without that instant; without one of them it has no beginning, or no end. `commune`: whose staff may change it.

    `told_at`: when the outcome went to those who took part.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("sorte d’objet"))
    object_pk = models.CharField(_("clé de l’objet"), max_length=64)
    commune = models.ForeignKey(
        "territory.Commune", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    opens_at = models.DateTimeField(_("ouvre le"), null=True, blank=True)
    closes_at = models.DateTimeField(_("ferme le"), null=True, blank=True)
    outcome = models.TextField(_("ce qui a été retenu"), blank=True)
    outcome_at = models.DateTimeField(_("bilan écrit le"), null=True, blank=True)
    told_at = models.DateTimeField(_("bilan envoyé le"), null=True, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        indexes = [models.Index(fields=["closes_at"], name="discussion_closes")]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_pk"], name="discussion_one_per_object"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="discussion_closes_after_it_opens",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True) | ~Q(outcome="") & Q(outcome_at__isnull=False),
                name="discussion_outcome_dated",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | ~Q(outcome=""), name="discussion_told_what_is_written"
            ),
        ]

    def __str__(self):
        return f"{self.content_type_id} {self.object_pk}"


class DiscussionEvent(WrittenOnce):
    """History of a discussion: what, in which role. Written once; never free text."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="events", verbose_name=_("discussion"))
    verb = models.CharField(_("événement"), max_length=10, choices=DiscussionVerb.choices)
    role = models.CharField(_("en tant que"), max_length=30, choices=Role.choices, blank=True)
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("événement d’une discussion")
        verbose_name_plural = _("événements des discussions")
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=DiscussionVerb.values), name="discussionevent_verb_known"),
            models.CheckConstraint(condition=Q(role="") | Q(role__in=Role.values), name="discussionevent_role_known"),
        ]

    def __str__(self):
        return f"{self.discussion_id} {self.get_verb_display()}"
