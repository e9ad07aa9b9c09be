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
    page.wait_for_function("() => !document.querySelector('[data-map]:not([data-ready])')")


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
        assert_accessible(page, only=["color-contrast"])


@pytest.mark.parametrize(
    ("width", "text"), [(320, 16), (1280, 32), (640, 32)], ids=["320", "1280-text-200%", "640-text-200%"]
)
def test_narrow_screens_and_large_text(open_page, width, text):
    """320 CSS pixels are a 1280-pixel screen at 400 % (WCAG 2.2, 1.4.10); twice 16 pixels is text at 200 % (1.4.4)."""
    page = open_page(width=width)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": text, "fixed": text}})
    for address in walk.public():
        page.goto(address)
        assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == f"{text}px"
        assert_fits(page)
