"""Who is told what, when.

An event is written once, in the transaction of what it tells about. It reaches people through what they follow
(`Subscription`): nothing is copied per person, so an event costs the same whoever follows it, and a digest reads only
what its person follows.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.mail.enums import MailStatus
from participation.notifications import querysets
from participation.notifications.enums import Delivery


class Recipient(models.Model):
    """Somebody who is told: an account, or an address without one.

    `daily_through` and `weekly_through` are the positions of the last events a digest looked at, `seen_through` that
    of the last one read in the list on the site.
    """

    user = models.OneToOneField(
        "accounts.User",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="recipient",
        verbose_name=_("compte"),
    )
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    daily_hour = models.PositiveSmallIntegerField(_("heure du résumé"), default=8)
    weekly_day = models.PositiveSmallIntegerField(_("jour du résumé de la semaine"), default=3)
    next_digest_at = models.DateTimeField(_("prochain résumé"), null=True, blank=True, db_index=True)
    daily_through = models.PositiveBigIntegerField(default=0, editable=False)
    weekly_through = models.PositiveBigIntegerField(default=0, editable=False)
    seen_through = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)

    objects = querysets.RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("destinataire")
        verbose_name_plural = _("destinataires")
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="recipient_one_per_address"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="") | Q(user__isnull=True), name="recipient_account_or_address"
            ),
            models.CheckConstraint(condition=Q(daily_hour__lte=23), name="recipient_hour_of_a_day"),
            models.CheckConstraint(condition=Q(weekly_day__lte=6), name="recipient_day_of_a_week"),
        ]

    def __str__(self):
        return f"{_('destinataire')} {self.pk}"

    @property
    def address(self) -> str:
        """Where mail goes: an account's own address, whatever it is today. Empty for a closed account."""
        if self.user_id is None:
            return self.email
        return self.user.email if self.user.is_active else ""


class Subscription(models.Model):
    """What a person follows: a topic (`kind` is registered, `key` names the thing), or an area on the map.

    The kind « moi », with the recipient's own key, is there for everybody: answers to what they gave themselves.
    `through` is set when the delivery changes, until the next digest: what this follow had been told so far.
    """

    recipient = models.ForeignKey(
        Recipient, models.CASCADE, related_name="subscriptions", verbose_name=_("destinataire")
    )
    kind = models.CharField(_("sorte"), max_length=30)
    key = models.CharField(_("clé"), max_length=160, blank=True)
    delivery = models.CharField(_("quand"), max_length=10, choices=Delivery.choices)
    label = models.CharField(_("nom donné"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    radius_m = models.PositiveIntegerField(_("rayon (m)"), null=True, blank=True)
    through = models.PositiveBigIntegerField(null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)

    objects = querysets.SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("abonnement")
        verbose_name_plural = _("abonnements")
        indexes = [models.Index(fields=["kind", "key", "delivery", "recipient"], name="subscription_followers")]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "key"], name="subscription_once"),
            models.CheckConstraint(condition=Q(delivery__in=Delivery.values), name="subscription_delivery_known"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, radius_m__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False, radius_m__isnull=False),
                name="subscription_whole_area",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class Event(models.Model):
    """Something that happened, told to those who follow one of its topics. `key` names it, so it is told once; `at` is
    when it happened, `written_at` when we were told.

    `position` is given after the transaction is committed, by one process at a time: who reads events in that order
    misses none, whatever the order in which transactions ended. `words` holds what its templates say (short strings).
    `personal_url` is for the people it concerns themselves, `url` for everybody else. `told_through` is how far the
    distribution to those who want it at once has come (key of a recipient), `distributed_at` its end. A `silent` event
    stands in the lists of the site and in no mail.
    """

    kind = models.CharField(_("sorte"), max_length=50)
    key = models.CharField(_("clé"), max_length=200, unique=True)
    at = models.DateTimeField(_("le"), default=timezone.now)
    position = models.PositiveBigIntegerField(_("rang"), null=True, blank=True, unique=True, editable=False)
    quartier = models.ForeignKey(
        "territory.Quartier", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("quartier")
    )
    url = models.CharField(_("adresse"), max_length=500)
    personal_url = models.CharField(_("adresse personnelle"), max_length=500, blank=True)
    words = models.JSONField(_("textes"), default=dict, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now, editable=False)
    silent = models.BooleanField(_("sans courriel"), default=False, editable=False)
    told_through = models.PositiveBigIntegerField(default=0, editable=False)
    distributed_at = models.DateTimeField(_("distribué le"), null=True, blank=True, editable=False)

    objects = querysets.EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("nouvelle")
        verbose_name_plural = _("nouvelles")
        indexes = [
            models.Index(fields=["id"], name="event_without_position", condition=Q(position__isnull=True)),
            models.Index(fields=["position"], name="event_to_distribute", condition=Q(distributed_at__isnull=True)),
            models.Index(fields=["at"], name="event_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(distributed_at__isnull=True) | Q(position__isnull=False), name="event_placed_first"
            ),
        ]

    def __str__(self):
        return self.key


class EventTopic(models.Model):
    """What an event is about. The kind « moi » with the key of a recipient names a person it concerns."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="topics", verbose_name=_("nouvelle"))
    kind = models.CharField(_("sorte"), max_length=30)
    key = models.CharField(_("clé"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("sujet d’une nouvelle")
        verbose_name_plural = _("sujets des nouvelles")
        indexes = [models.Index(fields=["kind", "key", "event"], name="eventtopic_events")]
        constraints = [models.UniqueConstraint(fields=["event", "kind", "key"], name="eventtopic_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"


class Counter(models.Model):
    """The last position given to an event. The row is also the lock: whoever holds it gives positions, alone."""

    name = models.CharField(_("nom"), max_length=20, unique=True)
    last = models.PositiveBigIntegerField(_("dernier rang"), default=0)

    class Meta:
        verbose_name = _("compteur")
        verbose_name_plural = _("compteurs")

    def __str__(self):
        return f"{self.name} {self.last}"


class SmsMessage(models.Model):
    """One short message to one telephone, sent by the worker as mails are. `key` names the event, never a person."""

    key = models.CharField(_("clé"), max_length=200, unique=True)
    to = models.CharField(_("téléphone"), max_length=20, blank=True)
    text = models.CharField(_("texte"), max_length=480, blank=True)
    created_at = models.DateTimeField(_("écrit le"), default=timezone.now, editable=False)
    status = models.CharField(_("état"), max_length=10, choices=MailStatus.choices, default=MailStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    next_attempt_at = models.DateTimeField(_("prochain essai"), default=timezone.now)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    last_error = models.CharField(_("dernière erreur"), max_length=500, blank=True)

    objects = querysets.SmsQuerySet.as_manager()

    class Meta:
        verbose_name = _("SMS")
        verbose_name_plural = _("SMS")
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], name="sms_pending", condition=Q(status=MailStatus.PENDING)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MailStatus.values), name="sms_status_known"),
            models.CheckConstraint(
                condition=~Q(status=MailStatus.PENDING) | (~Q(to="") & ~Q(text="")), name="sms_pending_is_whole"
            ),
        ]

    def __str__(self):
        return self.key
