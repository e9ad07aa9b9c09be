"""A resident's account from beginning to end, at both widths, with and without JavaScript."""

from django.contrib.auth import get_user_model

from tests.e2e.steps import follow, heading, log_in, look, submit, totp

EMAIL = "voisine@example.org"
PASSWORD = "une phrase que je retiens"
RESIDENT = "habitant@demo.example"
RESIDENT_PASSWORD = "demo-quartiers"


def is_confirmed():
    return get_user_model().objects.get(email=EMAIL).emailaddress_set.get().verified


def test_sign_up_confirm_log_in_erase(any_page, outbox):
    page = any_page
    page.goto("/comptes/connexion/")
    follow(page, "Créer un compte")
    look(page)
    page.get_by_label("Adresse e-mail").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_label("Le même, encore une fois").fill("autre chose de long")
    submit(page, "Créer mon compte")
    assert page.get_by_label("Adresse e-mail").input_value() == EMAIL, "what was typed stays"
    look(page)

    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_label("Le même, encore une fois").fill(PASSWORD)
    submit(page, "Créer mon compte")
    assert heading(page) == "Un message vous attend"
    look(page)

    (link,) = [link for link in outbox.links(outbox.last(to=EMAIL)) if "/confirmation/" in link]
    page.goto(link)
    look(page)
    assert not is_confirmed(), "a GET confirms nothing"
    submit(page, "Oui, c’est mon adresse")
    page.wait_for_url(lambda url: "/confirmation/" not in url)
    assert is_confirmed()

    page.context.clear_cookies()
    log_in(page, EMAIL, PASSWORD)
    page.wait_for_url("**/compte/")
    look(page)

    follow(page, "Effacer mon compte")
    look(page)
    page.get_by_label("Votre mot de passe").fill("pas le bon")
    submit(page, "Effacer mon compte pour de bon")
    assert page.get_by_role("main").get_by_text("Ce n’est pas votre mot de passe").first.is_visible()
    look(page)
    assert get_user_model().objects.filter(email=EMAIL).exists()
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    submit(page, "Effacer mon compte pour de bon")
    page.get_by_text("Votre compte est effacé").wait_for()
    look(page)
    assert not get_user_model().objects.filter(email__iexact=EMAIL).exists()

    page.goto("/compte/")
    assert "/connexion/" in page.url, "the session went with the account"


def test_a_forgotten_password_is_chosen_anew(any_page, outbox):
    page = any_page
    page.goto("/comptes/connexion/")
    follow(page, "J’ai oublié mon mot de passe")
    look(page)
    page.get_by_label("Adresse e-mail de votre compte").fill(RESIDENT)
    submit(page, "Recevoir le lien")
    assert heading(page) == "Un message vous attend"
    look(page)

    (link,) = [link for link in outbox.links(outbox.last(to=RESIDENT)) if "/oublie/" in link]
    page.goto(link)
    look(page)
    assert get_user_model().objects.get(email=RESIDENT).check_password(RESIDENT_PASSWORD), "a GET changes nothing"
    page.get_by_label("Nouveau mot de passe").fill("court")
    page.get_by_label("Le même, encore une fois").fill("court")
    submit(page, "Enregistrer ce mot de passe")
    look(page)
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_label("Le même, encore une fois").fill(PASSWORD)
    submit(page, "Enregistrer ce mot de passe")
    assert heading(page) == "Mot de passe changé"
    look(page)
    page.goto(link)
    assert heading(page) == "Ce lien ne sert plus", "a link serves once"

    log_in(page, RESIDENT, RESIDENT_PASSWORD)
    assert "/connexion/" in page.url, "the old password opens nothing"
    look(page)
    log_in(page, RESIDENT, PASSWORD)
    page.wait_for_url("**/compte/")


def test_double_authentication(any_page):
    page = any_page
    log_in(page, RESIDENT, RESIDENT_PASSWORD)
    page.wait_for_url("**/compte/")
    follow(page, "Protéger mon compte")
    look(page)
    follow(page, "Activer")
    assert heading(page) == "Est-ce bien vous ?"
    look(page)
    page.get_by_label("Mot de passe").fill(RESIDENT_PASSWORD)
    submit(page, "Continuer")
    look(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code affiché par l’application").fill("000000")
    submit(page, "Activer")
    look(page)
    assert page.locator("code.secret").inner_text() == secret
    page.get_by_label("Code affiché par l’application").fill(totp(secret))
    submit(page, "Activer")
    page.wait_for_url("**/codes/")
    assert page.locator(".codes code").count() == 10
    backup = page.locator(".codes code").first.inner_text()
    look(page)
    page.goto("/comptes/double-authentification/")
    look(page)

    page.goto("/comptes/deconnexion/")
    look(page)
    submit(page, "Me déconnecter")
    page.wait_for_url(lambda url: "/deconnexion/" not in url)
    log_in(page, RESIDENT, RESIDENT_PASSWORD)
    page.wait_for_url("**/verification/connexion/**")
    look(page)
    page.goto("/compte/")
    assert heading(page) != "Mon compte", "the password alone opens nothing"
    log_in(page, RESIDENT, RESIDENT_PASSWORD)
    # The next code: the one that activated it has served, and the clock of a telephone may be half a minute off.
    page.get_by_label("Code", exact=True).fill(totp(secret, steps_ahead=1))
    submit(page, "Me connecter")
    page.wait_for_url("**/compte/")
    page.goto("/comptes/deconnexion/")
    submit(page, "Me déconnecter")
    page.wait_for_url(lambda url: "/deconnexion/" not in url)
    log_in(page, RESIDENT, RESIDENT_PASSWORD)
    page.get_by_label("Code", exact=True).fill(backup)
    submit(page, "Me connecter")
    page.wait_for_url("**/compte/")
