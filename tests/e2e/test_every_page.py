"""Every public page of the demonstration, opened in a browser: axe finds nothing, nothing overflows, nobody else is
asked for anything."""

import pytest

from tests.harness.browser import assert_accessible, assert_fits

STATES = [
    "/",
    "/?page=2",
    "/demo/composants/",
    "/demo/courrier/",
    "/mentions-legales/",
    "/accessibilite/",
    "/confidentialite/",
    "/comptes/inscription/",
    "/comptes/connexion/",
    "/comptes/mot-de-passe/oublie/",
    "/cette-page-n-existe-pas/",
]
ACCOUNT = [
    "/compte/",
    "/compte/nom/",
    "/compte/quartier/",
    "/compte/effacer/",
    "/comptes/adresse/",
    "/comptes/mot-de-passe/",
    "/comptes/double-authentification/",
    "/comptes/deconnexion/",
]
# One page of each type and of each notable state; the whole walk over all pages stands in tests/test_pages.py.
PER_TYPE = 2


def public_addresses():
    from wagtail.models import Page

    seen, addresses = {}, []
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
        seen[type(page)] = seen.get(type(page), 0) + 1
        if seen[type(page)] <= PER_TYPE:
            addresses.append(page.get_url())
    return addresses


@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages(portal, open_page, guard, width):
    guard.allow(r"404")
    page = open_page(width=width)
    for address in [*STATES, *public_addresses()]:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert_fits(page)
        assert_accessible(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_account_pages(portal, open_page, width):
    page = open_page(width=width, user="habitant@demo.example")
    for address in ACCOUNT:
        page.goto(address)
        assert_fits(page)
        assert_accessible(page)


def test_dark_scheme_keeps_its_contrast(portal, open_page, guard):
    guard.allow(r"404")
    page = open_page(color_scheme="dark")
    for address in [*STATES, *public_addresses()]:
        page.goto(address)
        assert_accessible(page)


def test_narrowest_screen_and_double_size(portal, open_page, guard):
    """320 CSS pixels are a 1280-pixel screen at 400 % (WCAG 2.2, 1.4.10)."""
    guard.allow(r"404")
    page = open_page(width=320)
    for address in [*STATES, *public_addresses()]:
        page.goto(address)
        assert_fits(page)
