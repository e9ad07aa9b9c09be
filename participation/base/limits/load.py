"""How many messages come from people without account just now: a rush asks the browser for a little work."""

from django.conf import settings

from participation.base.limits.services import tallied, tally

_SCOPE = "load-"


def threshold() -> int:
    """Anonymous messages in one to two windows from which a proof of work is asked; 0 asks always, None never."""
    return getattr(settings, "PROOF_FROM_MESSAGES", 30)


def window_seconds() -> int:
    return getattr(settings, "PROOF_WINDOW_SECONDS", 300)


def asks_proof(scope: str) -> bool:
    """One query; none where it is asked always or never."""
    most = threshold()
    if not most:
        return most is not None
    return tallied(_SCOPE + scope, "", per_seconds=window_seconds()) >= most


def count_message(scope: str) -> int:
    """One more from somebody without account. Outside the transaction of the message. Returns how many there were."""
    return tally(_SCOPE + scope, "", per_seconds=window_seconds())
