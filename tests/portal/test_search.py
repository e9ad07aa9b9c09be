"""/recherche/: the page."""

from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.base.search.models import SearchEntry
from participation.base.search.services import rebuild
from participation.base.site.models import PortalSettings
from tests.factories.cms import NewsPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db
hostile = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def body(response):
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def news():
    page = NewsPageFactory(title="Une fontaine <place> Desnos", intro="Elle coule dès mai.")
    rebuild()
    return page


def test_the_field_alone(client):
    html = body(client.get("/recherche/"))
    assert 'name="q"' in html and "csrf" not in html.lower()
    assert "résultat" not in html


def test_words_are_found_and_marked(client, news):
    response = client.get("/recherche/", {"q": "FONTAINES coule"})
    html = body(response)
    assert "1 résultat pour « FONTAINES coule »" in html
    assert news.url in html
    raw = response.content.decode()
    assert "<mark>fontaine</mark> &lt;place&gt; Desnos" in raw
    assert "Elle <mark>coule</mark>" in raw
    assert "noindex" in raw


@pytest.mark.parametrize("typed", ["introuvable", "le la les", "?!", '"'])
def test_nothing_found_says_what_to_try(client, news, typed):
    html = body(client.get("/recherche/", {"q": typed}))
    assert f"Rien pour « {typed} »" in html
    assert ("Essayez un mot plus court, ou un numéro de signalement." in html) == (typed == "introuvable")


def test_some_of_the_words_are_said_to_be_some(client, news):
    assert "Aucune page ne dit tout cela. 1 résultat" in body(client.get("/recherche/", {"q": "fontaine dragon"}))


def test_a_reference_leads_to_its_object(client, news):
    SearchEntry.objects.update(reference="MAR-26-000123")
    for typed in ("MAR-26-000123", "mar 26 123"):
        response = client.get("/recherche/", {"q": typed})
        assert (response.status_code, response.headers["Location"]) == (302, news.url)
    assert client.get("/recherche/", {"q": "mar 26 124"}).status_code == 200


def test_kinds_can_be_chosen(client, news):
    page = StandardPageFactory(title="La fontaine")
    rebuild()
    html = body(client.get("/recherche/", {"q": "fontaine"}))
    assert "Tout" in html and "/recherche/?q=fontaine&sorte=page" in html
    html = body(client.get("/recherche/", {"q": "fontaine", "sorte": "page"}))
    assert page.url in html and news.url not in html
    assert "1 résultat pour" in html
    assert "2 résultats pour" in body(client.get("/recherche/", {"q": "fontaine", "sorte": "inconnue"}))


def test_a_kind_without_any_leads_back_to_all(client, news):
    html = body(client.get("/recherche/", {"q": "fontaine", "sorte": "page"}))
    assert "Chercher partout" in html


def test_more_than_a_page(client):
    for number in range(25):
        NewsPageFactory(title=f"Fontaine {number}")
    rebuild()
    first = client.get("/recherche/", {"q": "fontaine"})
    assert first.content.count(b"<mark>") == 20
    following = first.context["next"]
    assert following in body(first)
    second = client.get(following)
    assert second.content.count(b"<mark>") == 5
    assert "Revenir aux premiers résultats" in body(second)
    assert {line["url"] for line in first.context["hits"]}.isdisjoint(line["url"] for line in second.context["hits"])


def test_what_is_switched_off_is_not_shown(client, news):
    PortalSettings.objects.create(disabled_modules=["actualites"])
    from participation.base import cache

    cache._start_new_version()
    assert "Rien pour « fontaine »" in body(client.get("/recherche/", {"q": "fontaine"}))


@hostile
@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_anything_may_be_asked(client, news, typed, kind, before):
    response = client.get("/recherche/", {"q": typed, "sorte": kind, "avant": before})
    assert response.status_code == 200
    assert "\0" not in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["x" * 2048, "é " * 1024, "<script>alert(1)</script>", '"><img src=x>', "\u202efontaine"]
)
def test_hostile_words(client, news, typed):
    html = client.get("/recherche/", {"q": typed}).content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html and "\u202e" not in html


def test_bytes_that_are_no_text(client):
    assert client.get("/recherche/?q=%ff%fe%00&q=%00&sorte[]=1").status_code == 200


def test_only_reading(client):
    assert client.post("/recherche/", {"q": "fontaine"}).status_code == 405


@pytest.mark.parametrize("count", [1, 30])
def test_queries(client, count, django_assert_num_queries):
    for number in range(count):
        NewsPageFactory(title=f"Fontaine {number}")
    rebuild()
    client.get("/recherche/")
    with django_assert_num_queries(2):
        client.get("/recherche/", {"q": "fontaine"})
    with django_assert_num_queries(4):
        client.get("/recherche/", {"q": "fontaine dragon"})
    with django_assert_num_queries(0):
        client.get("/recherche/")
