"""Positions of events: given after their transaction is committed, in one order, by one process at a time.

The key of a row says nothing about when its transaction ended: a reader that goes by keys would step over a late one
for good. The counter's row is the lock; on SQLite a transaction has the database for itself anyway.
"""

from django.db import transaction

from participation.notifications.models import Counter, Event

COUNTER = "events"
AT_ONCE = 500


def last_position() -> int:
    """The highest position ever given, also to events that are deleted by now."""
    return Counter.objects.filter(name=COUNTER).values_list("last", flat=True).first() or 0


def place_events() -> int:
    """Give positions to all committed events that have none, and return how many got one."""
    placed = 0
    while some := _place_some():
        placed += some
    return placed


def horizon() -> int:
    """Up to here every event is placed, and told to those who want it at once: how far a digest may read."""
    last = last_position()
    open_ones = Event.objects.to_distribute().filter(position__isnull=False).order_by("position")
    first = open_ones.values_list("position", flat=True).first()
    return last if first is None else min(last, first - 1)


def _place_some() -> int:
    if not Event.objects.unplaced().exists():
        return 0
    with transaction.atomic():
        Counter.objects.get_or_create(name=COUNTER)
        counter = Counter.objects.select_for_update().get(name=COUNTER)
        events = list(Event.objects.unplaced().only("pk")[:AT_ONCE])
        for number, event in enumerate(events, counter.last + 1):
            event.position = number
        Event.objects.bulk_update(events, ["position"])
        counter.last += len(events)
        counter.save(update_fields=["last"])
    return len(events)
