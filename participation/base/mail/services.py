from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from participation.base.mail.bounces import is_paused, resume_address
from participation.base.mail.emails import render
from participation.base.mail.enums import MailStatus
from participation.base.mail.models import OutboxMessage
from participation.base.site.selectors import module_enabled

# What an outbox row says that was not sent for this reason.
PAUSED = "Adresse en pause : plusieurs courriels en sont revenus."

_held = ContextVar("mail_held", default=False)


@contextmanager
def hold_mail():
    """Write no mail meanwhile, in this thread: for imports and the demonstration, which write the past."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def mail_is_held() -> bool:
    """Whether this thread is within `hold_mail()`."""
    return _held.get()


def queue_mail(
    *,
    key: str,
    to: str,
    template: str,
    context: dict,
    module: str | None = None,
    not_before=None,
    headers: dict[str, str] | None = None,
) -> OutboxMessage | None:
    """Write a mail to the outbox, in the caller's transaction: it leaves if and only if that is committed.

    `key` names the event, once and for all; `module` is the registered module the mail belongs to; `not_before` is an
    aware datetime; `headers` are added to the message (« List-Unsubscribe »).
    Returns None, and writes nothing, when the key was used before, the module is switched off or mail is held. For an
    address that is paused after mails came back, a cancelled row without address or content is written, which says so
    (`last_error`), and None returned.
    Raises RuntimeError outside a transaction, ValidationError for what is not an address.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("queue_mail() must be called inside the transaction of what the mail tells about")
    if _held.get() or (module is not None and not module_enabled(module)):
        return None
    validate_email(to)
    if OutboxMessage.objects.filter(key=key).exists():
        return None
    if is_paused(to):
        _write_once(_skipped(key, module))
        return None
    rendered = render(template, context)
    return _write_once(
        OutboxMessage(
            key=key,
            to=to,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
            message_id=_message_id(key),
            module=module or "",
            not_before=not_before,
            next_attempt_at=not_before or timezone.now(),
        )
    )


def _write_once(message) -> OutboxMessage | None:
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if OutboxMessage.objects.filter(key=message.key).exists():
            return None
        raise
    return message


def _skipped(key, module) -> OutboxMessage:
    return OutboxMessage(
        key=key,
        message_id=_message_id(key),
        module=module or "",
        status=MailStatus.CANCELLED,
        last_error=PAUSED,
        purged_at=timezone.now(),
    )


def cancel_mail(*, key: str) -> bool:
    """Take back a mail that has not left yet. False when there is none to take back."""
    return bool(OutboxMessage.objects.pending().filter(key=key).update(status=MailStatus.CANCELLED))


def blank(messages, now) -> int:
    """Erase address and content of these messages for good; what is left says that a mail was sent, and when."""
    return messages.exclude(status=MailStatus.PENDING).update(
        to="", subject="", text="", html="", headers={}, last_error="", purged_at=now
    )


def purge_sent(now=None) -> int:
    """Blank what was settled more than MAIL_KEEP_DAYS ago."""
    now = now or timezone.now()
    with transaction.atomic():
        return blank(OutboxMessage.objects.settled_before(now - keep_for()), now)


def erase_address(address: str) -> int:
    """Forget an address: mails that wait for it are cancelled, all are blanked."""
    with transaction.atomic():
        resume_address(address)
        messages = OutboxMessage.objects.to_address(address)
        messages.pending().update(status=MailStatus.CANCELLED)
        return blank(messages, timezone.now())


def keep_for() -> timedelta:
    """How long a settled mail keeps its content."""
    return timedelta(days=settings.MAIL_KEEP_DAYS)


def _message_id(key: str) -> str:
    """Hashed, since a Message-ID travels and a key is our business; the host is the portal's own."""
    digest = salted_hmac("participation.base.mail", key, algorithm="sha256").hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"
