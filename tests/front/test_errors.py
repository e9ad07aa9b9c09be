import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.template import loader
from django.test import Client, override_settings
from django.urls import path

from portal import errors
from portal.middleware.maintenance import MaintenanceMiddleware
from tests.front.rendering import soup, words


def refused(request):
    raise PermissionDenied


def broken(request):
    raise RuntimeError("secret detail")


def suspicious(request):
    raise SuspiciousOperation("secret detail")


handler400, handler403 = "portal.errors.bad_request", "portal.errors.forbidden"
handler404, handler500 = "portal.errors.not_found", "portal.errors.server_error"


def _urls():
    from portal.urls import urlpatterns

    return [path("refus/", refused), path("panne/", broken), path("louche/", suspicious), *urlpatterns]


@pytest.fixture
def visit(db):
    import sys

    sys.modules[__name__].urlpatterns = _urls()
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False).get


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/aucune/page/", 404, "Cette adresse ne mène nulle part"),
        ("/refus/", 403, "Cette page n’est pas ouverte à tous"),
        ("/panne/", 500, "Le site est en panne, et c’est notre faute"),
        ("/louche/", 400, "Nous n’avons pas compris cette demande"),
    ],
)
def test_each_error_has_its_page(visit, address, status, title):
    response = visit(address)
    page = soup(response.content.decode())
    assert (response.status_code, page.h1.text) == (status, title)
    assert "secret detail" not in page.text
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert len(page.select("h1, header h1")) == 1


def test_a_lost_visitor_is_led_on(visit):
    links = [a["href"] for a in soup(visit("/aucune/page/").content.decode()).select("main .doors a")]
    assert links == ["/quartiers/", "/signalements/", "/conventions/", "/participer/", "/agenda/", "/"]


@pytest.mark.django_db
def test_a_refused_visitor_may_sign_in(rf):
    request = rf.get("/refus/")
    request.user = AnonymousUser()
    assert words(soup(errors.forbidden(request).content.decode()).select_one("main .doors a")) == "Se connecter"


@pytest.mark.django_db
def test_a_form_without_its_token_is_explained():
    response = Client(enforce_csrf_checks=True).post("/theme.css")
    page = soup(response.content.decode())
    assert (response.status_code, page.h1.text) == (403, "Votre envoi n’est pas parti")


@pytest.mark.parametrize("status", [400, 500, 503])
def test_the_last_pages_need_no_database(status):
    """No `django_db` mark: a query would fail here."""
    page = soup(errors.standalone(status).content.decode())
    assert page.select_one("main h1")
    assert "Démonstration" in page.select_one(".site-note").text


@override_settings(DEMO=False)
def test_the_last_pages_say_demonstration_only_in_one():
    assert soup(errors.standalone(500).content.decode()).select_one(".site-note") is None


def test_a_broken_error_page_is_still_answered(rf, monkeypatch):
    monkeypatch.setattr(loader, "render_to_string", broken)
    response = errors.server_error(rf.get("/"))
    assert (response.status_code, response.content.decode()) == (500, errors.LAST_RESORT)


@override_settings(MAINTENANCE=True)
def test_works_close_everything_but_the_probe(rf):
    middleware = MaintenanceMiddleware(lambda request: "open")
    closed = middleware(rf.get("/quartiers/"))
    assert (closed.status_code, closed["Retry-After"], closed["Cache-Control"]) == (503, "300", "no-store")
    assert soup(closed.content.decode()).h1.text == "De retour dans quelques minutes"
    assert middleware(rf.get("/sante/")) == "open"


def test_nothing_is_closed_without_works(rf):
    assert MaintenanceMiddleware(lambda request: "open")(rf.get("/")) == "open"
