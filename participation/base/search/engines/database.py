"""The search in the portal's own database. SQLite and PostgreSQL answer alike, in the same order:

1. score: a title that says just what was typed, one that holds every word, some of them, none; then whole words before
   beginnings of words. Where one word is enough, the number of different words found comes first;
2. things without a day, which last and are few (a quartier, a convention), then the newest day;
3. the newest row.

Neither database's own rank is used: they weigh differently, and neither can be continued from a page's last result.
"""

from datetime import date
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import BooleanField, Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from participation.base.search.engines import SOME_WORDS, Found, Position, Query
from participation.base.search.models import SearchEntry

NO_DAY = date.max
THE_TITLE, ALL_IN_TITLE, SOME_IN_TITLE, WHOLE_WORDS = 6, 4, 2, 1


def search(query: Query) -> Found:
    match = {"sqlite": _Fts5, "postgresql": _TextSearch}[connection.vendor](query)
    found = SearchEntry.objects.filter(match.any_or_all())
    if query.closed:
        found = found.exclude(reduce(or_, (Q(url__startswith=prefix) for prefix in query.closed)))
    kinds = list(found.values_list("kind", flat=True)[: query.counted_to + 1])
    if query.kind:
        found = found.filter(kind=query.kind)
    found = found.annotate(score=_score(match, query), newest=Coalesce("day", Value(NO_DAY)))
    if query.before:
        found = found.filter(_after(query.before))
    entries = list(found.defer("title_words", "words").order_by("-score", "-newest", "-pk")[: query.limit + 1])
    return Found(entries, [Position(entry.score, entry.newest, entry.pk) for entry in entries], kinds)


def _score(match, query):
    score = Case(
        When(title_words=query.title, then=THE_TITLE),
        When(match.all_in_title(), then=ALL_IN_TITLE),
        When(match.some_in_title(), then=SOME_IN_TITLE),
        default=0,
        output_field=IntegerField(),
    )
    if query.prefix:
        score = score + _points(match.whole_words(), WHOLE_WORDS)
    if not query.every:
        for index in range(len(query.terms)):
            score = score + _points(match.word(index), SOME_WORDS)
    return score


def _points(condition, points):
    return Case(When(condition, then=points), default=0, output_field=IntegerField())


def _after(position):
    return (
        Q(score__lt=position.score)
        | Q(score=position.score, newest__lt=position.day)
        | Q(score=position.score, newest=position.day, pk__lt=position.pk)
    )


class _Match:
    """Conditions on an entry, written in the language of one database. Words hold letters and digits only."""

    sql = both = either = title_words = ""

    def __init__(self, query: Query):
        self.every = query.every
        self.plain = [self.spelt(spellings) for spellings in query.terms]
        self.words = list(self.plain)
        if query.prefix:
            self.words[-1] = self.spelt(query.terms[-1], query.prefix)
        self.in_title = [self.titled(spellings) for spellings in query.terms]
        if query.prefix:
            self.in_title[-1] = self.titled(query.terms[-1], query.prefix)

    def any_or_all(self):
        return self.condition((self.both if self.every else self.either).join(self.words))

    def all_in_title(self):
        return self.condition(self.both.join(self.in_title))

    def some_in_title(self):
        return self.condition(self.either.join(self.in_title))

    def whole_words(self):
        return self.condition(self.both.join(self.plain))

    def word(self, index):
        return self.condition(self.words[index])

    def condition(self, expression):
        # The text is ours, the words are a parameter.
        return RawSQL(self.sql, [expression], output_field=BooleanField())  # noqa: S611

    def spelt(self, spellings, prefix=""):
        raise NotImplementedError

    def titled(self, spellings, prefix=""):
        raise NotImplementedError


class _Fts5(_Match):
    """https://www.sqlite.org/fts5.html#full_text_query_syntax"""

    sql = "base_searchentry.id IN (SELECT rowid FROM base_searchindex WHERE base_searchindex MATCH %s)"
    both, either = " AND ", " OR "

    def spelt(self, spellings, prefix=""):
        words = [f'"{word}"' for word in spellings] + ([f'"{prefix}" *'] if prefix else [])
        return f"({' OR '.join(words)})"

    def titled(self, spellings, prefix=""):
        return f"(title_words : {self.spelt(spellings, prefix)})"


class _TextSearch(_Match):
    """https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY"""

    sql = "base_searchentry.vector @@ to_tsquery('simple', %s)"
    both, either = " & ", " | "

    def spelt(self, spellings, prefix="", weight=""):
        mark = f":{weight}" if weight else ""
        words = [f"'{word}'{mark}" for word in spellings] + ([f"'{prefix}':*{weight}"] if prefix else [])
        return f"({' | '.join(words)})"

    def titled(self, spellings, prefix=""):
        return self.spelt(spellings, prefix, "A")
