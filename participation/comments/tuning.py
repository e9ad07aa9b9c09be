"""How much and how long, as a commune may set it in the settings of the portal. Delays of answers: see `delays`."""

from datetime import timedelta

from django.conf import settings


def edit_within() -> timedelta:
    """For how long one may change what one wrote."""
    return timedelta(minutes=getattr(settings, "COMMENTS_EDIT_MINUTES", 10))


def revisions_kept_for() -> timedelta:
    """What a comment said before it was changed: time enough to moderate and to contest."""
    return timedelta(days=getattr(settings, "COMMENTS_REVISION_DAYS", 365))


def replies_shown() -> int:
    """How many replies a thread shows under an object, the first ones; the others have a page of their own."""
    return getattr(settings, "COMMENTS_REPLIES_SHOWN", 10)


def replies_per_page() -> int:
    """On the page of one thread."""
    return getattr(settings, "COMMENTS_REPLIES_PER_PAGE", 100)
