from django.db import models
from django.utils.translation import gettext_lazy as _


class RateBucket(models.Model):
    """How often something was tried in one window of time. The key is hashed: no address is kept in clear."""

    scope = models.CharField(_("portée"), max_length=50)
    hashed_key = models.CharField(_("clé hachée"), max_length=64)
    window_start = models.DateTimeField(_("début de la fenêtre"))
    window_end = models.DateTimeField(_("fin de la fenêtre"), db_index=True)
    count = models.PositiveIntegerField(_("essais"), default=0)

    class Meta:
        verbose_name = _("compteur d’essais")
        verbose_name_plural = _("compteurs d’essais")
        constraints = [
            models.UniqueConstraint(fields=["scope", "hashed_key", "window_start"], name="ratebucket_once"),
        ]

    def __str__(self):
        return f"{self.scope} : {self.count}"
