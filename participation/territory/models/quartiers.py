import hashlib
import json
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.geo import shapes
from participation.territory import querysets, validators
from participation.territory.models.communes import Commune


def perimeter_mark(slug, perimeter):
    """Forty bits of a digest of one perimeter and whose it is; summed over all quartiers they version the whole map.

    A content mark, not a time: no clock to disagree about, and a row deleted, swapped or restored counts as well.
    """
    if perimeter is None:
        return None
    text = json.dumps([slug, perimeter], sort_keys=True, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:5])


class Quartier(models.Model):
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="quartiers", verbose_name=_("commune"))
    other_communes = models.ManyToManyField(
        Commune, blank=True, related_name="shared_quartiers", verbose_name=_("autres communes")
    )
    name = models.CharField(_("nom"), max_length=160)
    slug = models.SlugField(
        _("adresse"), max_length=160, unique=True, help_text=_("L’identité du quartier : /quartiers/<adresse>/.")
    )
    within = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("se trouve dans"),
        help_text=_("Le quartier prioritaire plus large qui le contient, si un document le dit."),
    )
    population = models.PositiveIntegerField(_("habitants"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("année du chiffre"), null=True, blank=True)
    population_source = models.CharField(_("source du chiffre"), max_length=200, blank=True)
    perimeter = models.JSONField(
        _("périmètre (GeoJSON)"),
        null=True,
        blank=True,
        validators=[validators.validate_perimeter],
        help_text=_("Polygon ou MultiPolygon, en degrés WGS 84. Sans source, laissez vide : aucun tracé."),
    )
    perimeter_source = models.CharField(_("source du périmètre"), max_length=200, blank=True)
    perimeter_changed_at = models.DateTimeField(_("périmètre changé le"), null=True, blank=True, editable=False)
    perimeter_mark = models.BigIntegerField(null=True, editable=False, db_index=True)
    note = models.TextField(
        _("précision"), blank=True, help_text=_("Ce qu’un document dit de ce lieu, sa source avec.")
    )

    objects = querysets.QuartierQuerySet.as_manager()

    class Meta:
        ordering = ["commune__name", "name"]
        verbose_name = _("quartier")
        verbose_name_plural = _("quartiers")
        constraints = [
            models.UniqueConstraint(fields=["commune", "name"], name="quartier_name_per_commune"),
            models.CheckConstraint(
                condition=Q(within__isnull=True) | ~Q(within=F("id")),
                name="quartier_not_within_itself",
                violation_error_message=_("Un quartier ne peut pas se trouver dans lui-même."),
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=False) | Q(population_year__isnull=True),
                name="quartier_year_of_a_figure",
                violation_error_message=_("Une année sans nombre d’habitants ne dit rien : donnez les deux."),
            ),
            models.CheckConstraint(
                condition=Q(perimeter__isnull=True, perimeter_mark__isnull=True)
                | Q(perimeter__isnull=False, perimeter_mark__isnull=False),
                name="quartier_perimeter_has_its_mark",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("quartier", args=[self.slug])

    def clean(self):
        """Keeps of a GeoJSON Feature its geometry alone. The field's own validator has said what is wrong with it."""
        super().clean()
        self._clean_slug()
        self._clean_within()
        if self.perimeter is not None:
            with suppress(shapes.PerimeterError):
                self.perimeter = shapes.validate_perimeter(self.perimeter)
        self._set_mark()

    def save(self, *args, **kwargs):
        """The mark follows the perimeter whoever saves it: every process then sees that its search tree is old."""
        if not {"perimeter", "perimeter_mark", "slug"} & self.get_deferred_fields():
            self._set_mark()
            if {"slug", "perimeter"} & set(kwargs.get("update_fields") or ()):
                kwargs["update_fields"] = {*kwargs["update_fields"], "perimeter_mark", "perimeter_changed_at"}
        super().save(*args, **kwargs)

    def _set_mark(self):
        mark = perimeter_mark(self.slug, self.perimeter)
        if mark != self.perimeter_mark:
            self.perimeter_mark, self.perimeter_changed_at = mark, timezone.now()

    def _clean_slug(self):
        """Its address is public from the first day: `services.rename_slug` alone changes it, leaving a redirect."""
        if self.pk is None:
            return
        published = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if published is not None and published != self.slug:
            raise ValidationError({"slug": _("Cette adresse est publique : elle ne change plus.")})

    def _clean_within(self):
        seen, above = {self.pk}, self.within
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"within": _("Ce quartier se trouverait dans lui-même : vérifiez la chaîne.")})
            seen.add(above.pk)
            above = above.within
