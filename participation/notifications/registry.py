"""What can be followed and what is told. An app registers both in `AppConfig.ready()`; nothing here knows which."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from participation.notifications.enums import Delivery

ME = "moi"  # the topic that everybody follows: answers to what they gave themselves
AREA = "zone"  # an area on the map: matched by the place of the event, not by a key
DESK = "bureau"  # the daily summary of a desk; only those who hold a role have it


@dataclass(frozen=True, slots=True)
class Followed:
    """A thing one follows, as pages and mails name it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of thing one may follow. `find(keys)`: those of these keys that the public may read, in one query.

    `about`: what one will hear of, as the end of « Vous recevrez… ».
    """

    kind: str
    label: str
    find: Callable[[Iterable[str]], dict[str, Followed]]
    delivery: Delivery
    about: str = ""


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of news. Its words stand in `mail/events/<name>.subject.txt` and `mail/events/<name>.txt` (paragraphs,
    an empty line between them), which see `event`, `words` and `personal`.

    `words`: the names its words must have. `action`: the label of the link; `own_action`: that of the link of the
    people it concerns themselves, where it is another one. `samples`: a word for each name.
    """

    name: str
    label: str
    module: str
    words: frozenset[str]
    action: str
    samples: dict = field(default_factory=dict, compare=False)
    own_action: str = ""

    def action_for(self, *, personal: bool) -> str:
        return str(self.own_action if personal and self.own_action else self.action)


_topics: dict[str, Topic] = {}
_events: dict[str, EventKind] = {}


def register_topic(kind: str, *, label, find, delivery: Delivery = Delivery.DAILY, about="") -> None:
    """`label`: « Les fiches projets que je suis ». `delivery`: what a new follower gets until they choose.

    Raises ValueError for a kind that another app took.
    """
    if kind in _topics and _topics[kind].label != label:
        raise ValueError(f"topic {kind} is registered twice")
    _topics[kind] = Topic(kind, label, find, delivery, about)


def register_event(name: str, *, label, module: str, words: Iterable[str] = (), action, own_action="") -> None:
    """`name`: « reports/step », also the path of its templates. `words`: names, or a dict of names with a sample each.

    Raises ValueError for a name that is taken.
    """
    samples = dict(words) if isinstance(words, Mapping) else {}
    kind = EventKind(name, label, module, frozenset(words), action, samples, own_action)
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
