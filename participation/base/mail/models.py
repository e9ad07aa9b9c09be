from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.mail.enums import MailStatus
from participation.base.mail.querysets import BounceQuerySet, OutboxQuerySet


class OutboxMessage(models.Model):
    """One mail to one person, written in the transaction of what it tells about and sent by the worker.

    `key` names the event (« report-412-received »), never a person: it outlives the content, so that the same event
    never mails twice. `message_id` follows from the key: should a worker die between sending and noting it, the mail
    sent again carries the same Message-ID and mail readers show it once.
    """

    key = models.CharField(_("clé"), max_length=200, unique=True)
    to = models.EmailField(_("destinataire"), blank=True)
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    text = models.TextField(_("texte"), blank=True)
    html = models.TextField(_("version HTML"), blank=True)
    headers = models.JSONField(_("en-têtes"), default=dict, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=255, editable=False)
    module = models.CharField(_("module"), max_length=50, blank=True)
    created_at = models.DateTimeField(_("écrit le"), default=timezone.now, editable=False)
    not_before = models.DateTimeField(_("pas avant le"), null=True, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=MailStatus.choices, default=MailStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    next_attempt_at = models.DateTimeField(_("prochain essai"), default=timezone.now)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    last_error = models.CharField(_("dernière erreur"), max_length=500, blank=True)
    purged_at = models.DateTimeField(_("contenu effacé le"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], name="outbox_pending", condition=Q(status=MailStatus.PENDING)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MailStatus.values), name="outbox_status_known"),
            models.CheckConstraint(condition=~Q(key=""), name="outbox_key_not_empty"),
            models.CheckConstraint(
                condition=Q(status=MailStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MailStatus.SENT) & Q(sent_at__isnull=True)),
                name="outbox_sent_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(status=MailStatus.PENDING) | (~Q(to="") & Q(purged_at__isnull=True)),
                name="outbox_pending_has_recipient",
            ),
        ]

    def __str__(self):
        return self.key


class Bounce(models.Model):
    """A mail that came back from an address. `reference` names the return, so that it counts once.

    Only a hard one (no such mailbox) counts against the address; a full mailbox or a slow server does not.
    """

    address = models.EmailField(_("adresse e-mail"))
    at = models.DateTimeField(_("le"), default=timezone.now, db_index=True)
    hard = models.BooleanField(_("définitif"))
    status = models.CharField(_("code"), max_length=12, blank=True)
    reference = models.CharField(_("référence"), max_length=64, unique=True)

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel revenu")
        verbose_name_plural = _("courriels revenus")
        indexes = [models.Index(fields=["address", "at"], name="bounce_by_address")]

    def __str__(self):
        return f"{_('retour')} {self.pk}"


class PausedAddress(models.Model):
    """An address that no mail is sent to until this day, since several came back for good."""

    address = models.EmailField(_("adresse e-mail"), unique=True)
    paused_at = models.DateTimeField(_("en pause depuis le"), default=timezone.now)
    until = models.DateTimeField(_("jusqu’au"), db_index=True)

    class Meta:
        verbose_name = _("adresse en pause")
        verbose_name_plural = _("adresses en pause")

    def __str__(self):
        return f"{_('adresse en pause')} {self.pk}"
