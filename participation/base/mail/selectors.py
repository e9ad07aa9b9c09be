from dataclasses import dataclass
from datetime import datetime

from participation.base.mail.models import Bounce, OutboxMessage


@dataclass(frozen=True, slots=True)
class Backlog:
    """Mails that should have left already; `oldest_seconds` is how long the first of them has waited."""

    count: int
    oldest_seconds: int


def backlog(now: datetime) -> Backlog:
    """Counts to 1 000: beyond, the number no longer changes what one does."""
    due = list(OutboxMessage.objects.due(now).values_list("next_attempt_at", flat=True)[:1000])
    return Backlog(len(due), int((now - due[0]).total_seconds()) if due else 0)


def mails_to(address: str) -> list[dict]:
    """What the outbox still holds for an address, for the person's own export."""
    rows = OutboxMessage.objects.to_address(address).order_by("created_at")
    return [
        {"objet": row.subject, "texte": row.text, "écrit le": row.created_at, "envoyé le": row.sent_at} for row in rows
    ]


def returns_from(address: str) -> list[dict]:
    """Mails that came back from an address, for the person's own export."""
    rows = Bounce.objects.of(address).order_by("at")
    return [{"revenu le": row.at, "définitif": row.hard, "code": row.status} for row in rows]
