"""What waits for those who hold a role, once per working day: one mail each, none when nothing waits."""

import logging

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from participation.accounts.enums import STAFF_ROLES
from participation.accounts.models import User
from participation.base.calendar import is_working_day
from participation.base.desk.registry import items_for
from participation.base.text import dates
from participation.notifications import emails
from participation.notifications.enums import Delivery
from participation.notifications.models import Recipient, Subscription
from participation.notifications.registry import DESK
from participation.notifications.services.recipients import recipient_of
from participation.notifications.wording import absolute

logger = logging.getLogger(__name__)

ROWS_AT_MOST = 30


def send_desk_summaries(now=None) -> int:
    """Write today's summaries and return how many. Doing so twice writes none again."""
    day = timezone.localdate(now)
    if not is_working_day(day):
        return 0
    told, first_error = 0, None
    for user in User.objects.present().with_role(*STAFF_ROLES, day=day).order_by("pk").iterator(chunk_size=200):
        try:
            told += _summarise(user, day)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            logger.exception("desk summary of account %s failed", user.pk)
            first_error = first_error or error
    if first_error is not None:
        raise first_error
    return told


def _summarise(user, day) -> bool:
    stopped = Subscription.objects.filter(recipient__user=user, kind=DESK, delivery=Delivery.NONE)
    if stopped.exists():
        return False
    items = sorted(items_for(user, day), key=lambda item: (not item.late, item.due is None, item.due or day))
    if not items:
        return False
    with transaction.atomic():
        recipient = recipient_of(user=user)
        rows = [(item, absolute(item.url), dates.day(item.due) if item.due else "") for item in items[:ROWS_AT_MOST]]
        late = sum(item.late for item in items)
        subscription = desk_subscription(recipient)
        return emails.tell_desk(recipient, subscription, day=day, rows=rows, count=len(items), late=late)


def desk_subscription(recipient: Recipient) -> Subscription:
    """Made with the first summary, so that there is something to stop."""
    one, _made = Subscription.objects.get_or_create(
        recipient=recipient,
        kind=DESK,
        key="",
        defaults={"delivery": Delivery.DAILY, "confirmed_at": timezone.now()},
    )
    return one
