"""What people write beside a page, and what happened to it.

The base model is django-comments-xtd's. Of its own logic nothing is used: its `parent_id`, `order` and `nested_count`
(which lose count under concurrent replies) stay at their defaults, threads are `reply_to`, at most two levels.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from participation.accounts.enums import Role
from participation.base.history import WrittenOnce
from participation.comments import querysets
from participation.comments.enums import BadgeKind, State, Verb
from participation.moderation.enums import Rule


class PublicComment(XtdComment):
    """`user_name` is what somebody without an account chose to be called; never an address (see `signature`)."""

    state = models.CharField(_("état"), max_length=30, choices=State.choices)
    reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies", verbose_name=_("répond à")
    )
    commune = models.ForeignKey(
        "territory.Commune", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    partner = models.ForeignKey(
        "territory.Partner",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partenaire qui doit répondre"),
    )
    held_for = models.CharField(_("retenu parce que"), max_length=20, choices=Rule.choices, blank=True)
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    settled_at = models.DateTimeField(
        _("réglé le"), null=True, blank=True, help_text=_("Répondu, refusé ou retiré : l’adresse ne sert plus à rien.")
    )
    service = models.CharField(
        _("service qui doit répondre"),
        max_length=200,
        blank=True,
        help_text=_("Quand un agent l’a confié à un service ; sinon le partenaire, ou la Ville."),
    )
    answer_by = models.DateField(_("réponse attendue au plus tard le"), null=True, blank=True)
    refusal_reason = models.TextField(_("raison du refus ou du retrait"), blank=True)
    support = models.PositiveIntegerField(
        _("soutiens"), default=0, editable=False, help_text=_("Compté avec chaque soutien, dans la même transaction.")
    )
    badge = models.CharField(_("fonction de l’auteur"), max_length=10, choices=BadgeKind.choices, blank=True)
    badge_label = models.CharField(
        _("fonction affichée"), max_length=200, blank=True, help_text=_("Telle qu’elle était ce jour-là.")
    )
    edited_at = models.DateTimeField(_("modifié le"), null=True, blank=True)
    token = models.UUIDField(_("jeton d’envoi"), null=True, blank=True, unique=True, editable=False)

    objects = querysets.CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("commentaire")
        verbose_name_plural = _("commentaires")
        indexes = [
            models.Index(fields=["state", "answer_by"], name="comment_state_due"),
            models.Index(fields=["commune", "state"], name="comment_commune_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state_known"),
            models.CheckConstraint(
                condition=Q(held_for="") | Q(held_for__in=Rule.values), name="comment_held_for_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False),
                name="comment_published_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | ~Q(refusal_reason=""), name="comment_refused_has_reason"
            ),
            models.CheckConstraint(condition=Q(badge="") | Q(badge__in=BadgeKind.values), name="comment_badge_known"),
            models.CheckConstraint(
                condition=Q(badge="", badge_label="") | ~Q(badge="") & ~Q(badge_label=""), name="comment_badge_said"
            ),
        ]

    def __str__(self):
        return f"{_('commentaire')} {self.pk}"

    def save(self, *args, **kwargs):
        """Past the base model's own `save`, which numbers threads and loses count when people reply at once."""
        super(XtdComment, self).save(*args, **kwargs)


class CommentEvent(WrittenOnce):
    """History of a comment: what, from which state to which, in which role. Written once; never free text."""

    comment = models.ForeignKey(PublicComment, models.CASCADE, related_name="events", verbose_name=_("commentaire"))
    verb = models.CharField(_("événement"), max_length=10, choices=Verb.choices)
    from_state = models.CharField(_("de"), max_length=30, choices=State.choices, blank=True)
    to_state = models.CharField(_("à"), max_length=30, choices=State.choices)
    role = models.CharField(_("en tant que"), max_length=30, choices=Role.choices)
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("événement d’un commentaire")
        verbose_name_plural = _("événements des commentaires")
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="commentevent_verb_known"),
            models.CheckConstraint(condition=Q(to_state__in=State.values), name="commentevent_state_known"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="commentevent_role_known"),
        ]

    def __str__(self):
        return f"{self.comment_id} {self.get_verb_display()}"
