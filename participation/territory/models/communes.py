from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.territory import validators


class Commune(models.Model):
    code = models.CharField(
        _("code"),
        max_length=6,
        unique=True,
        validators=[validators.validate_commune_code],
        help_text=_("Début des références, par exemple MAR pour MAR-26-000123. Ne change plus ensuite."),
    )
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    insee_code = models.CharField(
        _("code INSEE"),
        max_length=5,
        unique=True,
        validators=[validators.validate_insee_code],
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("commune")
        verbose_name_plural = _("communes")

    def __str__(self):
        return self.name
