from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from participation.notifications.enums import Delivery
from participation.notifications.models import Recipient, Subscription
from participation.notifications.positions import last_position
from participation.notifications.rhythm import next_slot


def plan(recipient, at=None) -> None:
    """After a change of what somebody follows: who has something to be told in a digest has a next one.

    Who has none any more keeps the one that is planned: it tells what is left, and plans no other.
    """
    if (
        recipient.next_digest_at is not None
        or not Subscription.objects.in_digests().filter(recipient=recipient).exists()
    ):
        return
    last = last_position()
    recipient.next_digest_at = next_slot(at or timezone.now(), recipient.daily_hour)
    recipient.daily_through = max(recipient.daily_through, last)
    recipient.weekly_through = max(recipient.weekly_through, last)
    recipient.save(update_fields=["next_digest_at", "daily_through", "weekly_through"])


def switch(follows, recipient, delivery) -> None:
    """Give these follows of one person another delivery, so that nothing is told twice and nothing left out: each
    remembers how far it was told the way it was followed until now. What was « never » begins with what comes next.
    """
    last = last_position()
    daily, weekly, next_at = Recipient.objects.values_list("daily_through", "weekly_through", "next_digest_at").get(
        pk=recipient.pk
    )
    told = {
        Delivery.NOW: last if next_at is None else daily,
        Delivery.DAILY: daily,
        Delivery.WEEKLY: weekly,
    }
    follows.filter(delivery=Delivery.NONE).exclude(delivery=delivery).update(delivery=delivery, through=last)
    for former, through in told.items():
        if former != delivery:
            follows.filter(delivery=former).update(delivery=delivery, through=Coalesce(F("through"), through))
