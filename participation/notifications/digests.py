"""One mail a day at most: what happened to what somebody follows, at their hour.

People who are due come some at a time. For each such chunk a handful of queries finds who has something to be told;
all others are moved on together. Whoever is told has a transaction of their own: the mail and the watermark, or
neither. That transaction begins with a compare and set of the row, so that of two workers one writes.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from participation.base.mail.models import OutboxMessage
from participation.base.turns import in_turn
from participation.notifications import delays, emails, rhythm
from participation.notifications.digest_lines import Lines, by_quartier
from participation.notifications.enums import DIGESTS, Delivery
from participation.notifications.matching import waiting
from participation.notifications.models import Recipient, Subscription
from participation.notifications.positions import horizon
from participation.notifications.registry import DESK
from participation.notifications.services.choosing import ALL_DIGESTS

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Move:
    """Where a recipient goes from here."""

    next_at: datetime | None
    weekly: bool


def send_due_digests(now=None) -> int:
    """Write the digests that are due and return how many.

    Somebody whose digest fails does not keep the others waiting; the first error is raised at the end.
    """
    run = _Run(now or timezone.now(), horizon())
    last, first_error = None, None
    while chunk := _due_after(last, run.now):
        last = chunk[-1]
        error = run.tell(chunk)
        first_error = first_error or error or run.lines.first_error
    if first_error is not None:
        raise first_error
    return run.told


def _due_after(last, now) -> list[Recipient]:
    due = Recipient.objects.digest_due(now).select_related("user")
    if last is not None:
        due = due.filter(
            Q(next_digest_at__gt=last.next_digest_at) | Q(next_digest_at=last.next_digest_at, pk__gt=last.pk)
        )
    return list(due[: delays.digest_chunk()])


class _Run:
    """One pass over those who are due."""

    def __init__(self, now, through):
        self.now, self.through = now, through
        self.told = 0
        self.lines = Lines()

    def tell(self, chunk) -> Exception | None:
        days = {one.pk: rhythm.slot_day(self.now, one.daily_hour) for one in chunk}
        moves, switched = self._moves(chunk, days)
        told_today = self._told_on(days)
        open_ones = [one for one in chunk if one.pk not in told_today]
        news = defaultdict(list)
        if open_ones:
            weekly = {one.pk for one in open_ones if moves[one.pk].weekly}
            positions = [position for one in open_ones for position in switched.get(one.pk, ())]
            for item in waiting(open_ones, weekly, self.through, switched=positions):
                news[item.recipient_id].append(item)
        self.lines.fetch(item for items in news.values() for item in items)
        self._pass_over([one for one in chunk if one.pk not in news], moves, told_today, switched)
        first_error = None
        for one in chunk:
            if one.pk not in news:
                continue
            try:
                self.told += self._tell(one, moves[one.pk], days[one.pk], news[one.pk], one.pk in switched)
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                logger.exception("digest of recipient %s failed", one.pk)
                first_error = first_error or error
        return first_error

    def _moves(self, chunk, days) -> tuple[dict[int, _Move], dict[int, list[int]]]:
        """Where each goes on, and the positions of those whose delivery changed since their last digest."""
        goes_on, switched = set(), defaultdict(list)
        follows = Subscription.objects.confirmed().filter(recipient__in=chunk)
        digested = Q(delivery__in=DIGESTS) & ~Q(kind=DESK)
        rows = follows.filter(digested | Q(through__isnull=False)).values_list("recipient_id", "delivery", "through")
        for pk, delivery, through in rows.distinct():
            if delivery in DIGESTS:
                goes_on.add(pk)
            if through is not None:
                switched[pk].append(through)
        return {one.pk: self._move(one, one.pk in goes_on, days[one.pk]) for one in chunk}, switched

    def _move(self, one, goes_on, day) -> _Move:
        """Whose last digest this is hears of the week as well: there is no other."""
        first = timezone.localdate(one.next_digest_at, timezone.get_default_timezone())
        weekly = not goes_on or rhythm.has_weekday(first, day, one.weekly_day)
        return _Move(rhythm.next_slot(self.now, one.daily_hour) if goes_on else None, weekly)

    def _told_on(self, days) -> set[int]:
        """Those who had a mail of that day: they changed their hour since. What is new waits for the next one."""
        keys = {emails.digest_key(pk, day): pk for pk, day in days.items()}
        used = OutboxMessage.objects.filter(key__in=list(keys)).values_list("key", flat=True)
        return {keys[key] for key in used}

    def _pass_over(self, others, moves, told_today, switched) -> None:
        """Nothing to tell: an update for each way to go on, not for each person."""
        groups = defaultdict(list)
        for one in others:
            groups[one.next_digest_at, moves[one.pk], one.pk in told_today].append(one.pk)
        for (due_at, move, again), keys in groups.items():
            rows = Recipient.objects.filter(pk__in=keys, next_digest_at=due_at)
            values = {} if again else self._watermarks(move)
            rows.update(next_digest_at=move.next_at, **values)
            # Without a transaction: should this one be missed, there was nothing to tell up to here anyway.
            if not again and (changed := [pk for pk in keys if pk in switched]):
                _caught_up(changed, move)

    def _watermarks(self, move) -> dict:
        marks = {"daily_through": Greatest(F("daily_through"), self.through)}
        if move.weekly:
            marks["weekly_through"] = Greatest(F("weekly_through"), self.through)
        return marks

    def _tell(self, recipient, move, day, items, switched) -> bool:
        mine = Recipient.objects.filter(
            pk=recipient.pk,
            next_digest_at=recipient.next_digest_at,
            daily_through=recipient.daily_through,
            weekly_through=recipient.weekly_through,
        )
        with in_turn(), transaction.atomic():
            if not mine.update(next_digest_at=move.next_at, **self._watermarks(move)) or not recipient.address:
                return False
            if switched:
                _caught_up([recipient.pk], move)
            lines = self.lines.of(items)
            if not lines:
                return False
            more = items[0].total - len(items)
            return emails.tell_digest(
                recipient,
                day=day,
                groups=by_quartier(lines),
                count=len(lines) + more,
                more=more,
                delivery=_delivery(items),
            )


def _caught_up(keys, move) -> None:
    """From here on the watermark of the person says how far these follows were told."""
    follows = Subscription.objects.filter(recipient_id__in=keys, through__isnull=False)
    if not move.weekly:
        follows = follows.exclude(delivery=Delivery.WEEKLY)
    follows.update(through=None)


def _delivery(items) -> str:
    """What one click in the mail reader stops."""
    if all(item.weekly for item in items):
        return Delivery.WEEKLY
    return ALL_DIGESTS if any(item.weekly for item in items) else Delivery.DAILY
