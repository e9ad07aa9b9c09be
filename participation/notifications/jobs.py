"""What the worker does by the clock for those who follow something. Each may run twice."""

from datetime import time, timedelta

from django.utils import timezone

from participation.base.worker.schedule import register
from participation.notifications import delays, tasks
from participation.notifications.models import Event, Recipient
from participation.notifications.services.forgetting import (
    delete_idle,
    delete_old_events,
    delete_settled_sms,
    delete_unconfirmed,
)
from participation.notifications.texting import send_pending_sms


def distribute_what_waits() -> None:
    """`notify()` has its own task; this is for one that was lost with its worker."""
    if Event.objects.to_distribute().exists():
        tasks.distribute.enqueue()


def send_digests() -> None:
    if Recipient.objects.digest_due(timezone.now()).exists():
        tasks.digests.enqueue()


register("notifications-distribute", every=timedelta(minutes=1), task=distribute_what_waits)
register("notifications-digests", every=timedelta(minutes=1), task=send_digests)
register("notifications-sms", every=timedelta(seconds=10), task=send_pending_sms)
register("notifications-desks", daily_at=time(delays.summary_hour()), task=tasks.desk_summaries)
register("notifications-delete-events", daily_at=time(3, 35), task=delete_old_events)
register("notifications-delete-unconfirmed", daily_at=time(3, 40), task=delete_unconfirmed)
register("notifications-delete-idle", daily_at=time(3, 45), task=delete_idle)
register("notifications-delete-sms", daily_at=time(3, 50), task=delete_settled_sms)
