"""Who answers a query. An engine is a module with `search(Query) -> Found`; the database is the one there is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from participation.base.search.models import SearchEntry

# Where one word is enough, the score begins here: a page that follows knows by it how the first one was found.
SOME_WORDS = 8


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page of results ended: the three values by which results are ordered."""

    score: int
    day: date
    pk: int


@dataclass(frozen=True, slots=True)
class Query:
    """`terms`: for each word typed, the spellings that count. `prefix`: what the last word begins with, or empty.
    `title`: the words of a title that says just this. `every`: all the words are needed; otherwise one is enough.
    `closed`: beginnings of addresses to leave out.
    """

    terms: tuple[tuple[str, ...], ...]
    prefix: str = ""
    title: str = ""
    every: bool = True
    kind: str = ""
    closed: tuple[str, ...] = ()
    before: Position | None = None
    limit: int = 20
    counted_to: int = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """`entries`: best first, one more than `limit` when there is more. `kinds`: the kind of each result up to one
    more than `counted_to`, whatever kind was asked for."""

    entries: list[SearchEntry]
    positions: list[Position]
    kinds: list[str]


def engine() -> Callable[[Query], Found]:
    from participation.base.search.engines import database

    return database.search
