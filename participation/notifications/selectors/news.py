"""The list on the site: what happened to all that somebody follows, mailed or not."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Q
from django.db.models.functions import Cos, Power, Radians
from django.db.models.lookups import LessThanOrEqual

from participation.base.geo.circles import METRES_PER_DEGREE
from participation.notifications import registry
from participation.notifications.models import Event, EventTopic, Recipient, Subscription
from participation.notifications.registry import AREA, DESK, ME
from participation.notifications.selectors.following import recipient_of_user
from participation.notifications.wording import open_kinds, wording

UNREAD_AT_MOST = 99


@dataclass(frozen=True, slots=True)
class News:
    """One line: `title` and `text` are plain. `position` is what `before=` and `mark_read(through=)` take."""

    title: str
    text: str
    url: str
    at: datetime
    unread: bool
    quartier: str
    position: int
    action: str = ""


def news_for(recipient, before: int | None = None, limit: int = 30) -> list[News]:
    """The newest news of a recipient, before a position. One query; none for nobody."""
    if recipient is None:
        return []
    events = _events_of(recipient)
    if before is not None:
        events = events.filter(position__lt=before)
    mine = EventTopic.objects.filter(event=OuterRef("pk"), kind=ME, key=str(recipient.pk))
    events = events.select_related("quartier").annotate(personal=Exists(mine)).order_by("-position")[:limit]
    return [_line(event, recipient) for event in events]


def unread_count(who) -> int:
    """News since the list was read last, counted to 99. `who`: a recipient or an account. At most two queries."""
    recipient = who if isinstance(who, Recipient) else recipient_of_user(who)
    if recipient is None:
        return 0
    unread = _events_of(recipient).filter(position__gt=recipient.seen_through).order_by("-position")
    return len(unread.values_list("pk", flat=True)[:UNREAD_AT_MOST])


def _events_of(recipient):
    """Placed events that concern what somebody follows and happened after they did (what concerns oneself: always).

    Asked event by event in the order of positions: whoever wants the newest stops early, what was read is left out
    before anything is compared, and the statement is as long for three hundred follows as for one.
    """
    mine = Subscription.objects.confirmed().filter(recipient=recipient).exclude(kind=DESK)
    by_topic = mine.filter(
        Q(kind=ME) | Q(created_at__lte=OuterRef("event__at")), kind=OuterRef("kind"), key=OuterRef("key")
    )
    told = EventTopic.objects.filter(Exists(by_topic), event=OuterRef("pk"))
    by_place = mine.filter(_around(), kind=AREA, created_at__lte=OuterRef("at"))
    near = Q(latitude__isnull=False) & Q(Exists(by_place))
    return Event.objects.filter(Q(Exists(told)) | near, position__isnull=False, kind__in=open_kinds())


def _around():
    """The place of the event, outside, lies in the area: exact metres, computed by the database."""
    latitude, longitude = (
        ExpressionWrapper(OuterRef(name), output_field=FloatField()) for name in ("latitude", "longitude")
    )
    up = (F("latitude") - latitude) * METRES_PER_DEGREE
    right = (F("longitude") - longitude) * Cos(Radians(F("latitude"))) * METRES_PER_DEGREE
    return LessThanOrEqual(Power(up, 2) + Power(right, 2), Power(F("radius_m"), 2))


def _line(event, recipient) -> News:
    kind = registry.event_kind(event.kind)
    said = wording(event, personal=event.personal)
    url = event.personal_url if event.personal and event.personal_url else event.url
    return News(
        title=said.title,
        text=said.text,
        url=url,
        at=event.at,
        unread=event.position > recipient.seen_through,
        quartier=event.quartier.name if event.quartier else "",
        position=event.position,
        action=kind.action_for(personal=event.personal),
    )
