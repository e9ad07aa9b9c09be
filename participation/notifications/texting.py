"""Sends the short messages that are due, as `base.mail.tasks` sends mails. The worker's clock calls it."""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from participation.base.mail.enums import MailStatus
from participation.notifications.models import SmsMessage
from participation.notifications.sms import SmsRefused, backend, sms_enabled

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=5)
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=3)
# The clock has other work to do: the rest leaves with the next call.
AT_ONCE = 20


def send_pending_sms(now=None) -> int:
    """Send what is due and return how many left. Stops when the gateway does not answer."""
    if not sms_enabled():
        return 0
    gateway, sent = backend(), 0
    for _number in range(AT_ONCE):
        message = _claim(now or timezone.now())
        if message is None:
            break
        try:
            gateway.send(message.to, message.text)
        except Exception as error:
            _note_failure(message, error)
            if isinstance(error, OSError):
                break
        else:
            _settle(message, status=MailStatus.SENT, sent_at=timezone.now(), last_error="")
            sent += 1
    return sent


def _claim(now) -> SmsMessage | None:
    """The next message for oneself: its next attempt moves beyond the lease, if nobody moved it since."""
    with transaction.atomic():
        due = SmsMessage.objects.due(now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        message = due.first()
        if message is None:
            return None
        same = SmsMessage.objects.pending().filter(
            pk=message.pk, attempts=message.attempts, next_attempt_at=message.next_attempt_at
        )
        if not same.update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE):
            return None
    message.attempts += 1
    return message


def _note_failure(message, error) -> None:
    told = f"{type(error).__name__}: {error}".replace(message.to, "[numéro]").replace("\x00", "")[:500]
    if isinstance(error, SmsRefused) or message.attempts >= MAX_ATTEMPTS:
        logger.error("SMS %s given up after %d attempts: %s", message.pk, message.attempts, told)
        _settle(message, status=MailStatus.FAILED, last_error=told)
        return
    delay = min(FIRST_DELAY * 2 ** (message.attempts - 1), LONGEST_DELAY)
    logger.warning("SMS %s not sent, again in %s: %s", message.pk, delay, told)
    _settle(message, next_attempt_at=timezone.now() + delay, last_error=told)


def _settle(message, **values) -> None:
    SmsMessage.objects.pending().filter(pk=message.pk, attempts=message.attempts).update(**values)
