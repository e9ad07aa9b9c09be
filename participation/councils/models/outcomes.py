"""What a council decided and advised, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.councils import querysets, validators
from participation.councils.enums import Answer, DecisionState
from participation.councils.models.councils import Council
from participation.councils.models.meetings import Meeting


class Decision(models.Model):
    """`partner`: who deals with it, or refused it; nobody while it waits or when the council does it itself."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="decisions", verbose_name=_("conseil"))
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("réunion")
    )
    text = models.CharField(_("décision"), max_length=300, validators=[validators.validate_line])
    decided_on = models.DateField(_("décidé le"))
    due_on = models.DateField(_("à faire avant le"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=DecisionState.choices, default=DecisionState.OPEN)
    partner = models.ForeignKey(
        "territory.Partner",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="council_decisions",
        verbose_name=_("partenaire"),
    )
    taken_on = models.DateField(_("pris en charge le"), null=True, blank=True)
    done_on = models.DateField(_("réglée le"), null=True, blank=True)
    outcome = models.CharField(_("ce que c’est devenu"), max_length=300, blank=True,
                               validators=[validators.validate_line])  # fmt: skip

    objects = querysets.DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-id"]
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="decision_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=("done", "refused"), done_on__isnull=False)
                | (Q(state__in=("open", "taken")) & Q(done_on__isnull=True)),
                name="decision_settled_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.TAKEN) | Q(taken_on__isnull=False), name="decision_taken_has_day"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_settled(self) -> bool:
        return self.state in (DecisionState.DONE, DecisionState.REFUSED)


class Opinion(models.Model):
    """An « avis »: what the council asks of an authority, which has a day to answer by."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="opinions", verbose_name=_("conseil"))
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="opinions", verbose_name=_("réunion")
    )
    number = models.PositiveSmallIntegerField(_("numéro"))
    title = models.CharField(_("objet"), max_length=200, validators=[validators.validate_line])
    text = models.TextField(_("texte de l’avis"), blank=True, validators=[validators.validate_text])
    given_on = models.DateField(_("rendu le"))
    votes_for = models.PositiveSmallIntegerField(_("voix pour"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("voix contre"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    addressed_to = models.ForeignKey(
        "territory.Partner", models.PROTECT, related_name="opinions_received", verbose_name=_("adressé à")
    )
    answer_by = models.DateField(_("réponse au plus tard le"))

    class Meta:
        ordering = ["-number"]
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="opinion_number_per_council")]

    def __str__(self):
        return self.title


class Reply(models.Model):
    """What the authority answered to an opinion, in writing."""

    opinion = models.OneToOneField(Opinion, models.CASCADE, related_name="reply", verbose_name=_("avis"))
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer.choices)
    text = models.TextField(_("texte de la réponse"), blank=True, validators=[validators.validate_text])
    replied_on = models.DateField(_("répondu le"))

    class Meta:
        verbose_name = _("réponse à un avis")
        verbose_name_plural = _("réponses aux avis")
        constraints = [models.CheckConstraint(condition=Q(answer__in=Answer.values), name="reply_answer_known")]

    def __str__(self):
        return self.get_answer_display()
