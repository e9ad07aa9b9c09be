from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.base.geo import cells, territories
from participation.territory import querysets, validators
from participation.territory.enums import PartnerKind
from participation.territory.models.partners import Partner
from participation.territory.models.quartiers import Quartier


class Residence(models.Model):
    quartier = models.ForeignKey(Quartier, models.PROTECT, related_name="residences", verbose_name=_("quartier"))
    landlord = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="residences",
        limit_choices_to={"kind": PartnerKind.LANDLORD},
        verbose_name=_("bailleur"),
    )
    name = models.CharField(_("nom"), max_length=160)
    dwellings = models.PositiveIntegerField(_("logements"), null=True, blank=True)
    address = models.CharField(_("adresse postale"), max_length=250, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    cell = models.BigIntegerField(null=True, editable=False, db_index=True)
    on_call_number = models.CharField(
        _("numéro d’astreinte"),
        max_length=30,
        blank=True,
        validators=[validators.validate_phone],
        help_text=_("Le numéro du bailleur à toute heure : ascenseur bloqué, fuite, panne de chauffage."),
    )
    lift_operator = models.CharField(_("ascensoriste"), max_length=120, blank=True)
    lift_operator_phone = models.CharField(
        _("téléphone de l’ascensoriste"), max_length=30, blank=True, validators=[validators.validate_phone]
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = querysets.ResidenceQuerySet.as_manager()

    class Meta:
        ordering = ["quartier_id", "name", "id"]
        verbose_name = _("résidence")
        verbose_name_plural = _("résidences")
        constraints = [
            models.UniqueConstraint(fields=["quartier", "landlord", "name"], name="residence_once_per_landlord"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="residence_point_whole",
                violation_error_message=_("Donnez latitude et longitude, ou aucune des deux."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.landlord.display_name})"

    def clean(self):
        super().clean()
        if self.latitude is None or self.longitude is None or territories.in_france(self.latitude, self.longitude):
            return
        if territories.in_france(self.longitude, self.latitude):
            raise _refused(_("Latitude et longitude sont inversées."), "swapped")
        raise _refused(_("Ce point est hors de France."), "outside")

    def save(self, *args, **kwargs):
        whole = self.latitude is not None and self.longitude is not None
        self.cell = cells.encode(self.latitude, self.longitude) if whole else None
        if {"latitude", "longitude"} & set(kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "cell"}
        super().save(*args, **kwargs)


def _refused(message, code):
    return ValidationError({"latitude": ValidationError(message, code=code)})
