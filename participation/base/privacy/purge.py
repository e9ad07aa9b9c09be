"""What has outlived its purpose is first proposed, then removed: an elimination list someone can read comes before.

An app registers its purges in `AppConfig.ready()` (or in its `personal_data.py`); `manage.py purge` lists them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class PurgeItem:
    """One line of the elimination list. `rows` is for `apply` alone: a query set, primary keys, whatever it needs."""

    what: str
    count: int
    why: str
    oldest: datetime | None = None
    newest: datetime | None = None
    rows: Any = None


@dataclass(frozen=True, slots=True)
class Purge:
    name: str
    propose: Callable[[datetime], Sequence[PurgeItem]]
    apply: Callable[[Sequence[PurgeItem]], int]


@dataclass(frozen=True, slots=True)
class Proposal:
    purge: Purge
    items: tuple[PurgeItem, ...]


_purges: dict[str, Purge] = {}


def register_purge(
    name: str,
    propose: Callable[[datetime], Sequence[PurgeItem]],
    apply: Callable[[Sequence[PurgeItem]], int],
) -> None:
    """`propose(now)` only reads and returns what is due at that aware instant (nothing due: an empty list);
    `apply(items)` removes it in one transaction and returns how many rows went. Both may run any number of times."""
    if name in _purges:
        raise ValueError(f"purge {name} is registered twice")
    _purges[name] = Purge(name, propose, apply)


def names() -> tuple[str, ...]:
    return tuple(sorted(_purges))


def proposals(now: datetime | None = None, only: str | None = None) -> tuple[Proposal, ...]:
    """What each purge would remove at `now`; the lines with nothing to remove are left out."""
    now = now or timezone.now()
    chosen = [_purges[only]] if only else [_purges[name] for name in names()]
    return tuple(Proposal(purge, tuple(item for item in purge.propose(now) if item.count)) for purge in chosen)
