from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.councils import querysets, validators
from participation.councils.enums import RequestState
from participation.councils.models.councils import Council


class JoinRequest(models.Model):
    """Somebody asks to sit. The two texts and the person leave with time; that one was asked and answered stays."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="requests", verbose_name=_("conseil"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="council_requests", verbose_name=_("compte")
    )
    motivation = models.TextField(
        _("pourquoi ce conseil"), max_length=2000, blank=True, validators=[validators.validate_text]
    )
    state = models.CharField(_("état"), max_length=12, choices=RequestState.choices, default=RequestState.WAITING)
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    answer_by = models.DateField(_("réponse au plus tard le"))
    settled_at = models.DateTimeField(_("réglée le"), null=True, blank=True)
    reason = models.TextField(_("raison du refus"), max_length=500, blank=True, validators=[validators.validate_text])

    objects = querysets.JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("demande pour siéger")
        verbose_name_plural = _("demandes pour siéger")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="joinrequest_state_known"),
            models.UniqueConstraint(
                fields=["council", "user"],
                condition=Q(state=RequestState.WAITING),
                name="joinrequest_one_waiting",
                violation_error_message=_("Une demande de votre part attend déjà une réponse."),
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.WAITING, settled_at__isnull=True)
                | (~Q(state=RequestState.WAITING) & Q(settled_at__isnull=False)),
                name="joinrequest_settled_has_instant",
            ),
        ]

    def get_desk_url(self) -> str:
        """Reads its council: select it with the request."""
        return reverse("councils:desk-request", args=[self.council.slug, self.pk])

    def __str__(self):
        return f"{self.council} : {self.get_state_display()}"
