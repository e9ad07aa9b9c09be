"""Every kind of public page opened in a browser: axe finds nothing, nothing overflows, nobody else is asked for
anything."""

import pytest

from tests.e2e.steps import look
from tests.harness import walk
from tests.harness.browser import assert_accessible, assert_fits


@pytest.fixture(autouse=True)
def _lost_on_purpose(guard):
    guard.allow("404")


def wake_maps(page):
    """Maps start when they come into sight: axe is to see them live."""
    for one in page.locator("[data-map]").all():
        one.scroll_into_view_if_needed()
    waiting = page.locator("[data-map]:not([data-ready])")
    if page.locator("[data-map]").count():
        page.wait_for_function("() => !document.querySelector('[data-map]:not([data-ready])')")
    assert waiting.count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_with_javascript(open_page, width):
    page = open_page(width=width)
    for address in walk.public():
        page.goto(address)
        wake_maps(page)
        look(page)


def test_without_javascript(open_page):
    page = open_page(width=360, javascript=False)
    for address in walk.public():
        page.goto(address)
        look(page)


def test_the_dark_scheme_keeps_its_contrast(open_page):
    page = open_page(width=1280, color_scheme="dark")
    for address in walk.public():
        page.goto(address)
        wake_maps(page)
        assert_accessible(page)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_twice_the_text_fits(open_page, width):
    """Text at 200 % (WCAG 2.2, 1.4.4), and 320 CSS pixels, a 1280-pixel screen at 400 % (1.4.10)."""
    page = open_page(width=width)
    for address in walk.public():
        page.goto(address)
        assert_fits(page)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert_fits(page)
