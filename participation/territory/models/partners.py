from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.territory import querysets, validators
from participation.territory.enums import PartnerKind
from participation.territory.models.communes import Commune


class Partner(models.Model):
    name = models.CharField(_("nom"), max_length=200)
    short_name = models.CharField(_("nom court"), max_length=80, blank=True)
    slug = models.SlugField(_("adresse"), max_length=160, unique=True)
    kind = models.CharField(_("nature"), max_length=20, choices=PartnerKind.choices)
    commune = models.ForeignKey(
        Commune, models.SET_NULL, null=True, blank=True, related_name="partners", verbose_name=_("commune")
    )
    fictional = models.BooleanField(_("fictif"), default=False, help_text=_("Inventé pour la démonstration."))
    website = models.URLField(_("site"), blank=True)
    contact_phone = models.CharField(
        _("téléphone"),
        max_length=30,
        blank=True,
        validators=[validators.validate_phone],
        help_text=_("Un numéro de service, jamais celui d’une personne."),
    )

    objects = querysets.PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        constraints = [models.CheckConstraint(condition=Q(kind__in=PartnerKind.values), name="partner_kind")]

    def __str__(self):
        marked = self.fictional and "(démonstration)" not in self.name
        return f"{self.name} (fictif)" if marked else self.name

    @property
    def display_name(self):
        return self.short_name or self.name
