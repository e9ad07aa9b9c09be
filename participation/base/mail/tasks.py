"""Sends what is due. The worker calls it every few seconds beside the task queue, so that a long task never holds a
mail back. Any number of workers may do so at once."""

import logging
import re
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from participation.base.mail.bounces import is_hard, is_paused, record_bounce
from participation.base.mail.enums import MailStatus
from participation.base.mail.models import OutboxMessage
from participation.base.mail.services import PAUSED
from participation.base.site import modules
from participation.base.site.selectors import module_enabled

logger = logging.getLogger(__name__)

_STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")

MAX_ATTEMPTS = 10
# Whoever claims a mail has this long to send it; then another worker may. Longer than any SMTP dialogue.
LEASE = timedelta(minutes=10)
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)


class ServerUnreachable(Exception):
    """The mail server did not answer: no fault of any one mail."""


def send_pending(*, stop=lambda: False) -> int:
    """Send every mail that is due and return how many left. `stop()` is asked before each one.

    Raises ServerUnreachable when the mail server does not answer; the mail at hand then keeps its attempts.
    """
    sent = 0
    server = mail.get_connection()
    try:
        while not stop() and (message := claim(timezone.now())):
            sent += _deliver(message, server)
    finally:
        _close(server)
    return sent


def claim(now) -> OutboxMessage | None:
    """Take the next mail for oneself, by moving its next attempt beyond the lease.

    PostgreSQL skips the rows that other workers hold. Elsewhere, and in any case, the row moves only if nobody moved
    it since it was read.
    """
    due = OutboxMessage.objects.due(now)
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            message = due.select_for_update(skip_locked=True).first()
            return message if message and _take(message, now) else None
    while message := due.first():
        if _take(message, now):
            return message
    return None


def _take(message, now) -> bool:
    taken = (
        OutboxMessage.objects.pending()
        .filter(pk=message.pk, attempts=message.attempts, next_attempt_at=message.next_attempt_at)
        .update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE)
    )
    message.attempts += 1
    return bool(taken)


def _deliver(message, server) -> bool:
    if message.module and modules.is_registered(message.module) and not module_enabled(message.module):
        _settle(message, status=MailStatus.CANCELLED)
        return False
    if is_paused(message.to):
        _settle(message, status=MailStatus.CANCELLED, last_error=PAUSED)
        return False
    try:
        server.open()
    except OSError as error:
        _settle(
            message,
            attempts=message.attempts - 1,
            next_attempt_at=timezone.now() + FIRST_DELAY,
            last_error=_told(error, message),
        )
        raise ServerUnreachable(type(error).__name__) from error
    try:
        _email(message, server).send()
    except Exception as error:
        # Whatever one mail or its recipient's server comes up with must not keep the others waiting.
        _close(server)
        _note_failure(message, error)
        return False
    _settle(message, status=MailStatus.SENT, sent_at=timezone.now(), last_error="")
    return True


def _email(message, server):
    email = mail.EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={"Message-ID": message.message_id, **message.headers},
        connection=server,
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def _note_failure(message, error):
    last_error = _told(error, message)
    if _is_final(error):
        record_bounce(address=message.to, hard=_is_hard(error), reference=f"{message.message_id} smtp")
    if message.attempts >= MAX_ATTEMPTS or _is_final(error):
        logger.error("mail %s given up after %d attempts: %s", message.pk, message.attempts, last_error)
        _settle(message, status=MailStatus.FAILED, last_error=last_error)
        return
    delay = min(FIRST_DELAY * 2 ** (message.attempts - 1), LONGEST_DELAY)
    logger.warning("mail %s not sent, again in %s: %s", message.pk, delay, last_error)
    _settle(message, next_attempt_at=timezone.now() + delay, last_error=last_error)


def _settle(message, **values):
    """Write the outcome, unless the lease ran out and someone else has the mail by now."""
    OutboxMessage.objects.pending().filter(pk=message.pk, attempts=message.attempts).update(**values)


def _is_final(error) -> bool:
    """A recipient that the server refuses for good (5xx) will not be accepted tomorrow."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _reason in error.recipients.values()
    )


def _is_hard(error) -> bool:
    """By the extended status of the answer (« 5.1.1 ») where the server gives one."""
    _code, reason = next(iter(error.recipients.values()))
    told = _STATUS.match(reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason))
    return is_hard(told[0]) if told else True


def _told(error, message) -> str:
    """What happened, without the address it happened to."""
    return f"{type(error).__name__}: {error}".replace(message.to, "[adresse]").replace("\x00", "")[:500]


def _close(server):
    try:
        server.close()
    except Exception:
        logger.warning("closing the connection to the mail server failed", exc_info=True)
