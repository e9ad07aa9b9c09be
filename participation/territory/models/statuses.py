from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.territory import querysets, validators
from participation.territory.enums import StatusKind
from participation.territory.models.quartiers import Quartier


class QuartierStatus(models.Model):
    quartier = models.ForeignKey(Quartier, models.CASCADE, related_name="statuses", verbose_name=_("quartier"))
    kind = models.CharField(_("statut"), max_length=20, choices=StatusKind.choices)
    code = models.CharField(_("code"), max_length=12, blank=True, help_text=_("Code QPV, par exemple QN01320I."))
    label = models.CharField(_("nom officiel"), max_length=200, blank=True)
    from_date = models.DateField(_("depuis le"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = querysets.QuartierStatusQuerySet.as_manager()

    class Meta:
        ordering = ["quartier_id", "-from_date", "id"]
        verbose_name = _("statut de quartier")
        verbose_name_plural = _("statuts de quartier")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StatusKind.values), name="quartierstatus_kind"),
            models.CheckConstraint(
                condition=Q(from_date__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("from_date")),
                name="quartierstatus_ends_after_start",
                violation_error_message=_("La fin précède le début."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="qpv") | ~Q(code=""),
                name="quartierstatus_qpv_has_code",
                violation_error_message=_("Un quartier prioritaire a un code, par exemple QN01320I."),
            ),
        ]

    def __str__(self):
        return f"{self.quartier}, {self.get_kind_display()}"

    def clean(self):
        super().clean()
        validators.validate_status_code(self.kind, self.code)
