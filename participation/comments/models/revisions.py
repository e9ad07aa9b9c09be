"""What a comment said before its author changed it, for those who moderate."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.base.history import WrittenOnce
from participation.comments.models.comments import PublicComment


class Revision(WrittenOnce):
    """`at`: until when the comment said this. It goes with the comment, and when its author takes that away."""

    comment = models.ForeignKey(PublicComment, models.CASCADE, related_name="revisions", verbose_name=_("commentaire"))
    text = models.TextField(_("texte"))
    at = models.DateTimeField(_("jusqu’au"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("ancien texte d’un commentaire")
        verbose_name_plural = _("anciens textes des commentaires")

    def __str__(self):
        return f"{self.comment_id} {self.at:%Y-%m-%d}"
