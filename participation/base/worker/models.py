from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """One row per running worker, renewed every few seconds: how the others know that it is alive."""

    worker_id = models.CharField(_("identifiant"), max_length=64, unique=True)
    started_at = models.DateTimeField(_("démarré le"), default=timezone.now)
    beat_at = models.DateTimeField(_("dernier signe"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("signe de vie")
        verbose_name_plural = _("signes de vie")

    def __str__(self):
        return self.worker_id


class ScheduleEntry(models.Model):
    """When a registered schedule ran and runs next. The row is also the lock: whoever moves `next_run_at` runs it."""

    name = models.CharField(_("nom"), max_length=100, unique=True)
    last_run_at = models.DateTimeField(_("dernier passage"), null=True, blank=True)
    next_run_at = models.DateTimeField(_("prochain passage"))
    last_error = models.CharField(_("dernière erreur"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("travail planifié")
        verbose_name_plural = _("travaux planifiés")

    def __str__(self):
        return self.name
