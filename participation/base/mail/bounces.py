"""Addresses whose mail comes back: noted, and after several hard returns left alone for a while.

Whoever keeps writing to mailboxes that do not exist is soon taken for a sender of spam, and then nobody is reached.
"""

import logging
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from participation.base.mail.models import Bounce, PausedAddress

logger = logging.getLogger(__name__)


def window() -> timedelta:
    """How long a return counts, and is kept (BOUNCE_DAYS)."""
    return timedelta(days=getattr(settings, "BOUNCE_DAYS", 30))


def allowed() -> int:
    """Hard returns within the window that pause an address (BOUNCES_ALLOWED)."""
    return getattr(settings, "BOUNCES_ALLOWED", 3)


def pause_for() -> timedelta:
    """How long an address is left alone, and remembered for it (BOUNCE_PAUSE_DAYS)."""
    return timedelta(days=getattr(settings, "BOUNCE_PAUSE_DAYS", 180))


def is_hard(status: str) -> bool:
    """Whether a status (RFC 3463) says that the mailbox does not exist or takes no mail.

    5.2.2 (full), 5.2.3 and 5.3.4 (message too long) pass; 5.7 (refused by a policy) is about the sender.
    """
    return status.startswith("5.") and not status.startswith("5.7.") and status not in {"5.2.2", "5.2.3", "5.3.4"}


def is_paused(address: str, now=None) -> bool:
    rows = PausedAddress.objects.filter(address=address.lower(), until__gt=now or timezone.now())
    return rows.values_list("pk", flat=True).first() is not None


@transaction.atomic
def record_bounce(*, address: str, hard: bool, reference: str, status: str = "", at=None) -> bool:
    """Note that a mail came back; True if the address is paused by it. The same `reference` counts once.

    Raises ValidationError for what is not an address.
    """
    now = timezone.now()
    at = min(at or now, now)
    address = address.strip().lower()
    validate_email(address)
    _bounce, made = Bounce.objects.get_or_create(
        reference=sha256(reference.encode()).hexdigest(),
        defaults={"address": address, "hard": hard, "status": status[:12], "at": at},
    )
    if not made or not hard or is_paused(address):
        return False
    if Bounce.objects.of(address).hard().filter(at__gt=now - window()).count() < allowed():
        return False
    PausedAddress.objects.update_or_create(address=address, defaults={"paused_at": now, "until": now + pause_for()})
    logger.warning("an address is paused after %d hard bounces", allowed())
    return True


@transaction.atomic
def resume_address(address: str) -> bool:
    """The address works again: its owner used a link of a mail, or an agent knows. True if it was paused."""
    address = address.strip().lower()
    Bounce.objects.of(address).delete()
    return bool(PausedAddress.objects.filter(address=address).delete()[0])


def forget_bounces(now=None) -> int:
    """Returns that count no more, and pauses that are over."""
    now = now or timezone.now()
    with transaction.atomic():
        gone = Bounce.objects.before(now - window()).delete()[0]
        return gone + PausedAddress.objects.filter(until__lte=now).delete()[0]
