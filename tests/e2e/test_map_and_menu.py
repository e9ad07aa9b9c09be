"""The two scripts of the public pages: what they add, and what stays when they cannot."""

import re

import pytest

from tests.harness.browser import assert_accessible

GALLERY = "/demo/composants/"


@pytest.fixture
def at_map(open_page):
    def at_map(before=lambda page: None, **options):
        page = open_page(**options)
        before(page)
        page.goto(GALLERY)
        figure = page.locator("[data-map]")
        figure.scroll_into_view_if_needed()
        return page, figure

    return at_map


def test_the_live_map_takes_over_when_its_tiles_come(at_map, guard):
    page, figure = at_map()
    page.wait_for_selector("[data-map][data-ready]")
    assert guard.tiles_asked > 0
    assert figure.locator(":scope > svg").get_attribute("aria-hidden") == "true"
    assert figure.locator(".pin").count() == 4
    assert figure.locator(".map-label").all_inner_texts() == ["Les Lampes", "Le Phare"]
    assert_accessible(page)


def test_each_place_of_the_live_map_is_reached_by_keyboard(at_map):
    page, figure = at_map()
    page.wait_for_selector("[data-map][data-ready]")
    figure.locator(".map-live").focus()
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.text")
        )
    assert reached == [
        "Les Lampes",
        "Balançoire cassée, pris en charge",
        "Porte du hall cassée, en retard",
        "Gravats, confirmé",
        "Zoomer",
        "Dézoomer",
    ]


def test_the_still_map_stays_without_tiles(at_map, guard):
    guard.allow("Failed to load resource")
    tiles = re.compile(re.escape(guard.tiles))
    _page, figure = at_map(lambda page: page.route(tiles, lambda route: route.abort()))
    figure.locator(".map-live .leaflet-tile-pane").wait_for(state="attached")
    assert figure.get_attribute("data-ready") is None
    assert figure.locator(":scope > svg").is_visible()
    assert not figure.locator(".pin").first.is_visible()


def test_a_finger_moves_the_map_only_once_it_was_touched(at_map):
    page, figure = at_map(width=360, has_touch=True, is_mobile=True)
    hint = page.get_by_text("Touchez la carte pour la déplacer")
    hint.wait_for()
    figure.locator(".map-live").tap(position={"x": 300, "y": 120})
    hint.wait_for(state="detached")


def test_the_menu_closes_with_escape_and_gives_the_focus_back(open_page):
    page = open_page(width=360)
    page.goto(GALLERY)
    menu = page.locator(".site-menu")
    menu.locator("summary").click()
    assert menu.get_by_role("link", name="Conventions").is_visible()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.textContent.trim()") == "Menu"


def test_the_menu_closes_with_a_tap_elsewhere(open_page):
    page = open_page(width=360)
    page.goto(GALLERY)
    page.locator(".site-menu summary").click()
    page.locator(".site-header").click(position={"x": 180, "y": 30})
    assert page.locator(".site-menu").get_attribute("open") is None


def test_the_menu_opens_without_a_script(open_page):
    page = open_page(width=360, javascript=False)
    page.goto(GALLERY)
    page.locator(".site-menu summary").click()
    assert page.locator(".site-menu").get_by_role("link", name="Conventions").is_visible()


def test_the_keyboard_finds_the_way_to_the_content_first(open_page):
    page = open_page()
    page.goto(GALLERY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
