from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.notifications import registry
from participation.notifications.enums import DIGESTS, Delivery
from participation.notifications.models import Recipient, Subscription
from participation.notifications.registry import DESK, ME
from participation.notifications.rhythm import next_slot
from participation.notifications.services.planning import plan, switch

# In the payload of a link: both digests, for a mail that holds both.
ALL_DIGESTS = "digests"


@transaction.atomic
def choose(*, recipient, kind, delivery, at=None) -> None:
    """When somebody hears of all they follow of one kind, now and later.

    A desk's summary comes once a day or never. Raises LookupError and ValidationError.
    """
    registry.topic(kind)
    if delivery not in Delivery.values:
        raise ValidationError(_("Choisissez quand vous voulez être prévenu·e."))
    if kind == DESK:
        delivery = Delivery.NONE if delivery == Delivery.NONE else Delivery.DAILY
    switch(Subscription.objects.filter(recipient=recipient, kind=kind), recipient, delivery)
    plan(recipient, at)


@transaction.atomic
def set_rhythm(*, recipient, daily_hour, weekly_day, at=None) -> None:
    """The hour of the digests (0 to 23) and the day of the weekly one (0: Monday). Raises ValidationError."""
    if daily_hour not in range(24):
        raise ValidationError(_("Choisissez une heure entre 0 et 23."))
    if weekly_day not in range(7):
        raise ValidationError(_("Choisissez un jour de la semaine."))
    recipient.daily_hour, recipient.weekly_day = daily_hour, weekly_day
    if recipient.next_digest_at is not None:
        recipient.next_digest_at = next_slot(at or timezone.now(), daily_hour)
    recipient.save(update_fields=["daily_hour", "weekly_day", "next_digest_at"])


@transaction.atomic
def stop_all(*, recipient) -> None:
    """No mail any more, of any kind. What one follows stays in the list on the site, for those who have an account."""
    mine = Subscription.objects.filter(recipient=recipient)
    mine.unconfirmed().delete()
    mine.update(delivery=Delivery.NONE)
    recipient.next_digest_at = None
    recipient.save(update_fields=["next_digest_at"])


@transaction.atomic
def unsubscribe(*, payload) -> None:
    """What a link of `links.UNSUBSCRIBE` says. Doing so twice, or after everything is gone, changes nothing."""
    recipient = Recipient.objects.filter(pk=payload.get("r")).first()
    if recipient is None:
        return
    mine = Subscription.objects.filter(recipient=recipient)
    if "s" in payload:
        one = mine.filter(pk=payload["s"])
        one.filter(kind__in=(ME, DESK)).update(delivery=Delivery.NONE)
        one.exclude(kind__in=(ME, DESK)).delete()
    elif payload.get("d") == ALL_DIGESTS:
        mine.filter(delivery__in=DIGESTS).exclude(kind=DESK).update(delivery=Delivery.NONE)
    elif payload.get("d") in DIGESTS:
        mine.filter(delivery=payload["d"]).exclude(kind=DESK).update(delivery=Delivery.NONE)
    else:
        stop_all(recipient=recipient)


@transaction.atomic
def mark_read(*, recipient, through) -> None:
    """The list on the site was read up to this position; never back."""
    Recipient.objects.filter(pk=recipient.pk, seen_through__lt=through).update(seen_through=through)
    recipient.seen_through = max(recipient.seen_through, through)
