"""Words as the search compares them: what is written in a page and what is typed pass through here.

A word is kept in up to three spellings, all without accents: as written, its stem, and the stem of its bare letters.
Accents say something to a French stemmer (« réparée »), and people on a phone leave them out: so either spelling of a
query meets either spelling of a text. The stems are Snowball’s (snowballstem.org/algorithms/french/stemmer.html).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

TYPED_MAX = 200
TERMS_MAX = 8
WORD_MAX = 40
PREFIX_MIN = 3
WORDS_MAX = 30_000

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ı": "i", "’": "'", "ʼ": "'", "‘": "'", "´": "'", "`": "'"})
_ELISION = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'(?=\w)")
_WORD = re.compile(r"[^\W_]+")
# « MAR-26-000123 » with any dash or space between its parts, zeros left out or not.
_DASH = r"[-\u2010-\u2015\u2212]"
_REFERENCE = re.compile(
    rf"(?<![\w-])([a-z]{{2,6}})\s?{_DASH}\s?(\d\d)\s?{_DASH}\s?(\d{{1,9}})(?![\w-])|(?<![\w-])([a-z]{{2,6}})(\d\d)(\d{{6,9}})(?!\w)"
)
_SPOKEN = re.compile(r"\s*(?:n\s?[°º]\s*)?([a-z]{2,6})[\s.\-/_]*(\d\d)[\s.\-/_]+(\d{1,9})\s*")
_REFERENCE_DIGITS = 6

STOP_WORDS = frozenset(
    """
    a ai alors as au aucun aussi autre aux avait avec c ca car ce ceci cela celle celui ces cet cette ceux chez ci comme
    d dans de des donc dont du elle elles en entre es est et etaient etait etre eu eux fait il ils j je jusqu l la le
    les leur leurs lorsqu lui m ma mais me meme mes moi mon n ne ni nos notre nous on ont ou par pas plus pour puisqu qu
    que quel quelle quelles quels qui quoi quoiqu s sa sans se ses si son sont sous sur t ta te tes toi ton tout tous
    toute toutes tres tu un une vos votre vous y
    """.split()  # noqa: SIM905
)
# Plurals that the stemmer does not bring back to their singular, in the words people use about a quartier.
_IRREGULAR = {
    "baux": "bail",
    "cailloux": "caillou",
    "feux": "feu",
    "jeux": "jeu",
    "lieux": "lieu",
    "travaux": "travail",
    "trous": "trou",
    "voeux": "voeu",
    "yeux": "oeil",
}
_FEMININE = re.compile(r"ees?$")
_stemmer = snowballstemmer.stemmer("french")


def fold(text: str) -> str:
    """Compatible forms joined (NFKC), lower case, ligatures opened, one apostrophe. Accents that French knows stay.

    What one does not see (controls, soft hyphens, directions, joiners) is gone, and so are the marks that stand apart
    from their letter (vowel signs of Arabic).
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character):
    if character.isspace():
        return " "
    return "" if unicodedata.category(character)[0] in "CM" else character


def without_accents(text: str) -> str:
    """« église » → « eglise »."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if unicodedata.category(character)[0] != "M")


@lru_cache(maxsize=32_768)
def spellings(word: str) -> tuple[str, ...]:
    """The forms under which a folded word is kept; none for a stop word."""
    bare = without_accents(word)[:WORD_MAX]
    if not bare or bare in STOP_WORDS:
        return ()
    bare = _IRREGULAR.get(bare, bare)
    # « reparee » is « réparée » typed in haste: a stemmer takes « ée » for an ending, « ee » for none.
    feminine = _FEMININE.sub("e", bare)
    stems = (bare, without_accents(_stemmer.stemWord(word[:WORD_MAX])), _stemmer.stemWord(feminine))
    return tuple(dict.fromkeys(form for form in stems if _WORD.fullmatch(form)))


def words_of(text: str) -> str:
    """The words of a text as an index holds them, one space between; every spelling once."""
    kept: dict[str, None] = {}
    for match_words in _units(text):
        kept.update(dict.fromkeys(match_words))
        if len(kept) >= WORDS_MAX:
            break
    return " ".join(kept)


def _units(text) -> Iterator[tuple[str, ...]]:
    folded = fold(text)
    for reference in references_in(folded):
        yield (token_of(reference),)
    for word in _WORD.findall(_ELISION.sub(" ", folded)):
        yield spellings(word)


def query_terms(typed: str) -> list[tuple[str, ...]]:
    """What has to be found: for each word typed its spellings, in the order typed, `TERMS_MAX` at most.

    Anything may be typed; no character has a meaning of its own. The list is empty when nothing but stop words is left.
    """
    terms: dict[tuple[str, ...], None] = {}
    folded = fold(typed[:TYPED_MAX])
    for reference in references_in(folded):
        terms[(token_of(reference),)] = None
    folded = _REFERENCE.sub(" ", folded)
    for word in _WORD.findall(_ELISION.sub(" ", folded)):
        forms = spellings(word)
        if forms:
            terms[forms] = None
    return list(terms)[:TERMS_MAX]


def last_word(typed: str) -> str:
    """The word being typed, bare, if it is long enough to stand for its beginning; else an empty text."""
    words = _WORD.findall(_ELISION.sub(" ", fold(typed[:TYPED_MAX])))
    bare = without_accents(words[-1])[:WORD_MAX] if words else ""
    return bare if len(bare) >= PREFIX_MIN and bare not in STOP_WORDS and bare.isalpha() else ""


def references_in(folded: str) -> list[str]:
    """References that stand in a folded text, as they are written: « MAR-26-000123 »."""
    return [_written(*filter(None, match.groups())) for match in _REFERENCE.finditer(folded)]


def reference_typed(typed: str) -> str:
    """The reference, when nothing else is typed: « mar 26 123 », « n° MAR-26-000123 »; else an empty text."""
    folded = fold(typed[:TYPED_MAX]).strip()
    found = references_in(folded)
    spoken = _SPOKEN.fullmatch(folded)
    if spoken:
        return _written(*spoken.groups())
    return found[0] if found and _REFERENCE.fullmatch(folded) else ""


def token_of(reference: str) -> str:
    """A reference as one word of the index."""
    return "".join(_WORD.findall(reference.casefold()))


def _written(code, year, number):
    return f"{code.upper()}-{year}-{number.lstrip('0').zfill(_REFERENCE_DIGITS)}"


def readable(text: str) -> str:
    """Plain text as it may be stored and shown: no control or invisible characters, one space between words."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(_shown(character) for character in unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def _shown(character):
    if character.isspace():
        return " "
    return "" if unicodedata.category(character)[0] == "C" else character
