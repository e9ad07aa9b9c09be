import pytest
from wagtail.models import Page, PageViewRestriction, Site

from cms import visibility
from cms.models import NewsPage, ProjectPage
from cms.selectors.sitemap import public_addresses
from cms.visibility import is_restricted, tree_frame, visible
from participation.base import cache
from tests.factories.cms import (
    ConventionPageFactory,
    NewsPageFactory,
    ProjectPageFactory,
    QuartierPageFactory,
    home_page,
    news_index,
)
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db


def restrict(page):
    """As an editor does it; the version starts anew when the transaction commits, here at once."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    cache._start_new_version()


def test_live_pages_are_visible_and_drafts_are_not():
    live = NewsPageFactory()
    NewsPageFactory(live=False)
    assert list(visible(NewsPage.objects.all())) == [live]


def test_a_restriction_hides_the_page_and_what_is_below():
    convention = ConventionPageFactory()
    ProjectPageFactory(convention=convention)
    other = ProjectPageFactory()
    restrict(convention)
    assert list(visible(ProjectPage.objects.all())) == [other]
    assert is_restricted(ProjectPage.objects.exclude(pk=other.pk).get())
    assert not is_restricted(other)


def test_the_alias_of_a_restricted_page_is_hidden_too():
    news = NewsPageFactory()
    alias = news.create_alias(update_slug="ailleurs", parent=news_index())
    restrict(news)
    assert not visible(NewsPage.objects.all()).exists()
    assert is_restricted(alias)


def test_a_restricted_page_does_not_let_anyone_in(client):
    news = NewsPageFactory()
    assert client.get(news.get_url()).status_code == 200
    restrict(news)
    response = client.get(news.get_url())
    assert response.status_code == 302
    assert response["Location"].startswith("/comptes/connexion/")


def test_saving_a_restriction_starts_a_new_version(django_capture_on_commit_callbacks):
    before = cache.version()
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=news_index(), restriction_type=PageViewRestriction.LOGIN)
    assert cache.version() != before


def test_the_site_is_read_once_for_each_version(django_assert_num_queries):
    visibility.forget()
    site = tree_frame().site
    assert site.root_page == home_page()
    with django_assert_num_queries(0):
        assert tree_frame().site is site
    cache._start_new_version()
    assert tree_frame().site is not site


def test_what_is_remembered_is_dropped_after_a_minute(monkeypatch, django_assert_num_queries):
    visibility.forget()
    tree_frame()
    now = visibility.time.monotonic()
    monkeypatch.setattr(visibility.time, "monotonic", lambda: now + visibility.SECONDS + 1)
    with django_assert_num_queries(3):
        tree_frame()


def test_several_sites_are_left_to_wagtail(client):
    Site.objects.create(hostname="autre.example", root_page=home_page())
    visibility.forget()
    assert tree_frame().site is None
    assert client.get("/").status_code == 200


def test_the_sitemap_holds_public_pages_and_every_quartier_once():
    page = QuartierPageFactory()
    QuartierFactory(slug="sans-page")
    NewsPageFactory(live=False, slug="brouillon")
    secret = NewsPageFactory(slug="secret")
    restrict(secret)
    paths = [address.path for address in public_addresses()]
    assert paths.count(f"/quartiers/{page.slug}/") == 1
    assert "/quartiers/sans-page/" in paths
    assert "/" in paths
    assert not {"/actualites/brouillon/", "/actualites/secret/"} & set(paths)


@pytest.mark.parametrize("size", [1, 30])
def test_the_sitemap_costs_two_queries(size, django_assert_num_queries):
    for _ in range(size):
        NewsPageFactory()
        QuartierFactory()
    tree_frame()
    with django_assert_num_queries(2):
        assert len(list(public_addresses())) >= 2 * size


def test_wagtail_and_we_agree_on_what_is_public():
    shown, hidden = NewsPageFactory(), NewsPageFactory()
    restrict(hidden)
    ours = set(visible(Page.objects.filter(depth__gt=1)).values_list("pk", flat=True))
    assert ours == set(Page.objects.live().public().filter(depth__gt=1).values_list("pk", flat=True))
    assert shown.pk in ours
