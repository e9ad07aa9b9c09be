"""A resident's account from beginning to end, at both widths, with and without JavaScript."""

from django.contrib.auth import get_user_model

from tests.harness.browser import assert_accessible, assert_fits

EMAIL = "voisine@example.org"
PASSWORD = "une phrase que je retiens"


def submit(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def look(page, any_javascript):
    assert_fits(page)
    if any_javascript:
        assert_accessible(page)


def _runs_scripts(page):
    page.set_content("<noscript><i id=off></i></noscript>")
    return page.locator("#off").count() == 0


def test_sign_up_confirm_log_in_erase(any_page, portal, outbox):
    page = any_page
    scripted = _runs_scripts(page)

    page.goto("/comptes/inscription/")
    look(page, scripted)
    page.get_by_label("Adresse e-mail").fill(EMAIL)
    page.get_by_label("Mot de passe", exact=False).first.fill(PASSWORD)
    page.get_by_label("Le même, encore une fois").fill("autre chose de long")
    submit(page, "Créer mon compte")
    assert page.get_by_label("Adresse e-mail").input_value() == EMAIL, "what was typed stays"
    look(page, scripted)

    page.get_by_label("Mot de passe", exact=False).first.fill(PASSWORD)
    page.get_by_label("Le même, encore une fois").fill(PASSWORD)
    submit(page, "Créer mon compte")
    look(page, scripted)
    assert not get_user_model().objects.get(email=EMAIL).emailaddress_set.get().verified

    (link,) = [link for link in outbox.links(outbox.last(to=EMAIL)) if "/confirmation/" in link]
    page.goto(link)
    look(page, scripted)
    assert not get_user_model().objects.get(email=EMAIL).emailaddress_set.get().verified, "a GET confirms nothing"
    submit(page, "Confirmer cette adresse")
    assert get_user_model().objects.get(email=EMAIL).emailaddress_set.get().verified

    if "/connexion/" not in page.url:
        page.context.clear_cookies()
        page.goto("/comptes/connexion/")
    look(page, scripted)
    page.get_by_label("Adresse e-mail").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    submit(page, "Se connecter")
    page.wait_for_url("**/compte/")
    look(page, scripted)

    page.goto("/compte/effacer/")
    look(page, scripted)
    page.get_by_label("Votre mot de passe").fill("pas le bon")
    submit(page, "Effacer mon compte")
    assert get_user_model().objects.filter(email=EMAIL).exists()
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    submit(page, "Effacer mon compte")
    look(page, scripted)
    assert not get_user_model().objects.filter(email__iexact=EMAIL).exists()

    page.goto("/compte/")
    assert "/connexion/" in page.url, "the session went with the account"
