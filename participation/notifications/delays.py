"""Times and numbers a commune may set, and those nobody needs to."""

from datetime import timedelta

from django.conf import settings

# An area is a circle somebody lives in, not a city.
SMALLEST_RADIUS, WIDEST_RADIUS = 50, 2000
FOLLOWED_AT_MOST = 300
CONFIRMATIONS_A_DAY = 5
# Signed links of mails that are kept: one may stop after years.
LINKS_WORK_FOR = timedelta(days=5 * 365)
# An event whose templates fail is tried again until then.
DISTRIBUTE_WITHIN = timedelta(days=1)


def events_kept_for() -> timedelta:
    return timedelta(days=getattr(settings, "NOTIFICATIONS_KEEP_DAYS", 180))


def confirm_within() -> timedelta:
    """How long a link that confirms a follow works, and its row waits."""
    return timedelta(days=getattr(settings, "NOTIFICATIONS_CONFIRM_DAYS", 30))


def idle_kept_for() -> timedelta:
    """An address without account that follows nothing."""
    return timedelta(days=getattr(settings, "NOTIFICATIONS_IDLE_DAYS", 30))


def refusals_kept_for() -> timedelta:
    """« No mail » is remembered for an address, so that it stays so."""
    return timedelta(days=getattr(settings, "NOTIFICATIONS_REFUSAL_DAYS", 3 * 365))


def mail_chunk() -> int:
    """People told at once within one transaction."""
    return getattr(settings, "NOTIFICATIONS_CHUNK", 50)


def digest_chunk() -> int:
    """People whose news are looked up together."""
    return getattr(settings, "NOTIFICATIONS_DIGEST_CHUNK", 200)


def digest_items() -> int:
    """News in one digest; the others are counted, and stand in the list on the site."""
    return getattr(settings, "NOTIFICATIONS_DIGEST_ITEMS", 30)


def summary_hour() -> int:
    """When desks get their summary."""
    return getattr(settings, "NOTIFICATIONS_DESK_HOUR", 8)
