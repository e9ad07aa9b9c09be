"""/confidentialite/ and its register: made from the code, the same for everyone."""

import csv
import io
import re

import pytest
from django.urls import reverse

from participation.base.privacy.register import entries
from participation.base.site.models import PortalSettings
from portal.privacy import WORDS, reasons, tile_host

pytestmark = pytest.mark.django_db


def read(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_every_purpose_of_the_register_is_told(client):
    page = read(client.get(reverse("privacy")))
    purposes = {str(entry.purpose) for entry in entries()}
    assert len(purposes) > 5
    assert [purpose for purpose in purposes if purpose not in page] == []
    for entry in entries():
        assert str(entry.seen_by) in page
        assert " ".join(str(entry.active_period).replace("\u00a0", " ").split()) in page


def test_data_with_the_same_fate_are_told_together():
    [reason] = [
        each for each in reasons() if each.purpose == "Ouvrir votre compte et vous reconnaître quand vous revenez."
    ]
    [batch] = reason.batches
    assert batch.what == "Adresse e-mail : adresse e-mail, lien avec le compte ; compte : adresse e-mail, mot de passe"
    assert batch.final_fate == "effacé"


def test_tables_of_other_packages_are_told_in_french():
    told = " ".join(batch.what for reason in reasons() for batch in reason.batches)
    assert "ouble authentification : clé et codes de secours" in told
    assert "uthenticator" not in told
    known = {entry.model_label for entry in entries()} | {f"{entry.model_label}.{entry.field}" for entry in entries()}
    assert set(WORDS) <= known


def test_rights_recourse_and_cookies_are_there(client):
    page = read(client.get(reverse("privacy")))
    for words in ("CNIL", "75334 Paris Cedex 07", "sessionid", "csrftoken", "Réponse dans le mois."):
        assert words in page


def test_the_one_other_host_a_browser_speaks_to_is_named(client, settings):
    settings.TILES_URL = "https://fond.exemple.fr/{z}/{x}/{y}.png"
    assert tile_host() == "fond.exemple.fr"
    assert "fond.exemple.fr" in read(client.get(reverse("privacy")))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "n’est pas encore renseigné"),
        ({"contact_email": "accueil@exemple.fr"}, "écrivez à accueil@exemple.fr"),
        ({"dpo_contact": "dpd@exemple.fr"}, "délégué à la protection des données : dpd@exemple.fr"),
        ({"publisher_name": "la Ville de Martigues"}, "Site édité par la Ville de Martigues."),
    ],
)
def test_who_answers(client, values, words):
    PortalSettings.objects.create(**values)
    assert words in read(client.get(reverse("privacy")))


def test_the_contact_may_be_clicked_when_it_is_an_address(client):
    PortalSettings.objects.create(dpo_contact="dpd@exemple.fr")
    assert 'href="mailto:dpd@exemple.fr"' in client.get(reverse("privacy")).content.decode()


def test_it_costs_little_and_may_be_cached(client, django_assert_num_queries):
    client.get(reverse("privacy"))
    with django_assert_num_queries(0):
        response = client.get(reverse("privacy"))
    assert "no-store" not in response.headers.get("Cache-Control", "")
    assert not response.cookies


def test_the_register_is_for_everyone(client):
    response = client.get(reverse("privacy-register"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="registre-des-donnees.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(entries()) + 1
    assert {len(row) for row in rows} == {8}


def test_neither_takes_anything(client):
    assert client.post(reverse("privacy")).status_code == 405
    assert client.post(reverse("privacy-register")).status_code == 405
