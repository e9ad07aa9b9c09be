from collections import defaultdict

from participation.notifications import registry
from participation.notifications.models import Recipient, Subscription
from participation.notifications.registry import ME, Followed, Topic


def recipient_of_user(user) -> Recipient | None:
    """The recipient of an account, if it has one. One query, nothing is written."""
    if not getattr(user, "is_authenticated", False):
        return None
    found = Recipient.objects.filter(user=user).first()
    if found is not None:
        found.user = user
    return found


def subscription_of(who, kind: str, key: str = "") -> Subscription | None:
    """What an account or a recipient follows of this kind and key, confirmed or not. One query."""
    if who is None or getattr(who, "is_authenticated", True) is False:
        return None
    found = Subscription.objects.filter(kind=kind)
    found = found.filter(recipient=who) if isinstance(who, Recipient) else found.filter(recipient__user=who)
    # Everybody has one of these, under a key of their own.
    return (found if kind == ME else found.filter(key=key)).first()


def followed_by(recipient) -> list[tuple[Topic, Subscription, Followed | None]]:
    """All that somebody follows and confirmed, kind by kind in the order of registration, newest first.

    Followed is None for what has no page (« moi », areas, the desk) and for what the public may not read any more.
    One query, and one for each kind.
    """
    by_kind = defaultdict(list)
    for one in Subscription.objects.confirmed().filter(recipient=recipient).order_by("-created_at", "-pk"):
        by_kind[one.kind].append(one)
    rows = []
    for topic in registry.topics():
        mine = by_kind.get(topic.kind, ())
        found = topic.find([one.key for one in mine]) if mine else {}
        rows += [(topic, one, found.get(one.key)) for one in mine]
    return rows


def email_of(recipient) -> str:
    """Where this person's mail goes."""
    return recipient.address
