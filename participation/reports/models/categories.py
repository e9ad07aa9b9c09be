from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.reports import querysets


class Category(models.Model):
    """A kind of problem: its tile in the form, and the delays it promises, in working days."""

    key = models.SlugField(_("clé"), max_length=40, unique=True)
    label = models.CharField(_("nom"), max_length=80)
    icon = models.SlugField(_("dessin"), max_length=40, help_text=_("Nom d’un dessin de static/icons.svg."))
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    acknowledge_days = models.PositiveSmallIntegerField(
        _("jours ouvrés pour dire qui s’en occupe"), default=2, validators=[MinValueValidator(1)]
    )
    resolve_days = models.PositiveSmallIntegerField(
        _("jours ouvrés pour réparer"), default=15, validators=[MinValueValidator(1)]
    )
    landlord = models.BooleanField(
        _("affaire du bailleur"), default=False, help_text=_("Dans une résidence, va d’abord à son bailleur.")
    )
    urgent = models.BooleanField(
        _("numéro d’urgence d’abord"), default=False, help_text=_("Le formulaire montre d’abord qui appeler.")
    )
    redirects = models.BooleanField(
        _("pas ici"), default=False, help_text=_("Le formulaire dit à qui s’adresser et n’enregistre rien.")
    )
    advice = models.TextField(_("conseil"), blank=True)
    active = models.BooleanField(_("proposée"), default=True)

    objects = querysets.CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("catégorie de signalement")
        verbose_name_plural = _("catégories de signalement")
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledge_days__gte=1, resolve_days__gte=1), name="category_days_promised"
            ),
        ]

    def __str__(self):
        return self.label
