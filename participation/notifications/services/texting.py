from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from participation.base.mail.enums import MailStatus
from participation.base.mail.services import mail_is_held
from participation.notifications.models import SmsMessage
from participation.notifications.sms import international, sms_enabled

_LENGTH = 480


def send_sms(*, key, to, text, not_before=None) -> SmsMessage | None:
    """Write a short message to its outbox, in the caller's transaction; the worker sends it.

    Returns None, and writes nothing, when SMS is off, mail is held or the key was used before.
    Raises RuntimeError outside a transaction, ValueError for what is no telephone number or an empty text.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("send_sms() must be called inside the transaction of what it tells about")
    if not sms_enabled() or mail_is_held():
        return None
    text = " ".join(text.replace("\x00", "").split())[:_LENGTH]
    if not text:
        raise ValueError("an empty message")
    message = SmsMessage(key=key, to=international(to), text=text, next_attempt_at=not_before or timezone.now())
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if SmsMessage.objects.filter(key=key).exists():
            return None
        raise
    return message


def forget_sms(rows) -> int:
    """Delete messages that were settled; those that wait stay."""
    return rows.exclude(status=MailStatus.PENDING).delete()[0]
