"""What can be deleted: texts, photos, and how to reach the person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.media.storages import private_storage, public_storage, random_name
from participation.reports.enums import Moment, TextKind
from participation.reports.models.history import ReportEvent
from participation.reports.models.reports import Report
from participation.territory.models import Partner


class ReportText(models.Model):
    """`event`: the line of history this text goes with, if any."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts", verbose_name=_("signalement"))
    event = models.ForeignKey(
        ReportEvent, models.CASCADE, null=True, blank=True, related_name="texts", verbose_name=_("événement")
    )
    kind = models.CharField(_("nature"), max_length=20, choices=TextKind.choices)
    body = models.TextField(_("texte"))
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("de la part de")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("écrit par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("texte d’un signalement")
        verbose_name_plural = _("textes des signalements")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TextKind.values), name="reporttext_kind_known"),
            models.CheckConstraint(condition=~Q(body=""), name="reporttext_says_something"),
        ]

    def __str__(self):
        return f"{self.report_id} {self.get_kind_display()}"


class ReportPhoto(models.Model):
    """The picture stays private; `public_name` is its published copy while there is one."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="photos", verbose_name=_("signalement"))
    file = models.FileField(_("photo"), storage=private_storage, upload_to=random_name, max_length=120)
    public_name = models.CharField(_("copie publique"), max_length=120, blank=True, editable=False)
    moment = models.CharField(_("moment"), max_length=10, choices=Moment.choices, default=Moment.BEFORE)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("photo d’un signalement")
        verbose_name_plural = _("photos des signalements")
        constraints = [
            models.CheckConstraint(condition=Q(moment__in=Moment.values), name="reportphoto_moment_known"),
            models.CheckConstraint(condition=~Q(file=""), name="reportphoto_has_file"),
        ]

    def __str__(self):
        return f"{self.report_id} {self.get_moment_display()}"

    @property
    def public_url(self) -> str:
        """Empty while it is not published."""
        return public_storage().url(self.public_name) if self.public_name else ""


class ReportContact(models.Model):
    """How to reach who reported: an account, or an address. Gone a year after the report is closed."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="contact", verbose_name=_("signalement"))
    email = models.EmailField(_("adresse e-mail"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="report_contacts",
        verbose_name=_("compte"),
    )
    confirmed_at = models.DateTimeField(_("adresse confirmée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact d’un signalement")
        verbose_name_plural = _("contacts des signalements")
        indexes = [models.Index(fields=["email"], name="reportcontact_email")]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(email="") & Q(user__isnull=True)) | Q(email="", user__isnull=False),
                name="reportcontact_address_or_account",
            ),
        ]

    def __str__(self):
        return f"{self.report_id}"

    @property
    def address(self) -> str:
        """Where to write; empty until it is confirmed. `user` is read: select it."""
        if self.confirmed_at is None:
            return ""
        return self.user.email if self.user_id else self.email
