"""How long things take and are kept; a commune sets its own in the settings of the portal."""

from datetime import timedelta

from django.conf import settings


def outside_within() -> timedelta:
    """How long the link of the contact outside the service works."""
    return timedelta(days=getattr(settings, "MODERATION_OUTSIDE_DAYS", 30))


def presence_for() -> timedelta:
    """How long « Camille lit ce message » is believed."""
    return timedelta(seconds=getattr(settings, "MODERATION_PRESENCE_SECONDS", 120))


def repeats() -> int:
    """The same text, that many times in `repeat_window()`, is held."""
    return getattr(settings, "MODERATION_REPEATS", 3)


def repeat_window() -> timedelta:
    return timedelta(hours=getattr(settings, "MODERATION_REPEAT_HOURS", 12))


def case_kept_for() -> timedelta:
    """A settled case and its log, which hold no text."""
    return timedelta(days=getattr(settings, "MODERATION_CASE_DAYS", 3 * 365))


def retry_after() -> timedelta:
    """A decision that could not take effect is tried again after this long."""
    return timedelta(seconds=getattr(settings, "MODERATION_RETRY_SECONDS", 60))


def give_up_after() -> timedelta:
    """… and after this long the message is to be read again."""
    return timedelta(seconds=getattr(settings, "MODERATION_GIVE_UP_SECONDS", 600))
