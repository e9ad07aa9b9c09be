"""The desk of those who answer: what waits, for whom, and the way to it."""

import pytest

from tests.e2e.steps import heading, look, look_at, submit

everywhere = pytest.mark.parametrize(
    ("width", "javascript"), [(360, True), (1280, True), (360, False), (1280, False)], ids=str
)


@everywhere
def test_an_agent_opens_the_first_thing_to_do(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript, user="agent@demo.example")
    look_at(page, "/agents/")
    first = page.locator(".worklist h3 a").first
    address = first.get_attribute("href")
    with page.expect_navigation():
        first.click()
    assert page.url.endswith(address)
    assert heading(page)


@everywhere
@pytest.mark.parametrize("person", ["bailleur", "conseil", "coordination", "dpd"])
def test_each_role_reads_its_desk(open_page, person, width, javascript):
    page = open_page(width=width, javascript=javascript, user=f"{person}@demo.example")
    look_at(page, "/agents/")
    if person == "dpd":
        assert page.get_by_text("Rien n’attend").is_visible()


def test_one_signs_in_first_and_comes_back(open_page):
    page = open_page(width=360)
    page.goto("/agents/")
    look(page)
    page.get_by_label("Adresse e-mail").fill("bailleur@demo.example")
    page.get_by_label("Mot de passe").fill("demo-quartiers")
    submit(page, "Me connecter")
    assert page.url.endswith("/agents/")
    assert "Phare Habitat" in heading(page)


def test_a_resident_finds_no_desk(open_page, guard):
    guard.allow("404")
    page = open_page(user="habitant@demo.example")
    assert page.goto("/agents/").status == 404
