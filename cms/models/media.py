from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from participation.base.media.storages import random_name


class Licence(models.TextChoices):
    LO_2 = "lo-2.0", _("Licence Ouverte 2.0")
    CC_BY_4 = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA_4 = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC0 = "cc0-1.0", "CC0 1.0"
    RESERVED = "reserved", _("Tous droits réservés")


class PortalImage(AbstractImage):
    """A picture with what the law and the reader need beside it: a description, an author, a licence."""

    alt_text = models.CharField(
        _("texte de remplacement"),
        max_length=250,
        help_text=_("Ce que la photo montre, pour qui ne la voit pas."),
    )
    credit = models.CharField(_("crédit"), max_length=160, help_text=_("Auteur ou service."))
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.RESERVED)

    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "credit",
        "licence",
        "collection",
        "tags",
        *[f"focal_point_{name}" for name in ("x", "y", "width", "height")],
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = Image._meta.permissions

    def get_upload_to(self, filename):
        """A name that tells nothing of whose camera or folder the picture came from."""
        return f"original_images/{random_name(self, filename)}"

    def _set_image_file_metadata(self):
        """Wagtail leaves the stored file open behind it."""
        super()._set_image_file_metadata()
        if self.file._committed:
            self.file.close()

    @property
    def default_alt_text(self):
        return self.alt_text


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PortalDocument(AbstractDocument):
    credit = models.CharField(_("auteur"), max_length=160, blank=True, help_text=_("Service ou organisme."))
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.LO_2)

    admin_form_fields = ("title", "file", "credit", "licence", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = pgettext_lazy("fichier", "document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
