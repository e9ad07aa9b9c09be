"""A part of the portal that the commune switches off is gone: no way in, 404."""

from tests.e2e.steps import look, look_at


def test_switched_off_in_the_settings(open_page, guard):
    guard.allow("404")
    visitor = open_page(width=360)
    visitor.goto("/actualites/")
    assert visitor.goto("/actualites/").headers["x-page-cache"] == "hit"
    assert visitor.goto("/comptes/inscription/").status == 200

    admin = open_page(user="admin@demo.example")
    admin.goto("/admin/settings/base/portalsettings/")
    admin.get_by_role("tab", name="Rubriques").click()
    admin.get_by_label("Inscription des habitants").uncheck()
    admin.get_by_label("Actualités").uncheck()
    with admin.expect_response(lambda response: response.request.method == "POST"):
        admin.get_by_role("button", name="Enregistrer").click()
    admin.wait_for_load_state()

    for address in ("/actualites/", "/comptes/inscription/"):
        assert visitor.goto(address).status == 404, "and not from the cache"
        look(visitor)
        assert visitor.locator("a[href^='/actualites/']").count() == 0
    visitor.goto("/")
    assert visitor.locator("header a[href^='/actualites/']").count() == 0
    look_at(visitor, "/comptes/connexion/")
    assert visitor.get_by_role("link", name="Créer un compte").count() == 0
