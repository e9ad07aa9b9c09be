"""Reads the messages by which mail servers say that a mail did not arrive (RFC 3464).

Anybody can write such a message: it counts only for a mail that we sent, to that address, which its third part names.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from django.utils import timezone

from participation.base.mail.bounces import is_hard, record_bounce
from participation.base.mail.models import OutboxMessage

LONGEST = 5 * 1024 * 1024
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_HARD, _SOFT = "failed", "delayed"


class NotABounce(ValueError):
    """The message is a French sentence for whoever imports."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a message says about one address."""

    address: str
    hard: bool
    status: str


def parse(content: bytes) -> Message:
    """Of a message that is too long the beginning: what is read stands there. Never fails."""
    return email.message_from_bytes(content[:LONGEST], policy=email.policy.compat32)


def read(message: Message) -> tuple[str, datetime, list[Returned]]:
    """The Message-ID of the mail that came back, when, and from which addresses. Raises NotABounce."""
    if message.get_content_type() != "multipart/report":
        raise NotABounce("ce n’est pas un avis de non-remise (multipart/report)")
    report = next((part for part in message.walk() if part.get_content_type() == "message/delivery-status"), None)
    if report is None or not isinstance(report.get_payload(), list):
        raise NotABounce("la partie message/delivery-status manque")
    # The first group is about the message, each other one about a recipient.
    returned = [one for one in map(_recipient, report.get_payload()[1:]) if one]
    if not returned:
        raise NotABounce("aucun destinataire refusé")
    original = _original_id(message)
    if not original:
        raise NotABounce("le courriel d’origine n’est pas nommé")
    return original, _date(message), returned


def note(message: Message) -> int:
    """Record what came back, and return how many addresses are paused by it. Raises NotABounce."""
    original, at, returned = read(message)
    sent = OutboxMessage.objects.filter(message_id=original).first()
    if sent is None:
        raise NotABounce("le courriel d’origine n’est pas du portail")
    # The address of an older mail is erased by then; its Message-ID, which nobody can guess, has to do.
    about_us = [one for one in returned if not sent.to or one.address == sent.to.lower()]
    if not about_us:
        raise NotABounce("le courriel d’origine n’est pas allé à cette adresse")
    return sum(
        record_bounce(
            address=one.address, hard=one.hard, status=one.status, reference=f"dsn {original} {one.address}", at=at
        )
        for one in about_us
    )


def _recipient(group) -> Returned | None:
    action = str(group.get("Action", "")).strip().lower()
    if action not in (_HARD, _SOFT):
        return None
    address = _address(group.get("Original-Recipient", "")) or _address(group.get("Final-Recipient", ""))
    if not address:
        return None
    found = _STATUS.search(str(group.get("Status", "")))
    status = found[0] if found else ""
    return Returned(address, action == _HARD and is_hard(status), status)


def _address(value) -> str:
    """« rfc822;nadia@exemple.fr » → the address."""
    kind, _separator, rest = str(value).partition(";")
    if kind.strip().lower() not in ("rfc822", "utf-8"):
        return ""
    return next((address for _name, address in getaddresses([rest]) if "@" in address), "").lower()


def _original_id(message) -> str:
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            return str(part.get_payload(0).get("Message-ID", "")).strip()
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True) or b""
            return str(email.message_from_bytes(headers, policy=email.policy.compat32).get("Message-ID", "")).strip()
    return ""


def _date(message) -> datetime:
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError):
        return timezone.now()
    return at if timezone.is_aware(at) else timezone.now()
