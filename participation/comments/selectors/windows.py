"""From when until when one may write about an object, and what was retained."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.text import dates
from participation.comments.models import Discussion


@dataclass(frozen=True, slots=True)
class Window:
    """`closes_at` is the instant from which it is closed. `outcome`: empty until then."""

    opens_at: datetime | None
    closes_at: datetime | None
    is_open: bool
    sentence: str
    outcome: str
    outcome_at: datetime | None

    @property
    def last_day(self) -> date | None:
        return last_day(self.closes_at)


def window_of(target, at: datetime | None = None) -> Window | None:
    """The dates of this object, None where nobody set any. One query."""
    found = Discussion.objects.about(target).first()
    if found is None:
        return None
    return window_from(found.opens_at, found.closes_at, found.outcome, found.outcome_at, at or timezone.now())


def window_from(
    opens_at: datetime | None, closes_at: datetime | None, outcome: str, outcome_at: datetime | None, at: datetime
) -> Window | None:
    """The same from the columns of a discussion; None without dates: nobody closes it."""
    if opens_at is None and closes_at is None:
        return None
    over = closes_at is not None and at >= closes_at
    return Window(
        opens_at=opens_at,
        closes_at=closes_at,
        is_open=not over and (opens_at is None or at >= opens_at),
        sentence=_sentence(opens_at, closes_at, at),
        outcome=outcome if over else "",
        outcome_at=outcome_at if over else None,
    )


def last_day(closes_at: datetime | None) -> date | None:
    """The last day on which one may write: the instant itself is the midnight after it."""
    return closes_at and timezone.localdate(closes_at - timedelta(microseconds=1))


def _sentence(opens, closes, at) -> str:
    if closes is not None and at >= closes:
        return _("La discussion est fermée depuis le %(day)s. Les commentaires restent lisibles.") % {
            "day": dates.day(last_day(closes))
        }
    if opens is not None and at < opens:
        if closes is None:
            return _("La discussion ouvre le %(day)s.") % {"day": dates.day(opens)}
        return _("La discussion ouvre le %(day)s, jusqu’au %(last)s.") % {
            "day": dates.day(opens),
            "last": dates.day(last_day(closes)),
        }
    if closes is None:
        return _("La discussion est ouverte.")
    return _("On peut écrire jusqu’au %(day)s.") % {"day": dates.day(last_day(closes))}
