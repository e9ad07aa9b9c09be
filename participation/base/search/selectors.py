"""What a visitor finds. The words they typed mean words and nothing else."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from participation.base.search.engines import SOME_WORDS, Found, Position, Query, engine
from participation.base.search.models import SearchEntry
from participation.base.search.registry import kinds
from participation.base.search.showing import Words
from participation.base.site import modules
from participation.base.site.selectors import portal_settings
from participation.base.text.normaliser import TYPED_MAX, last_word, query_terms, reference_typed, words_of

COUNTED_TO = 1000
_CURSOR = re.compile(r"(\d{1,3})-(\d{1,7})-(\d{1,18})")
_EPOCH = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Hit:
    """`title` and `excerpt` are safe HTML, with the words found in <mark>."""

    kind: str
    kind_label: str
    title: str
    excerpt: str
    url: str
    reference: str
    day: date | None
    place: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`count` is None where the results are too many to be counted."""

    key: str
    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Results:
    """`total`: results of the kind asked for, counted to 1 000; `more_than_counted`: there are more than that.
    `every`: all the words were found together, otherwise some of them. `understood`: something was left to look for
    besides the words that stand everywhere. `next`: what `before` takes for the page that follows, or empty.
    """

    hits: list[Hit]
    kinds: list[Kind]
    kind: str = ""
    total: int = 0
    more_than_counted: bool = False
    next: str = ""
    every: bool = True
    understood: bool = True


def search(query: str, *, kind: str | None = None, before: str | None = None, limit: int = 20) -> Results:
    """What the public may read about the words of `query`, best first. Anything may be typed.

    `kind`: one of `registry.kinds()`. `before`: `Results.next` of the page above. What is neither is left out of
    account. Two queries, and two more where no page holds all the words.
    """
    asked = _query(query, kind, before, limit)
    if not asked.terms:
        return Results([], [], understood=False)
    found = engine()(asked)
    if not found.kinds and asked.every and len(asked.terms) > 1:
        asked = replace(asked, every=False)
        found = engine()(asked)
    return _results(asked, found)


def find_reference(query: str) -> SearchEntry | None:
    """The public thing whose reference was typed and nothing else. No query unless it looks like one."""
    reference = reference_typed(query)
    if not reference:
        return None
    found = SearchEntry.objects.filter(reference=reference).exclude(reference="").first()
    return found if found and not found.url.startswith(_closed() or ("\0",)) else None


def _query(query, kind, before, limit):
    terms = tuple(query_terms(query))
    prefix = last_word(query)
    if not terms or prefix not in terms[-1]:
        prefix = ""
    position = _position(before)
    return Query(
        terms=terms,
        prefix=prefix,
        title=words_of(query[:TYPED_MAX]),
        every=position is None or position.score < SOME_WORDS,
        kind=kind if kind in kinds() else "",
        closed=_closed(),
        before=position,
        limit=limit,
        counted_to=COUNTED_TO,
    )


def _results(asked: Query, found: Found) -> Results:
    labels, words = kinds(), Words(asked)
    counts, capped = Counter(found.kinds), len(found.kinds) > COUNTED_TO
    entries = found.entries[: asked.limit]
    total = counts[asked.kind] if asked.kind else len(found.kinds)
    return Results(
        hits=[
            Hit(
                kind=entry.kind,
                kind_label=str(labels.get(entry.kind, "")),
                title=words.marked(entry.title),
                excerpt=words.excerpt(entry.text),
                url=entry.url,
                reference=entry.reference,
                day=entry.day,
                place=entry.place,
            )
            for entry in entries
        ],
        kinds=[
            Kind(key, str(label), None if capped else counts[key])
            for key, label in labels.items()
            if capped or counts[key]
        ],
        kind=asked.kind,
        total=min(total, COUNTED_TO),
        more_than_counted=capped,
        next=_cursor(found.positions[len(entries) - 1]) if len(found.entries) > len(entries) else "",
        every=asked.every,
    )


def _closed() -> tuple[str, ...]:
    off = portal_settings().disabled_modules
    return tuple(prefix for module in modules.registered() if module.key in off for prefix in module.url_prefixes)


def _position(cursor) -> Position | None:
    match = _CURSOR.fullmatch(cursor or "")
    if not match or int(match[2]) > (date.max - _EPOCH).days:
        return None
    return Position(int(match[1]), _EPOCH + timedelta(days=int(match[2])), int(match[3]))


def _cursor(position: Position) -> str:
    return f"{position.score}-{(position.day - _EPOCH).days}-{position.pk}"
