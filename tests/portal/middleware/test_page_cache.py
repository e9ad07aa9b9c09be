"""The whole-page cache: what it keeps, for whom, for how long, and what it must never keep."""

import gzip

import pytest
from django.core.cache import cache as storage
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from cms.services import facts
from participation.base import cache
from participation.base.site.models import PortalSettings
from portal.middleware import page_cache
from portal.middleware.page_cache import PageCacheMiddleware
from tests.factories.accounts import UserFactory
from tests.factories.cms import (
    ConventionPageFactory,
    HomePageFactory,
    MilestoneFactory,
    NewsPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cached(settings):
    settings.PAGE_CACHE_SECONDS = 60


def how(response):
    return response.headers.get("X-Page-Cache", "")


def answering(make, settings=None):
    """The middleware around a view of ours; calls are counted in `.calls`."""
    calls = []

    def view(request):
        calls.append(request.path)
        return make(request)

    middleware = PageCacheMiddleware(view)
    middleware.calls = calls
    return middleware


def get(path="/", **headers):
    return RequestFactory().get(path, **headers)


def page(_request=None):
    return HttpResponse("<p>une page</p>")


# --- Hits -------------------------------------------------------------------------------------------------------------
def test_the_second_visitor_gets_the_stored_page_without_a_query(client, django_assert_num_queries):
    news = NewsPageFactory()
    first = client.get(news.get_url())
    with django_assert_num_queries(0):
        second = Client().get(news.get_url())
    assert (how(first), how(second)) == ("miss", "hit")
    assert second.content == first.content
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert second.headers["Content-Type"] == "text/html; charset=utf-8"
    assert second.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_off_at_zero_seconds(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/")
    assert how(client.get("/")) == ""
    assert not storage._cache.keys() - {":1:page-cache-version"}


def test_nothing_is_kept_longer_than_a_minute(settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 3_600
    kept = []
    monkeypatch.setattr(page_cache.cache, "set", lambda key, value, timeout=None: kept.append(timeout))
    answering(page)(get())
    assert kept == [60]


def test_gzip_and_plain_are_two_entries(client):
    HomePageFactory()
    squeezed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/")
    assert (how(squeezed), how(plain)) == ("miss", "miss")
    again = client.get("/", headers={"Accept-Encoding": "br, gzip"})
    assert how(again) == "hit"
    assert gzip.decompress(again.content) == plain.content
    assert again.headers["Content-Encoding"] == "gzip"


def test_head_is_answered_from_the_page_without_its_body(client):
    body = client.get("/").content
    response = client.head("/")
    assert how(response) == "hit"
    assert response.content == b""
    assert response.headers["Content-Length"] == str(len(body))


def test_head_alone_stores_nothing():
    middleware = answering(page)
    middleware(RequestFactory().head("/"))
    assert how(middleware(get())) == "miss"


def test_a_browser_that_holds_the_page_gets_304(client):
    first = client.get("/")
    tag = first.headers["ETag"]
    for response in (client.get("/", headers={"If-None-Match": tag}), client.head("/", headers={"If-None-Match": tag})):
        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["ETag"] == tag
    assert client.get("/", headers={"If-None-Match": '"autre"'}).status_code == 200


def test_the_tag_depends_on_what_is_read_not_on_the_compression(client):
    tags = {client.get("/", headers={"Accept-Encoding": "gzip"}).headers["ETag"]}
    cache._start_new_version()
    tags.add(client.get("/", headers={"Accept-Encoding": "gzip"}).headers["ETag"])
    tags.add(client.get("/").headers["ETag"])
    assert len(tags) == 1


def test_browsers_ask_again_before_they_show_a_page(client):
    assert client.get("/").headers["Cache-Control"] == "no-cache"


def test_a_host_that_is_not_ours_is_refused_on_a_hit_too(client):
    client.get("/")
    assert client.get("/", headers={"Host": "pirate.example"}).status_code == 400


# --- Fresh at once ----------------------------------------------------------------------------------------------------
@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_what_is_published_shows_at_once(client, committed):
    news = NewsPageFactory(title="Avant")
    assert "Avant" in client.get(news.get_url()).content.decode()
    news.title = "Après"
    with committed():
        news.save_revision().publish()
    response = client.get(news.get_url())
    assert how(response) == "miss"
    assert "Après" in response.content.decode()


def test_what_is_unpublished_or_deleted_is_gone_at_once(client, committed):
    kept, gone = NewsPageFactory(), NewsPageFactory()
    client.get(kept.get_url())
    client.get(gone.get_url())
    with committed():
        kept.unpublish()
    with committed():
        gone.delete()
    assert client.get(kept.get_url()).status_code == 404
    assert client.get(gone.get_url()).status_code == 404


def test_what_moves_answers_at_its_new_address_at_once(client, committed):
    section, moved = StandardPageFactory(slug="aide"), StandardPageFactory(slug="contact")
    client.get("/contact/")
    with committed():
        moved.move(section, pos="last-child")
    assert client.get("/contact/").status_code == 301
    assert client.get("/aide/contact/").status_code == 200


def test_what_becomes_private_is_closed_at_once(client, committed):
    news = NewsPageFactory()
    client.get(news.get_url())
    with committed():
        PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(news.get_url()).status_code == 302


def test_a_kept_promise_shows_at_once(client, committed):
    convention = ConventionPageFactory()
    milestone = MilestoneFactory(project=ProjectPageFactory(convention=convention))
    assert "0 étape tenue sur 1" in client.get(convention.get_url()).content.decode()
    with committed():
        facts.mark_milestone_done(milestone, done_on=milestone.due_on.replace(year=2025), actor=None, role="")
    assert "1 étape tenue sur 1" in client.get(convention.get_url()).content.decode()


def test_settings_show_at_once(client, committed):
    client.get("/")
    with committed():
        PortalSettings(publisher_name="la Ville d’Aubagne").save()
    assert "la Ville d’Aubagne" in client.get("/").content.decode()


def test_what_is_written_while_a_page_is_built_is_not_hidden_by_it():
    """The version is read before the page is built: a page built from older data lands under the older version."""

    def slow(request):
        cache._start_new_version()
        return page()

    middleware = answering(slow)
    middleware(get())
    assert how(middleware(get())) == "miss"


# --- Never kept -------------------------------------------------------------------------------------------------------
def test_who_is_logged_in_neither_reads_nor_writes_the_cache(client):
    user = UserFactory(display_name="Nour Benali")
    member = Client()
    member.force_login(user)
    assert how(member.get("/")) == ""
    first = client.get("/")
    assert how(first) == "miss"
    assert "Nour Benali" not in first.content.decode()
    again = member.get("/")
    assert how(again) == ""
    assert "Nour Benali" in again.content.decode()
    assert "Nour Benali" not in client.get("/").content.decode()


def test_pages_with_a_form_are_never_kept(client):
    one, two = client.get("/comptes/connexion/"), Client().get("/comptes/connexion/")
    assert "csrfmiddlewaretoken" in one.content.decode()
    assert (how(one), how(two)) == ("", "")
    assert one.cookies["csrftoken"].value != two.cookies["csrftoken"].value


def test_a_visitor_whose_message_waits_is_served_apart(client):
    client.get("/")
    client.cookies["messages"] = "quelque chose"
    assert how(client.get("/")) == ""


@pytest.mark.parametrize(
    "make",
    [
        lambda request: HttpResponse("introuvable", status=404),
        lambda request: HttpResponse(status=302, headers={"Location": "/ailleurs/"}),
        lambda request: HttpResponse("mien", headers={"Cache-Control": "private"}),
        lambda request: HttpResponse("secret", headers={"Cache-Control": "max-age=0, no-store"}),
        lambda request: HttpResponse("frais", headers={"Cache-Control": "no-cache"}),
        lambda request: HttpResponse("langue", headers={"Vary": "Accept-Language"}),
        lambda request: HttpResponse("partout", headers={"Vary": "*"}),
        lambda request: StreamingHttpResponse(iter([b"flux"])),
        lambda request: HttpResponse(b"x" * (page_cache.BYTES_MAX + 1)),
    ],
)
def test_what_is_not_the_same_whole_page_for_all_is_not_kept(make):
    middleware = answering(make)
    assert how(middleware(get())) == ""
    middleware(get())
    assert len(middleware.calls) == 2


def test_a_cookie_of_the_answer_keeps_it_out():
    def with_cookie(request):
        response = page()
        response.set_cookie("preference", "1")
        return response

    middleware = answering(with_cookie)
    middleware(get())
    assert how(middleware(get())) == ""


def test_a_token_that_was_used_keeps_the_page_out():
    def with_token(request):
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
        return page()

    middleware = answering(with_token)
    middleware(get())
    assert how(middleware(get())) == ""


@pytest.mark.parametrize("headers", [{"Authorization": "Basic eDp5"}, {"HX-Request": "true"}])
def test_requests_that_ask_for_something_else_pass_by(headers):
    middleware = answering(page)
    middleware(get())
    assert how(middleware(get(headers=headers))) == ""


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_only_reading_is_cached(method):
    middleware = answering(page)
    middleware(get())
    assert how(middleware(getattr(RequestFactory(), method)("/"))) == ""


# --- Addresses --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["vue=quartier", "avant=42", "page=2", "page=2&vue=theme"])
def test_parameters_that_pages_know_have_their_own_entry(query):
    middleware = answering(lambda request: HttpResponse(request.META["QUERY_STRING"]))
    middleware(get("/"))
    assert how(middleware(get(f"/?{query}"))) == "miss"
    again = middleware(get(f"/?{query}"))
    assert (how(again), again.content.decode()) == ("hit", query)


def test_the_order_of_parameters_does_not_matter():
    middleware = answering(page)
    middleware(get("/?page=2&vue=theme"))
    assert how(middleware(get("/?vue=theme&page=2"))) == "hit"


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=lettre",
        "page=0",
        "page=2&page=3",
        "page=99999999999",
        "vue=THEME",
        "vue=",
        "page",
        "avant=1%27--",
        "a=1&b=2&c=3&d=4",
        "page=1" + "&" * 200,
        "%",
    ],
)
def test_other_parameters_are_answered_and_never_stored(query):
    middleware = answering(page)
    assert middleware(get(f"/?{query}")).status_code == 200
    assert how(middleware(get(f"/?{query}"))) == ""


@given(st.text(max_size=120))
def test_no_query_breaks_the_cache_nor_makes_an_unbounded_key(query):
    known = page_cache._known_query(query)
    assert known is None or len(known) <= 60


def test_a_flood_of_unknown_addresses_stores_nothing():
    middleware = answering(page)
    before = set(storage._cache)
    for number in range(50):
        middleware(get(f"/?x={number}"))
        middleware(get("/" + "a" * (page_cache.PATH_MAX + number) + "/"))
    assert set(storage._cache) - before <= {":1:page-cache-version"}


# --- Near the end, and without a cache --------------------------------------------------------------------------------
def test_one_request_renews_a_page_that_is_about_to_end(monkeypatch):
    middleware = answering(page)
    middleware(get())
    now = page_cache.time.time()
    monkeypatch.setattr(page_cache.time, "time", lambda: now + 50)
    storage.touch(next(key[3:] for key in storage._cache if key.startswith(":1:page:")), 600)
    # While one request renews it, the others still read what is there.
    middleware.get_response = lambda request: HttpResponse(how(PageCacheMiddleware(page)(get())))
    assert middleware(get()).content.decode() == "hit"


def test_a_cache_that_is_down_costs_speed_and_nothing_else(monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionError("redis")

    middleware = answering(page)
    for name in ("get", "set", "add"):
        monkeypatch.setattr(page_cache.cache, name, down)
    assert middleware(get()).status_code == 200
    assert len(middleware.calls) == 1
