"""What is shown of a result: the sentence where the words stand, the words marked."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from participation.base.search.engines import Query
from participation.base.text.normaliser import fold, spellings, token_of, without_accents

EXCERPT = 220
BEFORE_FIRST = 60
_WORD = re.compile(r"[A-Za-z]{2,6}-\d\d-\d{6,}|[^\W_]+")


class Words:
    """The words of one query, found again in plain texts. What is returned is safe HTML: all but <mark> is escaped."""

    def __init__(self, query: Query):
        self._wanted = {spelling for term in query.terms for spelling in term}
        self._prefix = query.prefix

    def marked(self, text: str) -> SafeString:
        return self._html(text, self._spans(text))

    def excerpt(self, text: str) -> SafeString:
        """About 220 characters around the first word found, cut between words; the beginning where none is."""
        first = next(self._spans(text), (0, 0))[0]
        start = _word_start(text, first - BEFORE_FIRST) if first > BEFORE_FIRST else 0
        end = _word_end(text, start + EXCERPT)
        part = text[start:end]
        html = self._html(part, self._spans(part))
        return mark_safe(f"{'… ' if start else ''}{html}{' …' if end < len(text) else ''}")  # noqa: S308 - escaped

    def _spans(self, text):
        for match in _WORD.finditer(text):
            if self._is_wanted(match[0]):
                yield match.span()

    def _is_wanted(self, word):
        if "-" in word:
            return token_of(word) in self._wanted
        folded = fold(word)
        forms = spellings(folded)
        if not self._wanted.isdisjoint(forms):
            return True
        return bool(self._prefix and forms and without_accents(folded).startswith(self._prefix))

    def _html(self, text, spans) -> SafeString:
        parts, position = [], 0
        for start, end in spans:
            parts += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
            position = end
        return mark_safe("".join([*parts, escape(text[position:])]))  # noqa: S308 - every part is escaped


def _word_start(text, position):
    space = text.rfind(" ", 0, position)
    return space + 1


def _word_end(text, position):
    if position >= len(text):
        return len(text)
    space = text.rfind(" ", 0, position)
    return space if space > position - EXCERPT // 2 else position
