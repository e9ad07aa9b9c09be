from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.reports import querysets
from participation.reports.enums import CLOSED, DONE, UNTOUCHED, Channel, State, Visibility
from participation.reports.models.categories import Category
from participation.territory.models import Commune, Partner, Quartier, Residence

_UNACKNOWLEDGED = sorted(UNTOUCHED | {State.DUPLICATE})


class Report(models.Model):
    """A problem at a place. The state says what becomes of it, the visibility who may read it.

    `place` is what the reporter typed: like texts and photos it is public only once somebody has read it
    (`text_published`), in the words of `shown_place` where these are given; who reads may also leave all of it
    unpublished (`text_withheld`). Category, quartier, residence, state and day are public as soon as the report is.
    """

    reference = models.CharField(_("référence"), max_length=20, unique=True, editable=False)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="reports", verbose_name=_("commune"))
    quartier = models.ForeignKey(
        Quartier, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("quartier")
    )
    residence = models.ForeignKey(
        Residence, models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("résidence")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("qui s’en occupe")
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="reports", verbose_name=_("catégorie"))
    title = models.CharField(_("titre"), max_length=120, blank=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    shown_place = models.CharField(_("lieu publié"), max_length=200, null=True, blank=True)  # noqa: DJ001 - empty is a choice
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    cell = models.BigIntegerField(null=True, editable=False, db_index=True)
    state = models.CharField(_("état"), max_length=30, choices=State.choices)
    state_since = models.DateTimeField(_("dans cet état depuis le"))
    visibility = models.CharField(
        _("visibilité"), max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    wants_public = models.BooleanField(_("publication voulue"), default=True)
    text_published = models.BooleanField(_("texte et photos publiés"), default=False)
    text_withheld = models.BooleanField(_("texte et photos lus, non publiés"), default=False)
    channel = models.CharField(_("reçu par"), max_length=10, choices=Channel.choices, default=Channel.WEB)
    reported_at = models.DateTimeField(_("signalé le"), default=timezone.now)
    acknowledged_at = models.DateTimeField(_("pris en charge le"), null=True, blank=True)
    planned_for = models.DateField(_("prévu le"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("dit réparé le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)
    acknowledge_by = models.DateField(_("réponse au plus tard le"), null=True, blank=True)
    resolve_by = models.DateField(_("réparation au plus tard le"), null=True, blank=True)
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique where there is one

    objects = querysets.ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        indexes = [
            models.Index(fields=["visibility", "-id"], name="report_public_newest"),
            models.Index(fields=["quartier", "visibility", "-id"], name="report_quartier_newest"),
            models.Index(fields=["category", "visibility", "-id"], name="report_category_newest"),
            models.Index(fields=["visibility", "-state_since"], name="report_latest_answers"),
            models.Index(fields=["commune", "state", "resolve_by"], name="report_desk"),
            models.Index(fields=["partner", "state", "resolve_by"], name="report_desk_partner"),
            models.Index(fields=["visibility", "reported_at"], name="report_figures"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="report_visibility_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="report_channel_known"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, cell__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    cell__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="report_point_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.AWAITING_CONFIRMATION)
                | Q(visibility=Visibility.PRIVATE, acknowledge_by__isnull=True, resolve_by__isnull=True),
                name="report_unconfirmed_is_private",
            ),
            models.CheckConstraint(
                condition=Q(state=State.AWAITING_CONFIRMATION)
                | Q(acknowledge_by__isnull=False, resolve_by__isnull=False),
                name="report_received_has_deadlines",
            ),
            models.CheckConstraint(
                condition=~Q(visibility=Visibility.PUBLIC) | Q(wants_public=True), name="report_public_is_wanted"
            ),
            models.CheckConstraint(
                condition=Q(text_published=False) | Q(visibility=Visibility.PUBLIC), name="report_text_needs_public"
            ),
            models.CheckConstraint(
                condition=Q(text_published=False) | Q(text_withheld=False), name="report_text_shown_or_withheld"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_UNACKNOWLEDGED) | Q(acknowledged_at__isnull=False),
                name="report_handled_is_acknowledged",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PLANNED) | Q(planned_for__isnull=False), name="report_planned_has_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(DONE), resolved_at__isnull=False)
                | (~Q(state__in=sorted(DONE)) & Q(resolved_at__isnull=True)),
                name="report_done_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | (~Q(state__in=sorted(CLOSED)) & Q(closed_at__isnull=True)),
                name="report_closed_has_instant",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.reference])

    @property
    def awaits_reading(self) -> bool:
        """The same answer as `querysets.UNREAD`: wanted in public, and not read yet."""
        return (
            self.wants_public
            and not (self.text_published or self.text_withheld)
            and self.visibility != Visibility.HIDDEN
        )

    @property
    def headline(self) -> str:
        """The public wording an agent gave it, else its category. `category` is read: select it."""
        return self.title or self.category.label

    @property
    def public_place(self) -> str:
        """What anyone may know of the place: what was typed only once it was read, as who read it left it."""
        shown = self.place if self.shown_place is None else self.shown_place
        if self.text_published and shown:
            return shown
        return self.residence.name if self.residence_id else ""


class ReferenceCounter(models.Model):
    """The last number given in a commune in a year. Gaps are fine, doubles are not."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="+", verbose_name=_("commune"))
    year = models.PositiveSmallIntegerField(_("année"))
    last = models.PositiveIntegerField(_("dernier numéro"), default=0)

    objects = querysets.ReferenceCounterQuerySet.as_manager()

    class Meta:
        verbose_name = _("compteur de références")
        verbose_name_plural = _("compteurs de références")
        constraints = [models.UniqueConstraint(fields=["commune", "year"], name="referencecounter_once")]

    def __str__(self):
        return f"{self.commune_id}/{self.year} : {self.last}"
