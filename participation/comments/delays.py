"""How long things take and are kept; a commune sets its own in the settings of the portal."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from participation.base.calendar import add_working_days, working_days_between
from participation.territory.selectors import closures


def answer_days() -> int:
    """Working days in which the city or a partner answers a published comment."""
    return getattr(settings, "COMMENTS_ANSWER_DAYS", 5)


def answer_by(published_at: datetime, commune_id: int | None = None) -> date:
    """The day an answer is due, the closures of the commune out."""
    return add_working_days(timezone.localdate(published_at), answer_days(), closed=closures(commune_id))


def answered_in(published_at: datetime, answered_at: datetime, commune_id: int | None = None) -> int:
    """Working days from publication to the answer, the closures of the commune out."""
    days = timezone.localdate(published_at), timezone.localdate(answered_at)
    return max(working_days_between(*days, closed=closures(commune_id)), 0)


def confirm_within() -> timedelta:
    """How long the link of a confirmation works, and an unconfirmed comment is kept."""
    return timedelta(days=getattr(settings, "COMMENTS_CONFIRM_DAYS", 30))


def address_kept_for() -> timedelta:
    """After a comment is answered, refused or removed."""
    return timedelta(days=getattr(settings, "COMMENTS_ADDRESS_DAYS", 30))


def address_kept_at_most() -> timedelta:
    """After it was written, answered or not."""
    return timedelta(days=getattr(settings, "COMMENTS_ADDRESS_MOST_DAYS", 365))


def refused_kept_for() -> timedelta:
    """The text of a refused comment: time to contest, then it goes."""
    return timedelta(days=getattr(settings, "COMMENTS_REFUSED_DAYS", 365))


def threads_per_page() -> int:
    return getattr(settings, "COMMENTS_PER_PAGE", 30)
