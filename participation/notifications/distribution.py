"""Who wants to hear at once: people by the key of their row, some at a time, each time one transaction.

A worker that dies in the middle leaves `told_through` where its last transaction ended: the next one goes on from
there, and the keys of the outbox let nobody be told twice.
"""

import logging

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from participation.base.turns import in_turn
from participation.notifications import delays, emails, registry
from participation.notifications.channels import CHANNELS
from participation.notifications.enums import Delivery
from participation.notifications.models import Event, Recipient, Subscription
from participation.notifications.positions import place_events
from participation.notifications.registry import AREA, ME
from participation.notifications.wording import open_kinds, wording

logger = logging.getLogger(__name__)


def distribute_events() -> int:
    """Give positions, tell everybody who wants it at once, and return how many people were told.

    An event that fails does not keep the others waiting; the first error is raised at the end, and the event tried
    again later, for a day. Any number of workers may do this at once.
    """
    place_events()
    told, first_error = 0, None
    for pk in list(Event.objects.to_distribute().order_by("position").values_list("pk", flat=True)):
        try:
            told += _distribute(pk)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            logger.exception("event %s not distributed", pk)
            _give_up_when_old(pk)
            first_error = first_error or error
    if first_error is not None:
        raise first_error
    return told


def _distribute(pk) -> int:
    told, more = 0, True
    while more:
        some, more = _tell_some(pk)
        told += some
    return told


def _tell_some(pk) -> tuple[int, bool]:
    """How many were told, and whether others wait."""
    with in_turn(), transaction.atomic():
        event = _hold(pk)
        if event is None:
            return 0, False
        followers = _followers(event)
        chunk = delays.mail_chunk()
        keys = list(followers.order_by("recipient_id").values_list("recipient_id", flat=True).distinct()[:chunk])
        told = _tell(event, keys, followers) if keys else 0
        if keys:
            event.told_through = keys[-1]
        if len(keys) < chunk:
            event.distributed_at = timezone.now()
        event.save(update_fields=["told_through", "distributed_at"])
        return told, event.distributed_at is None


def _hold(pk) -> Event | None:
    """The event, if nobody else has it in hand; what is told to nobody ends here."""
    rows = Event.objects.to_distribute().filter(pk=pk, position__isnull=False)
    event = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
    if event is not None and (event.silent or event.kind not in open_kinds()):
        event.distributed_at = timezone.now()
        event.save(update_fields=["distributed_at"])
        return None
    return event


def _followers(event):
    matching = Subscription.objects.confirmed().filter(delivery=Delivery.NOW, recipient_id__gt=event.told_through)
    topics = event.topics.values_list("kind", "key")
    return matching.that_match(topics, event.latitude, event.longitude, widest=delays.WIDEST_RADIUS)


def _tell(event, keys, followers) -> int:
    best = {}
    for one in followers.filter(recipient_id__in=keys):
        if one.recipient_id not in best or _rank(one) < _rank(best[one.recipient_id]):
            best[one.recipient_id] = one
    recipients = Recipient.objects.select_related("user").in_bulk(keys)
    titles = _titles(best.values())
    said = {personal: wording(event, personal=personal) for personal in {one.kind == ME for one in best.values()}}
    told = 0
    for key in keys:
        if key not in recipients:
            continue
        one = best[key]
        why = emails.reason(one, titles.get((one.kind, one.key)))
        reached = [channel(event, recipients[key], one, said[one.kind == ME], why) for channel in CHANNELS]
        told += any(reached)
    return told


def _rank(subscription) -> int:
    """Of several subscriptions that match, the mail names the nearest to the person."""
    return {ME: 0, AREA: 3, "quartier": 2}.get(subscription.kind, 1)


def _titles(subscriptions) -> dict:
    """(kind, key) → what is followed, one query for each kind."""
    keys = {}
    for one in subscriptions:
        keys.setdefault(one.kind, set()).add(one.key)
    return {
        (kind, key): followed
        for kind, some in keys.items()
        if kind not in (ME, AREA)
        for key, followed in registry.topic(kind).find(sorted(some)).items()
    }


def _give_up_when_old(pk) -> None:
    before = timezone.now() - delays.DISTRIBUTE_WITHIN
    if (
        Event.objects.to_distribute()
        .filter(pk=pk, written_at__lt=before, position__isnull=False)
        .update(distributed_at=timezone.now())
    ):
        logger.error("event %s given up", pk)
