"""Searching, by keyboard alone, on a phone and on a desk, with and without JavaScript."""

import re

from participation.base.search.models import SearchEntry
from tests.e2e.steps import follow, heading, look, look_at, submit, tab_to


def choose(page, kind):
    with page.expect_navigation():
        page.locator("nav.tabs").get_by_role("link", name=kind).click()


def test_words_are_typed_and_a_result_is_opened_by_keyboard(any_page):
    page = any_page
    look_at(page, "/recherche/")
    field = page.get_by_label("Des mots, ou un numéro de signalement")
    tab_to(page, field)
    page.keyboard.type("la résidentialisation")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look(page)
    assert field.input_value() == "la résidentialisation"
    assert re.match(r"\d+ résultats? pour", page.get_by_role("heading", level=2).first.inner_text())
    first = page.locator("main .lines h3 a").first
    assert page.locator("main .lines mark").count() >= 1
    tab_to(page, first)
    address = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_results_are_limited_to_a_kind_and_followed(any_page):
    page = any_page
    page.goto("/recherche/?q=canto-perdrix")
    choose(page, "Fiches projets")
    look(page)
    assert "Fiches projets" in page.locator("nav.tabs [aria-current]").inner_text()
    choose(page, "Tout")
    shown = page.locator("main .lines h3 a").evaluate_all("links => links.map(link => link.href)")
    follow(page, "Suivante")
    look(page)
    following = page.locator("main .lines h3 a").evaluate_all("links => links.map(link => link.href)")
    assert len(shown) == 20 and following and not set(shown) & set(following)
    follow(page, "Revenir aux premiers résultats")
    assert page.locator("main .lines h3 a").first.evaluate("link => link.href") == shown[0]


def test_nothing_found_says_what_to_try(any_page):
    page = any_page
    look_at(page, '/recherche/?q="><xyzzy')
    assert page.get_by_text("Essayez un mot plus court, ou un numéro de signalement.").is_visible()
    page.get_by_label("Des mots, ou un numéro de signalement").fill("les le la")
    submit(page, "Chercher")
    look(page)
    assert page.get_by_text("Ces mots sont partout.").is_visible()


def test_a_reference_leads_straight_to_its_report(any_page):
    page = any_page
    entry = SearchEntry.objects.exclude(reference="").order_by("pk").first()
    code, year, number = entry.reference.split("-")
    page.goto("/recherche/")
    page.get_by_label("Des mots, ou un numéro de signalement").fill(f"{code.lower()} {year} {int(number)}")
    submit(page, "Chercher")
    assert page.url.endswith(entry.url)
    assert heading(page)
