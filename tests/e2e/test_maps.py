"""A quartier's map: live with JavaScript and tiles, a drawing without; the list beside it says the same."""

import re

import pytest

from tests.e2e.steps import heading, look, tab_to

QUARTIER = "/quartiers/canto-perdrix/"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_live_map_asks_the_tile_host_alone(open_page, guard, width):
    page = open_page(width=width)
    page.goto(QUARTIER)
    page.locator(".map").scroll_into_view_if_needed()
    page.locator(".map[data-ready]").wait_for()
    assert guard.tiles_asked > 0
    assert page.locator(".map-live path.perimeter").count() >= 1
    assert page.locator(".map-live .map-label").filter(has_text="Canto-Perdrix").is_visible()
    assert page.locator(".map-live").get_by_text("Géoplateforme").is_visible(), "tiles are credited on the map"
    look(page)


def test_the_places_of_a_map_are_reached_by_keyboard(open_page):
    page = open_page()
    page.goto("/quartiers/")
    chart = page.locator(".map").first
    chart.scroll_into_view_if_needed()
    chart.locator("a.map-label").first.wait_for()
    label = chart.locator("a.map-label").first
    tab_to(page, label)
    name = label.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/quartiers/[\w-]+/$"))
    assert name in heading(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_still_map_without_javascript(open_page, guard, width):
    page = open_page(width=width, javascript=False)
    page.goto(QUARTIER)
    still = page.locator(".map > svg")
    assert still.is_visible()
    assert still.bounding_box()["width"] > 200
    assert still.locator("path, polygon").count() >= 1
    assert page.locator(".map-live").count() == 0
    assert guard.tiles_asked == 0
    look(page)
