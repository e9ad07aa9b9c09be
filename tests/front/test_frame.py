import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import add_message, constants
from django.contrib.messages.storage.fallback import FallbackStorage
from django.shortcuts import render
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from participation.base.site import modules
from participation.base.site.models import PortalSettings
from portal.context import frame
from tests.factories.accounts import UserFactory
from tests.front.rendering import soup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(rf):
    """The frame's page (a 404) at a path, as seen by `user`, who then has a session cookie."""

    def get(path="/inconnue/", user=None, message=None):
        request = rf.get(path)
        request.user = user or AnonymousUser()
        request.session = {}
        request._messages = FallbackStorage(request)
        if user:
            request.COOKIES["sessionid"] = "x"
        if message:
            add_message(request, *message)
        return soup(render(request, "errors/404.html").content.decode())

    return get


def test_an_anonymous_frame_costs_one_query(rf, django_assert_num_queries):
    request = rf.get("/")
    with django_assert_num_queries(1):
        assert frame(request)["frame"].name == "Quartiers ouverts"


def test_the_frame_costs_nothing_until_a_page_uses_it(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        frame(rf.get("/admin/"))


def test_an_anonymous_page_does_not_ask_who_is_there(rf):
    class Untouchable:
        def __getattr__(self, name):
            raise AssertionError("the session was opened")

    request = rf.get("/")
    request.user = request._messages = request.session = Untouchable()
    del request._messages
    html = soup(render(request, "errors/404.html").content.decode())
    assert html.select_one(".site-nav .account").text == "Se connecter"


def test_the_name_is_shown_to_its_owner(get):
    page = get(user=UserFactory(display_name="Camille <b>"))
    assert words(page.select_one(".site-nav .account")) == "Mon compte Camille <b>"
    assert page.select_one(".site-nav .account a")["href"] == "/compte/"


def test_navigation_is_the_same_in_the_bar_and_in_the_menu(get):
    page = get()
    bar, menu = ([(a["href"], words(a)) for a in page.select(f"{nav} a")] for nav in (".site-nav", ".site-menu"))
    assert menu == [("/signalements/nouveau/", "Signaler"), *bar]
    assert [href for href, _label in bar[:3]] == ["/quartiers/", "/signalements/", "/conventions/"]
    assert len(page.select(".site-menu nav .icon")) == 8
    assert len(page.select(".site-nav .icon")) == 2, "searching, and one's account"


@pytest.mark.parametrize(
    ("path", "current"), [("/conventions/", "page"), ("/conventions/martigues/", "true"), ("/conventionsx/", None)]
)
def test_the_current_section_says_so(get, path, current):
    assert get(path).select_one('.site-nav a[href="/conventions/"]').get("aria-current") == current


def test_a_module_that_is_off_leaves_the_navigation(get, monkeypatch):
    monkeypatch.setattr(modules, "_modules", {})
    modules.register("news", "Actualités", ["/actualites/"])
    PortalSettings.objects.create(disabled_modules=["news"])
    assert "/actualites/" not in {link.get("href") for link in get().select("a")}


def test_the_sign_is_the_title_of_the_front_page_alone(get):
    PortalSettings.objects.create(place_line="Martigues")
    assert words(get("/").select_one("header h1")) == "Martigues Quartiers ouverts"
    assert get("/x/").select_one("header h1") is None


def test_titles_end_with_the_portal(get):
    PortalSettings.objects.create(place_line="Martigues")
    assert words(get().title) == "Page introuvable – Quartiers ouverts, Martigues"


def test_the_footer_says_who_publishes_and_how_to_reach_them(get):
    PortalSettings.objects.create(
        publisher_name="la Ville de Martigues",
        publisher_phone="04 65 71 20 16",
        publisher_hours="le matin",
        contact_email="a@b.example",
    )
    footer = get().footer
    assert footer.select_one(".first").text == "Site édité par la Ville de Martigues."
    assert [link["href"] for link in footer.select("p a")] == ["tel:+33465712016", "mailto:a@b.example"]
    assert "Accessibilité\u00a0: non conforme" in footer.text


def test_the_source_is_offered_when_there_is_an_address(get, settings):
    settings.SOURCE_URL = "https://exemple.fr/code"
    assert get().select_one('footer .last a[href="https://exemple.fr/code"]')


def test_a_demonstration_says_so_and_is_not_indexed(get, settings):
    assert "Démonstration" in get().select_one(".site-note").text
    settings.DEMO = False
    page = get()
    assert page.select_one(".site-note") is None
    assert page.select_one('a[href^="/demo/"]') is None


def test_own_colours_bring_one_more_sheet(get):
    assert len(get().select('link[rel="stylesheet"]')) == 7
    PortalSettings.objects.create(brand_colour="#7a1f5c")
    page = get()
    assert page.select('link[rel="stylesheet"]')[-1]["href"] == "/theme.css?v=7a1f5c-f2b134"
    assert page.select_one('meta[name="theme-color"]')["content"] == "#7a1f5c"


@pytest.mark.parametrize(
    ("level", "css"),
    [(constants.ERROR, "danger"), (constants.WARNING, "warn"), (constants.SUCCESS, "ok"), (constants.INFO, None)],
)
def test_messages_are_notices(get, level, css):
    notice = get(message=(level, "C’est <fait> !")).select_one(".site-messages .notice")
    assert words(notice) == "C’est <fait>\u202f!"
    assert notice["class"] == (["notice", css] if css else ["notice"])
    assert notice["role"] == "status"


def test_the_page_is_complete_for_machines(get):
    head = get("/x/?a=1").head
    assert head.select_one('link[rel="canonical"]')["href"] == "http://testserver/x/"
    assert head.select_one('meta[name="description"]')["content"]
    assert head.select_one('link[rel="preload"]')["crossorigin"] == ""


def test_the_logo_is_drawn_once(get, django_assert_num_queries):
    logo = get_image_model().objects.create(title="Logo", file=get_test_image_file(), alt_text="Logo", credit="Ville")
    logo.renditions.create(filter_spec="max-320x96|format-webp", file=get_test_image_file())
    PortalSettings.objects.create(logo=logo, publisher_name="la Ville")
    first = get().select_one("footer .logo")
    assert first["alt"] == "la Ville"
    with django_assert_num_queries(0):
        assert get().select_one("footer .logo")["src"] == first["src"]
