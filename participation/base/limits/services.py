import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from participation.base.limits.models import RateBucket

# One statement on SQLite (3.35) and PostgreSQL alike: two requests at once count as two.
_COUNT_ONE = """
    INSERT INTO {table} (scope, hashed_key, window_start, window_end, count) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (scope, hashed_key, window_start) DO UPDATE SET count = {table}.count + 1
    RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    limited: bool
    retry_after: int


def limited(scope: str, key: str, *, limit: int, per_seconds: int) -> bool:
    """Count one try of `key` and say whether that is one too many in the current window.

    Call it outside the transaction of what is tried: one that rolls back would take the count with it.
    """
    return check(scope, key, limit=limit, per_seconds=per_seconds).limited


def check(scope: str, key: str, *, limit: int, per_seconds: int) -> Verdict:
    """As `limited`, with the seconds until the window ends."""
    now = timezone.now()
    start = math.floor(now.timestamp() / per_seconds) * per_seconds
    end = start + per_seconds
    count = _count_one(scope, _hashed(scope, key), _instant(start), _instant(end))
    return Verdict(limited=count > limit, retry_after=max(1, math.ceil(end - now.timestamp())))


def tally(scope: str, key: str, *, per_seconds: int, at: datetime | None = None) -> int:
    """Count one, and say how many there were in the window that runs and the whole one before it."""
    start = _window(at, per_seconds)
    now = _count_one(scope, _hashed(scope, key), _instant(start), _instant(start + 2 * per_seconds))
    return now + _counted(scope, key, [start - per_seconds])


def tallied(scope: str, key: str, *, per_seconds: int, at: datetime | None = None) -> int:
    """As `tally`, without counting. One query."""
    start = _window(at, per_seconds)
    return _counted(scope, key, [start, start - per_seconds])


def first_use(scope: str, key: str, *, until: datetime) -> bool:
    """Whether this is the first time that `key` comes; remembered until then. Of two at once, one is the first."""
    return _count_one(scope, _hashed(scope, key), _instant(0), until) == 1


def _window(at, per_seconds):
    return math.floor((at or timezone.now()).timestamp() / per_seconds) * per_seconds


def _counted(scope, key, starts):
    buckets = RateBucket.objects.filter(
        scope=scope, hashed_key=_hashed(scope, key), window_start__in=[_instant(start) for start in starts]
    )
    return sum(buckets.values_list("count", flat=True))


def purge_over(now=None) -> int:
    """Delete the counters of windows that have ended; even hashed, an address is not kept longer than it serves."""
    return RateBucket.objects.filter(window_end__lt=now or timezone.now()).delete()[0]


def _count_one(scope: str, hashed_key: str, start: datetime, end: datetime) -> int:
    table = connection.ops.quote_name(RateBucket._meta.db_table)
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ONE.format(table=table), [scope, hashed_key, adapt(start), adapt(end)])
        return cursor.fetchone()[0]


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(0, tz=UTC) + timedelta(seconds=seconds)


def _hashed(scope: str, key: str) -> str:
    """Keyed with SECRET_KEY: the few billion IPv4 addresses cannot be tried out against the table."""
    return salted_hmac(f"participation.base.limits.{scope}", key, algorithm="sha256").hexdigest()
