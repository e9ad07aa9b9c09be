import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.councils import querysets, validators
from participation.councils.enums import MeetingKind, MeetingState
from participation.councils.models.councils import Council
from participation.councils.wording import clock


def new_uid() -> str:
    """For calendars, for ever the same: no host name in it, which may change (RFC 7986, 5.3)."""
    return str(uuid.uuid4())


class Meeting(models.Model):
    """A meeting of a council, or an open event of a commune when it has no council."""

    commune = models.ForeignKey("territory.Commune", models.PROTECT, related_name="meetings", verbose_name=_("commune"))
    council = models.ForeignKey(
        Council, models.CASCADE, null=True, blank=True, related_name="meetings", verbose_name=_("conseil")
    )
    quartiers = models.ManyToManyField(
        "territory.Quartier", blank=True, related_name="meetings", verbose_name=_("quartiers")
    )
    kind = models.CharField(_("nature"), max_length=20, choices=MeetingKind.choices, default=MeetingKind.COUNCIL)
    title = models.CharField(_("titre"), max_length=160, validators=[validators.validate_line])
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True, validators=[validators.validate_line])
    access = models.TextField(
        _("accès"),
        max_length=1000,
        blank=True,
        validators=[validators.validate_text],
        help_text=_("Fauteuil, boucle magnétique, garde d’enfants, interprète."),
    )
    agenda = models.TextField(
        _("ordre du jour"),
        max_length=4000,
        blank=True,
        validators=[validators.validate_text],
        help_text=_("Un point par ligne."),
    )
    is_open = models.BooleanField(_("ouverte à tous"), default=True)
    state = models.CharField(_("état"), max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED)
    cancel_reason = models.CharField(
        _("pourquoi elle est annulée"), max_length=300, blank=True, validators=[validators.validate_line]
    )
    uid = models.CharField(_("identifiant d’agenda"), max_length=60, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(_("version pour les agendas"), default=0, editable=False)
    created_at = models.DateTimeField(_("écrite le"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changée le"), default=timezone.now, editable=False)

    objects = querysets.MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("réunion")
        verbose_name_plural = _("réunions")
        indexes = [
            models.Index(fields=["starts_at", "id"], name="meeting_agenda"),
            models.Index(fields=["council", "starts_at"], name="meeting_council_agenda"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MeetingKind.values), name="meeting_kind_known"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("La fin précède le début."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_a_title"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """A council's meeting stands under its council. Reads `council`: select it with the meeting."""
        if self.council_id is None:
            return reverse("councils:event", args=[self.pk])
        return reverse("councils:meeting", args=[self.council.slug, self.pk])

    @property
    def ics_url(self) -> str:
        if self.council_id is None:
            return reverse("councils:event-ics", args=[self.pk])
        return reverse("councils:meeting-ics", args=[self.council.slug, self.pk])

    @property
    def hour(self) -> str:
        """« 18 h 30 », in the portal's time zone."""
        return clock(self.starts_at)

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED

    @property
    def agenda_items(self) -> list[str]:
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]
