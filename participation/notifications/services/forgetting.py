"""What has outlived its purpose. Each may run any number of times."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from participation.base.mail.services import keep_for
from participation.notifications import delays
from participation.notifications.enums import Delivery
from participation.notifications.models import Event, EventTopic, Recipient, SmsMessage, Subscription
from participation.notifications.registry import ME

_AT_ONCE = 1000


def delete_old_events(now=None) -> int:
    """Events OLDER than NOTIFICATIONS_KEEP_DAYS, some at a time."""
    return delete(old_events(now or timezone.now()))


def delete_unconfirmed(now=None) -> int:
    """Follows that nobody confirmed while the link worked."""
    return delete(unconfirmed(now or timezone.now()))


def delete_idle(now=None) -> int:
    """Addresses without account that follow nothing."""
    return delete(idle(now or timezone.now()))


def delete_settled_sms(now=None) -> int:
    """Short messages that were sent or given up, as long as mails are kept."""
    return delete(settled_sms(now or timezone.now()))


def old_events(now):
    """Events past their time, that everybody who wanted was told."""
    return Event.objects.older_than(now - delays.events_kept_for()).filter(distributed_at__isnull=False)


def unconfirmed(now):
    """Follows whose link works no longer."""
    return Subscription.objects.unconfirmed().filter(created_at__lt=now - delays.confirm_within())


def idle(now):
    """No account, nothing followed; those who refused mail stay longer, or the next report would begin it again."""
    own = Subscription.objects.filter(recipient=OuterRef("pk"))
    refused = own.filter(kind=ME).exclude(delivery=Delivery.NOW)
    return Recipient.objects.without_account().filter(
        ~Exists(own.chosen()),
        Q(~Exists(refused), created_at__lt=now - delays.idle_kept_for())
        | Q(created_at__lt=now - delays.refusals_kept_for()),
    )


def settled_sms(now):
    """Short messages that were sent or given up long enough ago."""
    return SmsMessage.objects.settled_before(now - keep_for())


def delete(rows) -> int:
    """By the key, some at a time: no long lock, and `rows` is asked again each time."""
    model, gone = rows.model, 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            if model is Recipient:
                EventTopic.objects.filter(kind=ME, key__in=[str(key) for key in keys]).delete()
            _count, per_model = model.objects.filter(pk__in=keys).delete()
        gone += per_model.get(model._meta.label, 0)
    return gone
