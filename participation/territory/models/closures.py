import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _p
from django.utils.translation import gettext_lazy as _

from participation.base.text import dates
from participation.territory import querysets
from participation.territory.models.communes import Commune

LONGEST_DAYS = 92
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class Closure(models.Model):
    """Days on which a commune, or all of them, answers nobody: promised delays stand still. Both ends are in it."""

    commune = models.ForeignKey(
        Commune,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("commune"),
        help_text=_("Vide : pour toutes les communes."),
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), help_text=_("Dernier jour de fermeture."))
    reason = models.CharField(
        _("raison"), max_length=120, help_text=_("Montrée au public, par exemple « fermeture du service ».")
    )

    objects = querysets.ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "id"]
        verbose_name = _("fermeture")
        verbose_name_plural = _("fermetures")
        indexes = [models.Index(fields=["ends_on"], name="closure_ends")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="closure_ends_after_start",
                violation_error_message=_("La fin précède le début."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="closure_has_reason"),
        ]

    def __str__(self):
        return dates.period(self.starts_on, self.ends_on)

    def clean(self):
        super().clean()
        if any(unicodedata.category(one) in _UNSHOWN for one in self.reason):
            raise ValidationError({"reason": _p("Ce texte contient un caractère invisible. Réécrivez-le au clavier.")})
        if not (self.starts_on and self.ends_on):
            return
        if self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _p("La fin précède le début.")})
        for name in ("starts_on", "ends_on"):
            if not EARLIEST <= getattr(self, name) <= LATEST:
                raise ValidationError({name: _p("Vérifiez l’année.")})
        if (self.ends_on - self.starts_on).days >= LONGEST_DAYS:
            too_long = _p("Une fermeture dure %(days)s jours au plus. Au-delà, dites-le autrement aux habitants.")
            raise ValidationError({"ends_on": too_long % {"days": LONGEST_DAYS}})
        other = Closure.objects.exclude(pk=self.pk).meeting(self.commune_id, self.starts_on, self.ends_on).first()
        if other is not None:
            met = _p("Ces jours en croisent d’autres, déjà notés : %(period)s (%(where)s). Changez plutôt cette ligne.")
            where = other.commune.name if other.commune_id else _p("toutes les communes")
            raise ValidationError({"starts_on": met % {"period": other, "where": where}})
