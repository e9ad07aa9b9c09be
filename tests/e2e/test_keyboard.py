"""The portal by keyboard alone: the focus is seen at every step, and every step leads somewhere."""

from tests.e2e.steps import assert_focus_is_seen, heading, tab_to


def test_from_the_front_page_into_the_account(any_page):
    page = any_page
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    assert skip.evaluate("node => node === document.activeElement"), "the skip link comes first"
    assert skip.bounding_box()["y"] >= 0
    assert_focus_is_seen(page)
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash === '#contenu'")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")

    page.goto("/")
    menu = page.locator("header summary")
    if menu.is_visible():
        tab_to(page, menu)
        page.keyboard.press("Enter")
    agenda = page.get_by_role("banner").get_by_role("link", name="Agenda", exact=True).locator("visible=true")
    tab_to(page, agenda)
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda/")

    if menu.is_visible():
        tab_to(page, menu)
        page.keyboard.press("Space")
    sign_in = page.get_by_role("banner").get_by_role("link", name="Se connecter").locator("visible=true")
    tab_to(page, sign_in)
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/")
    tab_to(page, page.get_by_label("Adresse e-mail"))
    page.keyboard.type("habitant@demo.example")
    tab_to(page, page.get_by_label("Mot de passe"), most=1)
    page.keyboard.type("pas le bon")
    page.keyboard.press("Enter")
    page.locator(".error-summary").wait_for()
    tab_to(page, page.get_by_label("Adresse e-mail"))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("habitant@demo.example")
    tab_to(page, page.get_by_label("Mot de passe"), most=1)
    page.keyboard.type("demo-quartiers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compte/")
    assert heading(page) == "Mon compte"
