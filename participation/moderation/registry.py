"""What can be held. An app registers each kind of thing in `AppConfig.ready()`; the queue itself knows none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Photo:
    """`url` is a private address: who may not read the case gets 404 there."""

    key: str
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Item:
    """A held thing as a moderator sees it. `context`: (label, text) pairs around it: what it replies to, the page it
    stands on, what was said before. `author` is the name others would see, never an address."""

    title: str
    url: str
    text: str
    author: str
    written_at: datetime
    context: tuple[tuple[str, str], ...] = ()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """How the queue acts on one kind of thing. Every function takes the key of the thing as text.

    * `find(keys)`: the items still there, by key, in a constant number of queries.
    * `reach(user, cases)`: the cases of this kind, out of a query set, that this person may read and decide;
      `moderation.rules.city_reach` for what the city's moderators read.
    * `publish(key, by, at, text)`: `text` is the version without personal data, None for the text as written. What is
      published already stays so; what was refused, removed or hidden appears again. `by` may be None (an appeal that
      the contact outside the service decided).
    * `refuse(key, by, at, ground, reason)`: it will not appear, or no longer does; refused already: nothing happens.
    * `tell(key, subject, template, context, mail_key, not_before)`: one mail to its author, if there is an address:
      `queue_mail(key=mail_key, to=…, template=template, context=context, not_before=not_before, module=…)`; the
      context is complete, `subject` stands in it as `heading`.
    * `blur(key, photo, boxes, by, at)`: boxes are (left, top, right, bottom) in thousandths of the picture; None where
      there are no photos. The original is destroyed (`participation.base.media.blurring`).
    * `hide(key, at)`: out of sight until somebody read it; `publish` brings it back. None: it stays visible meanwhile.
    * `erase(key, at)`: text and photos go for good, the row may stay; needed by « mettre sous scellé ».
    * `public(key)`: whether everybody sees it now (what may be flagged). None: whatever `find` gives.
    * `about(key)`: (commune, author key) of a thing, for what is flagged; the commune may be a primary key.
    * `may_enter(user)`: whether cases of another audience than the city's may wait for this person.
    * `readers(case)`: a query set of the people who may decide a case of another audience, to find somebody else for an
      appeal.
    """

    key: str
    label: str
    module: str
    find: Callable[[Iterable[str]], Mapping[str, Item]]
    reach: Callable
    publish: Callable
    refuse: Callable
    tell: Callable
    blur: Callable | None = None
    hide: Callable | None = None
    erase: Callable | None = None
    public: Callable[[str], bool] | None = None
    about: Callable[[str], tuple] | None = None
    may_enter: Callable | None = None
    readers: Callable | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Raises ValueError for a key that another app took."""
    if kind.key in _kinds and _kinds[kind.key].label != kind.label:
        raise ValueError(f"moderation of {kind.key} is registered twice")
    _kinds[kind.key] = kind


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def kind(key: str) -> Kind:
    """Raises LookupError."""
    return _kinds[key]
