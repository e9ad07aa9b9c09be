from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """What can be found of one public thing. Made from its row by `services.refresh`, never edited.

    `title_words` and `words` hold what the normaliser made of the texts; each database keeps its own index of these
    two columns (`engines/tables.py`), which follows them by itself.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("type"))
    object_id = models.PositiveBigIntegerField(_("identifiant"))
    kind = models.CharField(_("sorte"), max_length=40)
    title = models.CharField(_("titre"), max_length=250)
    text = models.TextField(_("début du texte"), blank=True)
    url = models.CharField(_("adresse"), max_length=300)
    reference = models.CharField(_("référence"), max_length=30, blank=True)
    day = models.DateField(_("jour"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=250, blank=True)
    title_words = models.TextField(_("mots du titre"), blank=True)
    words = models.TextField(_("mots"), blank=True)

    class Meta:
        verbose_name = _("entrée de la recherche")
        verbose_name_plural = _("entrées de la recherche")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="search_entry_once"),
            models.CheckConstraint(condition=~models.Q(url=""), name="search_entry_has_address"),
        ]
        indexes = [
            models.Index(fields=["reference"], name="search_reference", condition=~models.Q(reference="")),
        ]

    def __str__(self):
        return self.title
