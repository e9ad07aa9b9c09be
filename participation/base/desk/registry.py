"""What waits for whom: each app tells the desk which of its things a person has to do.

An app registers in `AppConfig.ready()`. The desk (/agents/) asks every provider whose `may_enter` holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One thing to do. The desk writes the sentence of its delay from `due` and `late`.

    `title`: what it is about, a link to `url`. `detail`: a line of plain text (place, reference, since when).
    `action`: what to do, as a verb (« Dire qui s’en occupe »). `due`: the day it has to be done; None: when one can.
    `late`: promised for a day that is over, or waiting too long. `icon`: a status shape instead of the one that goes
    with the delay: recu, pris, prevu, repare, resolu, conteste, retard or clos.
    """

    title: str
    url: str
    detail: str
    action: str
    due: date | None = None
    late: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class DeskLink:
    """A desk page of a feature; `count`: how many things wait there, if that is said."""

    url: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    key: str
    provider: Callable[..., list[DeskItem]]
    may_enter: Callable[..., bool]
    links: Callable[..., list[DeskLink]] | None


_desks: dict[str, _Desk] = {}


def register(
    key: str,
    provider: Callable[..., list[DeskItem]],
    *,
    may_enter: Callable[..., bool],
    links: Callable[..., list[DeskLink]] | None = None,
) -> None:
    """`provider(user, day)`: what waits for this person on that day, in a constant number of queries.

    `may_enter(user)`: whether this desk is theirs at all; called for anonymous people too. `links(user)`: its pages.
    Raises ValueError for a key that is taken.
    """
    desk = _Desk(key, provider, may_enter, links)
    if _desks.get(key, desk) != desk:
        raise ValueError(f"desk {key} is registered twice")
    _desks[key] = desk


def _of(user):
    return [desk for desk in _desks.values() if desk.may_enter(user)]


def may_enter(user) -> bool:
    """Whether any desk is this person's."""
    return any(desk.may_enter(user) for desk in _desks.values())


def items_for(user, day: date) -> list[DeskItem]:
    """All that waits for this person on `day`, in no particular order."""
    return [item for desk in _of(user) for item in desk.provider(user, day)]


def links(user) -> list[DeskLink]:
    """The desk pages this person may open, in the order of registration."""
    return [link for desk in _of(user) if desk.links for link in desk.links(user)]
