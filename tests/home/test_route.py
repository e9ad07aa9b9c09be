import pytest
from django.http import Http404
from django.test import RequestFactory
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import NewsPage
from home import models
from tests.factories.cms import (
    ConventionPageFactory,
    NewsPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
    home_page,
)

pytestmark = pytest.mark.django_db


def route(path):
    request = RequestFactory().get(path)
    return home_page().route(request, [component for component in path.split("/") if component])


def test_a_deep_page_costs_two_queries(django_assert_num_queries):
    project = ProjectPageFactory()
    home = home_page()
    components = project.get_url().strip("/").split("/")
    with django_assert_num_queries(2):
        found = home.route(RequestFactory().get("/"), components)
    assert found.page == project
    assert type(found.page) is type(project)


def test_the_front_page_is_a_copy_of_its_own_for_each_request():
    home = home_page()
    one = home.route(RequestFactory().get("/"), [])
    assert one.page == home
    assert one.page is not home


@pytest.mark.parametrize(
    "path",
    [
        "/rien/",
        "/conventions/rien/",
        "/actualites/conventions/",
        "/accueil/",
        "/actualites\0/",
        "/" + "a/" * 40,
        "/" + "a" * 5000 + "/",
    ],
)
def test_what_is_no_page_is_not_found(path):
    ConventionPageFactory()
    NewsPageFactory()
    with pytest.raises(Http404):
        route(path)


def test_the_same_slug_elsewhere_is_another_page():
    StandardPageFactory(slug="contact")
    convention = ConventionPageFactory(slug="contact")
    assert route("/conventions/contact/").page == convention
    assert route("/contact/").page != convention


def test_slugs_are_told_apart_by_case():
    StandardPageFactory(slug="contact")
    with pytest.raises(Http404):
        route("/Contact/")


def test_a_draft_is_not_found_and_a_page_below_it_still_is():
    convention = ConventionPageFactory(live=False)
    project = ProjectPageFactory(convention=convention)
    with pytest.raises(Http404):
        route(convention.get_url())
    assert route(project.get_url()).page == project


def test_an_unpublished_front_page_is_not_found():
    home = home_page()
    home.live = False
    with pytest.raises(Http404):
        home.route(RequestFactory().get("/"), [])


def test_a_page_that_routes_further_gets_the_rest_of_the_address(monkeypatch):
    news = NewsPageFactory()
    given = []
    monkeypatch.setattr(models, "RoutablePageMixin", NewsPage)
    monkeypatch.setattr(NewsPage, "route", lambda page, request, rest: given.append((page, rest)))
    route(f"{news.get_url()}archives/2026/")
    assert given == [(news, ["archives", "2026"])]


def test_the_frame_of_a_page_costs_at_most_three_queries_once_the_site_is_known(client, django_assert_num_queries):
    page = StandardPageFactory()
    client.get(page.get_url())
    with django_assert_num_queries(2):
        assert client.get(page.get_url()).status_code == 200


def test_the_frame_of_a_page_costs_at_most_six_queries_cold(client, django_assert_max_num_queries):
    page = StandardPageFactory()
    with django_assert_max_num_queries(6):
        assert client.get(page.get_url()).status_code == 200


def test_a_changed_slug_leaves_a_permanent_redirect(client, django_capture_on_commit_callbacks):
    page = StandardPageFactory(slug="avant")
    page.slug = "apres"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get("/avant/")
    assert (response.status_code, response["Location"]) == (301, "/apres/")
    assert client.get("/apres/").status_code == 200


def test_a_redirect_answers_where_no_page_does(client):
    Redirect.objects.create(old_path="/vieux", redirect_link="/actualites/", is_permanent=True)
    assert client.get("/vieux/")["Location"] == "/actualites/"


def test_every_type_of_page_is_found_by_its_own_address():
    for make in (ConventionPageFactory, NewsPageFactory, ProjectPageFactory, StandardPageFactory):
        page = make()
        assert route(page.get_url()).page == page
    assert Page.objects.filter(depth__gt=2).exists()
