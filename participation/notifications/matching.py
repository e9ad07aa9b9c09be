"""Which news wait for whom, for many people at once: one statement, whose result is bounded for each person.

Written in SQL since the two tables it joins (what is followed, what events are about) have no key in common but the
topic itself. An event counts for a person once, whatever they follow of it; what they were told of at once (the key
of that mail in the outbox) or in an earlier digest does not count again.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Min

from participation.base.geo.circles import METRES_PER_DEGREE
from participation.base.mail.models import OutboxMessage
from participation.notifications import delays
from participation.notifications.enums import Delivery
from participation.notifications.models import Event, EventTopic, Recipient, Subscription
from participation.notifications.registry import AREA, DESK, ME
from participation.notifications.wording import open_kinds

_FOUND = """
    SELECT s.recipient_id, e.position, e.id AS event_id, CASE WHEN s.kind = '{me}' THEN 1 ELSE 0 END AS personal,
        CASE WHEN s.delivery = '{weekly}' THEN 1 ELSE 0 END AS weekly,
        CASE WHEN s.delivery <> '{weekly}' AND e.position <= COALESCE(s.through, r.daily_through) THEN 1 ELSE 0 END
            AS told
    FROM {subscription} s JOIN {recipient} r ON r.id = s.recipient_id
    {joins}
    WHERE s.recipient_id IN ({people}) AND s.confirmed_at IS NOT NULL AND s.kind <> '{desk}'
        AND NOT e.silent AND e.kind IN ({kinds}) AND e.position <= %s AND e.position > %s
        AND (s.kind = '{me}' OR e.at >= s.created_at)
        AND (
            (s.delivery IN ('{now}', '{daily}') AND (e.position > COALESCE(s.through, r.daily_through) OR {is_weekly}))
            OR (s.delivery = '{weekly}' AND {is_weekly} AND e.position > COALESCE(s.through, r.weekly_through))
        )
"""
_BY_TOPIC = (
    "JOIN {topic} t ON t.kind = s.kind AND t.key = s.key AND t.event_id >= %s JOIN {event} e ON e.id = t.event_id"
)
_BY_PLACE = """JOIN {event} e ON s.kind = '{area}' AND e.id >= %s
        AND e.latitude BETWEEN s.latitude - {high} AND s.latitude + {high}
        AND POWER((e.latitude - s.latitude) * {metres}, 2)
            + POWER((e.longitude - s.longitude) * COS(RADIANS(s.latitude)) * {metres}, 2) <= POWER(s.radius_m, 2)"""
_WAITING = """
    SELECT recipient_id, event_id, personal, weekly, total FROM (
        SELECT recipient_id, event_id, personal, weekly, position,
            ROW_NUMBER() OVER (PARTITION BY recipient_id ORDER BY position DESC) AS place,
            COUNT(*) OVER (PARTITION BY recipient_id) AS total
        FROM (
            SELECT recipient_id, position, event_id, MAX(personal) AS personal, MIN(weekly) AS weekly
            FROM ({by_topic} UNION ALL {by_place}) found
            WHERE NOT EXISTS (
                SELECT 1 FROM {outbox} o
                WHERE o.key = 'event-' || CAST(event_id AS varchar(20)) || '-' || CAST(recipient_id AS varchar(20))
            )
            GROUP BY recipient_id, position, event_id HAVING MAX(told) = 0
        ) news
    ) numbered
    WHERE place <= %s ORDER BY recipient_id, position DESC
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event that waits for somebody. `total`: all that wait for them; `weekly`: followed week by week only."""

    recipient_id: int
    event_id: int
    personal: bool
    weekly: bool
    total: int


def waiting(recipients, weekly, through: int, *, switched=()) -> list[Waiting]:
    """Of these recipients, the newest events up to position `through` that their digest has to tell.

    `weekly`: the keys of those whose weekly topics join in. `switched`: the positions of follows whose delivery
    changed. Two queries, however many people and events.
    """
    first = min(min(one.daily_through, one.weekly_through if one.pk in weekly else through) for one in recipients)
    first = min(first, *switched) if switched else first
    oldest = Event.objects.filter(position__gt=first, position__lte=through).aggregate(oldest=Min("pk"))["oldest"]
    kinds = open_kinds()
    if oldest is None or not kinds:
        return []
    people = [one.pk for one in recipients]
    joining = sorted(weekly) or [0]
    marks = {
        "people": ", ".join(["%s"] * len(people)),
        "kinds": ", ".join(["%s"] * len(kinds)),
        "is_weekly": f"s.recipient_id IN ({', '.join(['%s'] * len(joining))})",
    }
    one_branch = [oldest, *people, *kinds, through, first, *joining, *joining]
    with connection.cursor() as cursor:
        cursor.execute(_statement(marks), [*one_branch, *one_branch, delays.digest_items()])
        return [Waiting(who, event, bool(mine), bool(week), total) for who, event, mine, week, total in cursor]


def _statement(marks) -> str:
    names = {
        name: connection.ops.quote_name(model._meta.db_table)
        for name, model in (
            ("subscription", Subscription),
            ("recipient", Recipient),
            ("topic", EventTopic),
            ("event", Event),
            ("outbox", OutboxMessage),
        )
    }
    names |= {"me": ME, "area": AREA, "desk": DESK} | {one.value: one.value for one in Delivery}
    names |= {"metres": METRES_PER_DEGREE, "high": delays.WIDEST_RADIUS * 1.01 / METRES_PER_DEGREE} | marks
    by_topic = _FOUND.format(joins=_BY_TOPIC.format(**names), **names)
    by_place = _FOUND.format(joins=_BY_PLACE.format(**names), **names)
    return _WAITING.format(by_topic=by_topic, by_place=by_place, **names)
