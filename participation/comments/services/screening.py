"""What moderation says of a text before it appears; what is held stands in the common queue."""

from allauth.account.models import EmailAddress

from participation.comments.enums import State
from participation.comments.models import PublicComment
from participation.moderation import services as moderation
from participation.moderation.enums import Rule

KIND = "commentaire"


def author_of(comment) -> str:
    """The author as the queue knows one: a keyed hash; empty once nobody can be told any more."""
    if comment.user_id is not None:
        return moderation.author_key(user=comment.user)
    return moderation.author_key(email=comment.user_email) if comment.user_email else ""


def rules_for(comment, text: str, at, *, no_proof: bool = False, again: bool = False) -> tuple[Rule, ...]:
    """Why this text is read before it appears, gravest first; none: it appears at once.

    `no_proof`: sent in a rush of messages, without the small work that browsers do. `again`: the same person says the
    same thing in other words, which is no repetition.
    """
    user = comment.user
    verified = user is not None and EmailAddress.objects.filter(user=user, verified=True).exists()
    verdict = moderation.screen(
        text,
        author_key=author_of(comment),
        has_account=user is not None,
        verified=verified,
        known=_known(comment),
        count=not again,
        at=at,
    )
    return verdict.plus(Rule.NO_PROOF if no_proof else None).rules


def _known(comment) -> bool | None:
    """Whoever speaks in a verified function, or was published here before, is no stranger; else the queue knows."""
    if comment.badge:
        return True
    if comment.user is None:
        return None
    return PublicComment.objects.written_by(comment.user).exclude(published_at=None).exists() or None


def first_state(rules, *, has_account: bool) -> State:
    """Without account one confirms the address first, whatever was written."""
    if not has_account:
        return State.AWAITING_CONFIRMATION
    return State.HELD if rules else State.PUBLISHED


def into_queue(comment, rules, at, *, changed: bool = False) -> None:
    """In the caller's transaction. `changed`: the words are others than those that may be on somebody's screen."""
    moderation.hold(
        kind=KIND,
        key=str(comment.pk),
        verdict_or_rules=tuple(rules),
        commune=comment.commune,
        author_key=author_of(comment),
        changed=changed,
        at=at,
    )


def out_of_queue(comment, by=None, at=None) -> None:
    """Decided elsewhere, or gone."""
    moderation.withdraw(kind=KIND, key=str(comment.pk), by=by, at=at)
