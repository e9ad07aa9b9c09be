from datetime import date

import pytest

from cms.selectors import news
from tests.factories.cms import NewsPageFactory, news_index
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_an_empty_list_says_so(client):
    news_index()
    page = text(client.get("/actualites/"))
    assert "0 actualité" in page
    assert "Pas encore d’actualité" in page


def test_pages_are_linked_forth_and_back(client, monkeypatch):
    made = [NewsPageFactory(published_on=date(2026, 3, day)) for day in range(1, 26)]
    first = client.get("/actualites/")
    assert first.context["newer"] == ""
    second = client.get(first.context["older"])
    assert second.context["newer"] == "/actualites/"
    assert [item["title"] for item in second.context["items"]] == [page.title for page in made[14:4:-1]]
    third = client.get(second.context["older"])
    assert third.context["older"] == ""
    assert client.get(third.context["newer"]).context["items"] == second.context["items"]


@pytest.mark.parametrize("cursor", ["0", "-1", "x", "999999", "9" * 30, "١"])
def test_a_cursor_that_leads_nowhere_is_not_found(client, cursor):
    NewsPageFactory()
    assert client.get("/actualites/", {"avant": cursor}).status_code == 404


def test_the_count_stops_at_a_thousand(client, monkeypatch):
    monkeypatch.setattr(news, "COUNTED_MAX", 2)
    for _ in range(3):
        NewsPageFactory()
    assert "Plus de 2 actualités" in text(client.get("/actualites/"))


def test_an_article_says_when_who_where_and_what_else(client):
    other = NewsPageFactory(title="Autre nouvelle")
    page = NewsPageFactory(
        published_on=date(2026, 3, 1), signed_by="la Ville", quartiers=[QuartierFactory(name="Boudème")]
    )
    html = client.get(page.get_url()).content.decode()
    assert "1<sup>er</sup>" in html
    assert ", la Ville" in html
    assert ">Boudème</a>" in html
    assert other.title in html
