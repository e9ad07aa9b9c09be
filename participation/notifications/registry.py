"""What can be followed and what is told. An app registers both in `AppConfig.ready()`; nothing here knows which."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from participation.notifications.enums import Delivery

ME = "moi"  # the topic that everybody follows: answers to what they gave themselves
AREA = "zone"  # an area on the map: matched by the place of the event, not by a key


@dataclass(frozen=True, slots=True)
class Followed:
    """A thing one follows, as pages and mails name it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of thing one may follow. `find(keys)`: those of these keys that the public may read, in one query."""

    kind: str
    label: str
    find: Callable[[Iterable[str]], dict[str, Followed]]
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of news. Its words stand in `mail/events/<name>.subject.txt` and `mail/events/<name>.txt` (paragraphs,
    an empty line between them), which see `event`, `words` and `personal`.

    `words`: the names its words must have. `action`: the label of the link.
    """

    name: str
    label: str
    module: str
    words: frozenset[str]
    action: str


_topics: dict[str, Topic] = {}
_events: dict[str, EventKind] = {}


def register_topic(kind: str, *, label, find, delivery: Delivery = Delivery.DAILY) -> None:
    """`label`: « Les fiches projets que je suis ». `delivery`: what a new follower gets until they choose.

    Raises ValueError for a kind that another app took.
    """
    if kind in _topics and _topics[kind].label != label:
        raise ValueError(f"topic {kind} is registered twice")
    _topics[kind] = Topic(kind, label, find, delivery)


def register_event(name: str, *, label, module: str, words: Iterable[str] = (), action) -> None:
    """`name`: « reports/step », also the path of its templates. Raises ValueError for a name that is taken."""
    kind = EventKind(name, label, module, frozenset(words), action)
    if _events.get(name, kind) != kind:
        raise ValueError(f"event {name} is registered twice")
    _events[name] = kind


def topics() -> tuple[Topic, ...]:
    return tuple(_topics.values())


def topic(kind: str) -> Topic:
    """Raises LookupError."""
    return _topics[kind]


def events() -> tuple[EventKind, ...]:
    return tuple(_events.values())


def event_kind(name: str) -> EventKind:
    """Raises LookupError."""
    return _events[name]
