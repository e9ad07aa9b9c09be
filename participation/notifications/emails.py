"""What the mails to followers say: what happened, why one is told, how to choose and how to stop."""

import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.mail.models import OutboxMessage
from participation.base.mail.services import queue_mail
from participation.notifications import delays, registry
from participation.notifications.links import (
    confirm_link,
    preferences_link,
    unsubscribe_headers,
    unsubscribe_link,
)
from participation.notifications.registry import AREA, ME
from participation.notifications.wording import absolute

_CONFIRM_KEY = "follow-"


def event_key(event_pk, recipient_pk) -> str:
    """`matching.py` builds the same in SQL."""
    return f"event-{event_pk}-{recipient_pk}"


def digest_key(recipient_pk, day) -> str:
    return f"digest-{recipient_pk}-{day:%Y-%m-%d}"


def ask_to_confirm(subscription) -> bool:
    """One mail, the same size and hour whether the address was known or not. Never says what a visitor typed."""
    to = subscription.recipient.address
    if not to or _asked_today(to) >= delays.CONFIRMATIONS_A_DAY:
        return False
    topic = registry.topic(subscription.kind)
    followed = topic.find([subscription.key]).get(subscription.key)
    message = queue_mail(
        key=f"{_CONFIRM_KEY}{subscription.pk}-{secrets.token_hex(8)}",
        to=to,
        template="notifications/confirm",
        context={
            "title": followed.title if followed else str(topic.label),
            "about": str(topic.about),
            "confirm_url": confirm_link(subscription),
            "already": subscription.confirmed_at is not None,
            "preferences_url": preferences_link(subscription.recipient),
            "days": delays.confirm_within().days,
        },
    )
    return message is not None


def tell(event, recipient, subscription, *, said, reason) -> bool:
    """The mail about one event. In the transaction of the distribution."""
    kind = registry.event_kind(event.kind)
    personal = subscription.kind == ME
    url = event.personal_url if personal and event.personal_url else event.url
    message = queue_mail(
        key=event_key(event.pk, recipient.pk),
        to=recipient.address,
        template="notifications/event",
        context={
            "title": said.title,
            "paragraphs": said.paragraphs,
            "url": absolute(url),
            "action": kind.action_for(personal=personal),
            "reason": reason,
            "stop_url": unsubscribe_link(recipient, subscription=subscription),
            "preferences_url": preferences_link(recipient),
        },
        module=kind.module or None,
        headers=unsubscribe_headers(recipient, subscription=subscription),
    )
    return message is not None


def tell_digest(recipient, *, day, groups, count, more, delivery) -> bool:
    """`groups`: (name of a quartier, lines), the newest first; `more`: how many did not fit."""
    message = queue_mail(
        key=digest_key(recipient.pk, day),
        to=recipient.address,
        template="notifications/digest",
        context={
            "day": day,
            "groups": groups,
            "count": count,
            "more": more,
            "has_account": recipient.user_id is not None,
            "stop_url": unsubscribe_link(recipient, delivery=delivery),
            "preferences_url": preferences_link(recipient),
        },
        headers=unsubscribe_headers(recipient, delivery=delivery),
    )
    return message is not None


def tell_desk(recipient, subscription, *, day, rows, count, late) -> bool:
    """What waits for somebody who holds a role."""
    message = queue_mail(
        key=f"bureau-{recipient.pk}-{day:%Y-%m-%d}",
        to=recipient.address,
        template="notifications/desk",
        context={
            "day": day,
            "rows": rows,
            "count": count,
            "late": late,
            "more": count - len(rows),
            "url": absolute("/agents/"),
            "stop_url": unsubscribe_link(recipient, subscription=subscription),
            "preferences_url": preferences_link(recipient),
        },
        headers=unsubscribe_headers(recipient, subscription=subscription),
    )
    return message is not None


def reason(subscription, followed) -> str:
    """Why somebody is told, in one sentence. `followed`: the thing, if the public may read it."""
    if subscription.kind == ME:
        return _("Vous recevez ce message car il répond à ce que vous avez donné au portail.")
    if followed is not None:
        return _("Vous recevez ce message car vous suivez « %(title)s ».") % {"title": followed.title}
    if subscription.kind == AREA and subscription.label:
        return _("Vous recevez ce message car vous suivez la zone « %(label)s ».") % {"label": subscription.label}
    if subscription.kind == AREA:
        return _("Vous recevez ce message car vous suivez une zone sur la carte.")
    return _("Vous recevez ce message car vous avez demandé à être prévenu·e.")


def _asked_today(address: str) -> int:
    since = timezone.now() - timedelta(days=1)
    asked = OutboxMessage.objects.to_address(address).filter(key__startswith=_CONFIRM_KEY, created_at__gte=since)
    return asked.count()
