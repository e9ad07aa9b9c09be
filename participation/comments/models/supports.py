"""Who supports a comment: one per person."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.comments.models.comments import PublicComment


class Support(models.Model):
    """Without `user`: somebody who left; the row stays so that `PublicComment.support` always counts the rows."""

    comment = models.ForeignKey(PublicComment, models.CASCADE, related_name="supports", verbose_name=_("commentaire"))
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("soutien")
        verbose_name_plural = _("soutiens")
        constraints = [
            models.UniqueConstraint(fields=["comment", "user"], name="support_once"),
        ]

    def __str__(self):
        return f"{self.comment_id}"
