"""The same queries on both databases, with the same results in the same order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.base.search import selectors
from participation.base.search.registry import Document
from participation.base.search.selectors import find_reference, search
from participation.base.search.services import refresh

pytestmark = pytest.mark.django_db
# The rows are only read: one corpus serves all examples.
hostile = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

QUERIES = {
    # plurals
    "ascenseurs": ["ascenseur"],
    "lampadaire": ["lampes", "réparé"],
    "aires de jeu": ["jeux"],
    "travail": ["jeux"],
    # accents
    "ECLAIRAGE": ["réparé", "réunion"],
    "éclairage": ["réparé", "réunion"],
    "repare": ["réparé"],
    "reparees": ["réparé"],
    "oeuvre": ["guillemets"],
    # elision, with both apostrophes
    "d’ascenseur": ["ascenseur"],
    "l'aire": ["jeux"],
    "jusqu’à l’école": ["lampes"],
    # the beginning of the last word
    "lampad": ["lampes", "réparé"],
    "réunion cit": ["réunion"],
    # a reference
    "MAR-26-000123": ["ascenseur"],
    "mar 26 123": ["ascenseur"],
    "voir mar‑26‑123 svp": ["ascenseur"],
    # what an engine could take for its own language
    '"': [],
    '"canto"': ["guillemets", "jeux", "réunion", "lampes", "ascenseur", "réparé", "arabe"],
    "ascenseur AND (NEAR/2 *": ["ascenseur"],
    "-ascenseur": ["ascenseur"],
    "title_words:ascenseur": ["ascenseur"],
    "ascenseur' | !'": ["ascenseur"],
    "{ascenseur} : * ^ + ~": ["ascenseur"],
    "\\'": [],
    "%s %d %(x)s": [],
    # what cannot be a word
    "\0": [],
    "ascen\0seur": ["ascenseur"],
    "a\u200bscen\u00adseur": ["ascenseur"],
    "": [],
    "   ": [],
    "le la les de l’ pour": [],
    "?!…": [],
    # much
    "ascenseur " * 200: ["ascenseur"],
    "x" * 2048: [],
    "é" * 2048: [],
    # other alphabets
    "المصعد": ["arabe"],
    # one word is enough where no row has them all, and more of them come first
    "ascenseur lampadaire éteint": ["lampes", "ascenseur", "réparé"],
    "ascenseur introuvable": ["ascenseur"],
    "introuvable": [],
}


def names(corpus, results):
    by_url = {document.url: name for name, document in corpus.documents.items()}
    return [by_url[hit.url] for hit in results.hits]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: ascii(query[:30]))
def test_what_is_found(corpus, query):
    found = names(corpus, search(query))
    reference = find_reference(query)
    if reference:
        found = [name for name, document in corpus.documents.items() if document.url == reference.url]
    assert found == QUERIES[query]


def test_a_title_comes_before_a_text_and_what_lasts_before_the_newest(corpus):
    """« Canto » stands in one title and in the place of every row; « jeux » has no day."""
    assert names(corpus, search("canto"))[:3] == ["guillemets", "jeux", "réunion"]


def test_a_title_that_says_just_that_comes_first(corpus):
    corpus.documents["arabe"] = Document("Aire de jeux, l’histoire", "", "/aire/")
    refresh(corpus.rows["arabe"])
    corpus.documents["jeux"] = replace(corpus.documents["jeux"], day=date(2020, 1, 1))
    refresh(corpus.rows["jeux"])
    assert names(corpus, search("aire de jeux")) == ["jeux", "arabe"]
    assert names(corpus, search("aire")) == ["arabe", "jeux"]


@hostile
@given(st.text(max_size=300))
def test_any_text_may_be_typed(corpus, typed):
    search(typed)
    find_reference(typed)


@hostile
@given(st.text(alphabet="ascen seur\"'*():-^&|!<>\\%\0\t é’", max_size=60))
def test_any_punctuation_may_be_typed(corpus, typed):
    search(typed)


@hostile
@given(st.text(max_size=80), st.text(max_size=30))
def test_any_kind_and_any_cursor_may_be_sent(corpus, kind, before):
    assert names(corpus, search("ascenseur", kind=kind, before=before)) == ["ascenseur"]


@pytest.mark.parametrize("before", ["5-9999999-1", "999-0-1", "0-0-999999999999999999", "8-1-1", "x", "5-1"])
def test_a_cursor_that_leads_nowhere(corpus, before):
    search("canto", before=before)


def test_pages_follow_each_other_without_a_gap(corpus):
    whole = names(corpus, search("canto"))
    for limit in (1, 2, 3):
        read, before = [], None
        while True:
            page = search("canto", before=before, limit=limit)
            read += names(corpus, page)
            before = page.next
            if not before:
                break
        assert read == whole, limit


def test_pages_of_some_of_the_words_follow_each_other(corpus):
    query = "lampadaire réunion travaux panne"
    whole = search(query)
    assert not whole.every and whole.total == len(whole.hits) == 5
    first = search(query, limit=2)
    second = search(query, limit=3, before=first.next)
    assert names(corpus, first) + names(corpus, second) == names(corpus, whole)
    assert not second.every and not second.next


def test_how_many_there_are(corpus, monkeypatch):
    assert (search("canto").total, search("canto").more_than_counted) == (7, False)
    monkeypatch.setattr(selectors, "COUNTED_TO", 3)
    assert (search("canto").total, search("canto").more_than_counted) == (3, True)


@pytest.mark.parametrize("copies", [1, 30])
def test_queries_do_not_grow(corpus, django_assert_num_queries, copies):
    from participation.base.search.models import SearchEntry
    from participation.base.site.selectors import portal_settings

    entry = SearchEntry.objects.first()
    for number in range(copies):
        entry.pk, entry.object_id = None, 1000 + number
        entry.save(force_insert=True)
    portal_settings()
    with django_assert_num_queries(2):
        search("canto")
    with django_assert_num_queries(4):
        search("canto introuvable")
    with django_assert_num_queries(0):
        search("le la les")
