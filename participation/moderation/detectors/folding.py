"""Texts and lists as they are compared: no accents, no case, no letters drawn with digits or borrowed alphabets."""

import re
from dataclasses import dataclass
from functools import lru_cache

from participation.base.text.normaliser import fold, without_accents

_WORD = re.compile(r"[^\W_]+")
# « c0nn@rd »: signs that stand for letters inside a word.
_DRAWN = re.compile(r"(?:[^\W_]|[@$!€])+")
_LETTERS = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "€": "e"}
)
# Letters of other alphabets that look the same (casefolded).
_ALIKE = str.maketrans("авеіјкмнорѕстухԁгαεικνορτυχ", "abeijkmhopsctyxdraeiknoptux")


@dataclass(frozen=True, slots=True)
class Prepared:
    """`plain`: the words, one space between and around; `drawn`: the same with signs read as letters."""

    plain: str
    drawn: str


def tokens(text: str) -> list[str]:
    return _WORD.findall(_bare(text))


def prepared(text: str) -> Prepared:
    bare = _bare(text)
    drawn = (_read(word) for word in _DRAWN.findall(bare))
    return Prepared(f" {' '.join(_WORD.findall(bare))} ", f" {' '.join(drawn)} ")


def contains(text: Prepared, entries) -> bool:
    """Whether one of these words or expressions stands in the text, as whole words."""
    phrases = filter(None, map(_phrase, entries))
    return any(phrase in text.plain or phrase in text.drawn for phrase in phrases)


@lru_cache(maxsize=8192)
def _phrase(entry):
    """The entry of a list as it would stand in a prepared text; empty for signs only."""
    wanted = tokens(entry)
    return f" {' '.join(wanted)} " if wanted else ""


def fingerprint(text: str) -> str:
    """What two texts have in common that differ by spaces, case, accents and punctuation only."""
    return " ".join(tokens(text))


def _bare(text):
    return without_accents(fold(text).translate(_ALIKE))


def _read(word):
    """A number stays a number: only a word that has a letter is read."""
    word = word.rstrip("!")
    return word.translate(_LETTERS) if any(one.isalpha() for one in word) else word
