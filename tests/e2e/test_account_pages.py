"""Each page of an account in its states, for axe, at both ends of the scale and in the dark."""

import pytest
from django.contrib.auth import get_user_model

from tests.e2e.steps import heading, log_in, look, look_at, submit
from tests.factories.accounts import with_second_factor

PAGES = [
    "/compte/",
    "/compte/nom/",
    "/compte/quartier/",
    "/compte/effacer/",
    "/comptes/adresse/",
    "/comptes/mot-de-passe/",
    "/comptes/deconnexion/",
    "/comptes/double-authentification/",
    "/comptes/double-authentification/demandee/",
    # Not proven again in this session: each asks for the password first.
    "/comptes/double-authentification/activer/",
]
SECOND_FACTOR = [
    "/compte/",
    "/comptes/double-authentification/",
    "/comptes/double-authentification/demandee/",
    "/comptes/verification/",
    "/comptes/verification/code/",
]
ANYONE = [
    "/comptes/ferme/",
    "/comptes/confirmation/",
    "/comptes/confirmation/incomplet/",
    "/comptes/mot-de-passe/oublie/envoye/",
    "/comptes/mot-de-passe/oublie/change/",
    "/comptes/mot-de-passe/oublie/1-incomplet/",
]


@pytest.mark.parametrize(
    "options", [{"width": 320}, {"width": 1280}, {"width": 360, "color_scheme": "dark"}], ids=["320", "1280", "dark"]
)
def test_pages_of_an_account(open_page, options):
    for address in ANYONE:
        page = open_page(**options)
        look_at(page, address)
        page.context.close()
    resident = open_page(user="habitant@demo.example", **options)
    for address in PAGES:
        look_at(resident, address)
    look_at(open_page(user="coordination@demo.example", **options), "/compte/")
    with_second_factor(get_user_model().objects.get(email="habitant@demo.example"))
    for address in SECOND_FACTOR:
        look_at(resident, address)


def test_an_address_that_waits(open_page):
    page = open_page(width=360)
    log_in(page, "habitant@demo.example", "demo-quartiers")
    page.goto("/comptes/adresse/")
    page.get_by_label("Nouvelle adresse e-mail").fill("une.adresse.tres.longue.qui.ne.tient.pas@exemple.fr")
    submit(page, "Changer d’adresse")
    assert heading(page) == "Est-ce bien vous ?"
    look(page)
    page.get_by_label("Mot de passe").fill("demo-quartiers")
    submit(page, "Continuer")
    assert page.get_by_text("Une adresse attend d’être confirmée").is_visible()
    look_at(page, "/comptes/adresse/")
    look_at(page, "/compte/")
