import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.text import normaliser
from participation.base.text.normaliser import (
    fold,
    last_word,
    query_terms,
    readable,
    reference_typed,
    spellings,
    words_of,
)


def meets(typed, written):
    """Whether every word of a query stands in a text."""
    held = set(words_of(written).split())
    terms = query_terms(typed)
    return bool(terms) and all(held & set(term) for term in terms)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ascenseur", "ascenseurs"),
        ("éclairage", "Eclairages"),
        ("réparé", "réparées"),
        ("repare", "réparée"),
        ("reparee", "réparés"),
        ("jeu", "jeux"),
        ("travail", "travaux"),
        ("local", "locaux"),
        ("citoyen", "citoyennes"),
        ("œuvre", "OEUVRES"),
        ("l’eau", "eau"),
        ("d'éclairage", "éclairages"),
        ("aujourd’hui", "aujourd'hui"),
        ("ﬁche", "fiches"),
        ("cafe\u0301", "café"),
        ("straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("مُصْعَد", "مصعد"),
    ],
)
def test_words_meet_either_way(one, other):
    assert meets(one, other)
    assert meets(other, one)


@pytest.mark.parametrize(("one", "other"), [("ascenseur", "ascension"), ("chat", "achat"), ("rat", "ratisser")])
def test_other_words_do_not(one, other):
    assert not meets(one, other)
    assert not meets(other, one)


@pytest.mark.parametrize(
    "typed",
    [
        "MAR-26-000123",
        "mar-26-123",
        "mar 26 123",
        "MAR 26 000123",
        "n° MAR-26-000123",
        "mar26000123",
        " mar‑26‑000123 ",
        "mar – 26 – 123",
        "Mar.26.123",
        "MAR\u00a026\u202f000123",
    ],
)
def test_a_reference_however_typed(typed):
    assert reference_typed(typed) == "MAR-26-000123"


@pytest.mark.parametrize(
    "typed",
    ["", "mar", "mar 26", "ascenseur 26", "le 26 mars 2026", "MAR-26-000123 desnos", "26-000123", "mar-2026-123"],
)
def test_what_is_no_reference(typed):
    assert reference_typed(typed) == ""


def test_a_reference_in_a_text_is_one_word():
    assert "mar26000123" in words_of("Voir MAR-26-000123, svp.").split()
    assert meets("mar-26-123", "Voir MAR-26-000123.")
    assert not meets("mar-26-124", "Voir MAR-26-000123.")


def test_a_long_number_keeps_its_digits():
    assert reference_typed("MAR-26-1234567") == "MAR-26-1234567"


@pytest.mark.parametrize(
    ("typed", "word"),
    [("lampad", "lampad"), ("l’éclair", "eclair"), ("la", ""), ("bus 42", ""), ("ici pour", ""), ("", ""), ("?!", "")],
)
def test_the_beginning_of_the_last_word(typed, word):
    assert last_word(typed) == word


def test_words_that_stand_everywhere_are_left_out():
    assert query_terms("le la les de l’ à où pour") == []
    assert query_terms("le bus de l’école") == [spellings("bus"), spellings("école")]


def test_a_query_is_short_whatever_is_typed():
    assert len(query_terms(" ".join(f"mot{number}" for number in range(1000)))) == normaliser.TERMS_MAX
    assert all(len(word) <= normaliser.WORD_MAX for term in query_terms("é" * 5000) for word in term)


def test_a_text_is_bounded():
    words = words_of(" ".join(f"mot{number}" for number in range(100_000)))
    assert len(words.split()) < normaliser.WORDS_MAX + 5


@given(st.text(max_size=400))
def test_words_hold_letters_and_digits_only(text):
    for word in words_of(text).split(" "):
        assert word == "" or (word.isalnum() and word == word.lower())
    for term in query_terms(text):
        assert term and all(word.isalnum() for word in term)
    assert last_word(text) == "" or last_word(text).isalpha()


@given(st.text(max_size=200))
def test_a_text_is_found_by_itself(text):
    assert not query_terms(text) or meets(text, text)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=200))
def test_what_is_readable_can_be_stored(text):
    kept = readable(text)
    assert "\0" not in kept and "\u202e" not in kept and kept == " ".join(kept.split())
    kept.encode()


def test_every_spelling_once():
    assert spellings("ascenseur") == ("ascenseur",)
    assert spellings("réparées") == ("reparees", "repar")
