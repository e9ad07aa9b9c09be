from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.history import WrittenOnce
from participation.reports.enums import ClosingAnswer, EventRole, State, Verb
from participation.reports.models.reports import Report
from participation.territory.models import Partner


class ReportEvent(WrittenOnce):
    """A line of history: what, from which state to which, as whom, when. Written once; never free text."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="events", verbose_name=_("signalement"))
    verb = models.CharField(_("événement"), max_length=20, choices=Verb.choices)
    from_state = models.CharField(_("de"), max_length=30, choices=State.choices, blank=True)
    to_state = models.CharField(_("à"), max_length=30, choices=State.choices)
    role = models.CharField(_("rôle"), max_length=30, choices=EventRole.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("qui s’en occupe ensuite"),
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    due_on = models.DateField(_("annoncé pour le"), null=True, blank=True)
    answer = models.CharField(_("est-ce réparé ?"), max_length=10, choices=ClosingAnswer.choices, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("événement d’un signalement")
        verbose_name_plural = _("événements des signalements")
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="reportevent_verb_known"),
            models.CheckConstraint(condition=Q(role__in=EventRole.values), name="reportevent_role_known"),
            models.CheckConstraint(
                condition=Q(to_state__in=State.values) & Q(from_state__in=["", *State.values]),
                name="reportevent_states_known",
            ),
            models.CheckConstraint(
                condition=Q(verb=Verb.CREATE, from_state="") | (~Q(verb=Verb.CREATE) & ~Q(from_state="")),
                name="reportevent_only_creation_from_nothing",
            ),
            models.CheckConstraint(
                condition=Q(verb=Verb.CONFIRM_REPAIR, answer=ClosingAnswer.YES)
                | Q(verb=Verb.CONTEST_REPAIR, answer__in=[ClosingAnswer.HALF, ClosingAnswer.NO])
                | (~Q(verb__in=[Verb.CONFIRM_REPAIR, Verb.CONTEST_REPAIR]) & Q(answer="")),
                name="reportevent_verdict_has_answer",
            ),
            models.CheckConstraint(
                condition=~Q(verb=Verb.PLAN) | Q(due_on__isnull=False), name="reportevent_plan_has_day"
            ),
        ]

    def __str__(self):
        return f"{self.report_id} {self.get_verb_display()}"
