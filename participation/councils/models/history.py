from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.history import WrittenOnce
from participation.councils.enums import ActorRole, Verb
from participation.councils.models.councils import Council
from participation.councils.models.meetings import Meeting
from participation.councils.models.outcomes import Decision
from participation.councils.models.requests import JoinRequest


class CouncilEvent(WrittenOnce):
    """What happened, in which role, when. Written once; never free text."""

    council = models.ForeignKey(Council, models.CASCADE, null=True, related_name="events", verbose_name=_("conseil"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="events", verbose_name=_("réunion"))
    request = models.ForeignKey(
        JoinRequest, models.CASCADE, null=True, related_name="events", verbose_name=_("demande")
    )
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, related_name="events", verbose_name=_("décision"))
    verb = models.CharField(_("événement"), max_length=12, choices=Verb.choices)
    role = models.CharField(_("en tant que"), max_length=20, choices=ActorRole.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("événement d’un conseil")
        verbose_name_plural = _("événements des conseils")
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="councilevent_verb_known"),
            models.CheckConstraint(condition=Q(role__in=ActorRole.values), name="councilevent_role_known"),
        ]

    def __str__(self):
        return self.get_verb_display()
