from datetime import date, timedelta
from itertools import pairwise

import pytest

from cms.selectors import news
from cms.selectors.news import latest_news, news_page
from tests.factories.cms import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def thirty():
    """Newest first; several share a day."""
    made = [NewsPageFactory(published_on=date(2026, 3, 1) + timedelta(days=n // 3)) for n in range(30)]
    return [page.pk for page in reversed(made)]


def ids(found):
    return [item.pk for item in found.items]


def test_pages_follow_each_other_without_gap_nor_double(thirty):
    seen, cursor = [], None
    while True:
        found = news_page(cursor, size=7)
        seen += ids(found)
        if found.older is None:
            break
        cursor = found.older
    assert seen == thirty


def test_the_way_back_shows_the_same_pages(thirty):
    cursors, cursor = [None], None
    while (cursor := news_page(cursor, size=7).older) is not None:
        cursors.append(cursor)
    for before, here in pairwise(cursors):
        assert news_page(here, size=7).newer == (before or 0)
    assert news_page(None, size=7).newer is None


def test_a_news_published_meanwhile_moves_nothing_on_the_next_page(thirty):
    first = news_page(size=7)
    NewsPageFactory(published_on=date(2026, 12, 1))
    assert ids(news_page(first.older, size=7)) == thirty[7:14]


def test_drafts_are_nowhere(thirty):
    draft = NewsPageFactory(live=False)
    assert draft.pk not in ids(news_page(size=50))
    assert news_page(draft.pk) is None


def test_an_unknown_cursor_is_no_page():
    assert news_page(999_999) is None


def test_counting_stops(thirty, monkeypatch):
    assert (news_page().count, news_page().more_than) == (30, False)
    monkeypatch.setattr(news, "COUNTED_MAX", 20)
    assert (news_page().count, news_page().more_than) == (20, True)


def test_latest_besides_the_one_being_read(thirty):
    assert [page.pk for page in latest_news(3, besides=thirty[0])] == thirty[1:4]


@pytest.mark.parametrize("size", [1, 30])
def test_a_page_of_news_costs_two_queries(size, django_assert_num_queries):
    for _ in range(size):
        NewsPageFactory()
    news_page()
    with django_assert_num_queries(2):
        assert [(one.title, one.intro, one.get_url(), one.published_on) for one in news_page().items]
