"""What people see when something goes wrong, in a browser."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache

from participation.base.limits.views import rate_limit
from participation.base.links.signing import make_link
from participation.base.links.views import signed_post
from portal import errors, urls
from tests.e2e.steps import heading, look, submit


def refused(request):
    raise PermissionDenied


def broken(request):
    """Django's own answer to a crash, without the crash that the harness would report."""
    return errors.server_error(request)


@never_cache
@rate_limit("essai", limit=1, per_seconds=86_400, methods=("GET",))
def limited(request):
    return HttpResponse("une fois")


@signed_post("essai", "errors/link.html")
def linked(request, payload):
    return HttpResponse("fait")


handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
urlpatterns = [
    path("refus/", refused),
    path("panne/", broken),
    path("trop/", limited),
    path("lien/<str:token>/", linked, name="essai"),
    *urls.urlpatterns,
]
OPTIONS = [{"width": 320}, {"width": 1280, "javascript": False}, {"width": 360, "color_scheme": "dark"}]


@pytest.fixture(params=OPTIONS, ids=["320", "1280-nojs", "dark"])
def page(request, open_page, guard, settings):
    guard.allow(r"40[034]|410|429|50[03]")
    settings.ROOT_URLCONF = __name__
    return open_page(**request.param)


def test_error_pages(page, settings):
    assert page.goto("/trop/").text() == "une fois"
    late = make_link("essai", {"a": 1}, path_name="essai", max_age=timedelta(seconds=-1))
    for address, status, title in [
        ("/aucune/page/", 404, "Cette adresse ne mène nulle part"),
        ("/refus/", 403, "Cette page n’est pas ouverte à tous"),
        ("/panne/", 500, "Le site est en panne, et c’est notre faute"),
        ("/trop/", 429, "Réessayez dans"),
        (late, 410, "Ce lien ne fonctionne plus"),
        (late[:-3], 404, "Ce lien ne fonctionne plus"),
    ]:
        answer = page.goto(address)
        assert answer.status == status
        assert heading(page).startswith(title)  # how long one has to wait depends on the hour
        look(page)
    settings.MAINTENANCE = True
    assert page.goto("/quartiers/").status == 503
    look(page)


def test_a_form_left_open_too_long(page):
    page.goto("/comptes/connexion/")
    page.context.clear_cookies()
    page.get_by_label("Adresse e-mail").fill("habitant@demo.example")
    page.get_by_label("Mot de passe").fill("demo-quartiers")
    submit(page, "Me connecter")
    assert heading(page) == "Votre envoi n’est pas parti"
    look(page)
