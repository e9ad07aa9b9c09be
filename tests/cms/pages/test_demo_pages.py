"""Every page of the demonstration, as a first visitor opens it."""

import pytest
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def test_every_page_opens_within_twenty_queries_and_says_it_is_a_demonstration(
    demo_db, client, django_assert_max_num_queries
):
    addresses = [page.get_url() for page in Page.objects.filter(depth__gt=1, live=True).specific()]
    assert len(addresses) > 50
    for address in addresses:
        # Once before: pictures are made on their first demand.
        client.get(address)
        with django_assert_max_num_queries(20):
            response = client.get(address)
        html = response.content.decode()
        assert response.status_code == 200, address
        assert "Démonstration" in html, address
        assert html.count("<h1") == 1, address
        assert ">None<" not in html, address
        assert "non renseigné dans le document dans le document" not in html


def test_invented_conventions_say_so_on_each_of_their_pages(demo_db, client):
    home = "/conventions/cinq-quartiers-de-martigues/"
    for address in (home, f"{home}12-eclairer-les-passages/"):
        assert "inventée pour la démonstration" in client.get(address).content.decode()
    assert "inventée pour la démonstration" not in client.get("/conventions/vitrolles-2007-2009/").content.decode()


def test_a_discrepancy_stands_beside_both_totals(demo_db, client):
    html = client.get("/conventions/martigues-2016-2019/").content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "484 960,57 €" in html
    assert "488 960,57 €" in html
    assert "Les deux totaux diffèrent de 4 000 €." in html


def test_what_a_document_leaves_blank_is_never_a_zero(demo_db, client):
    html = client.get("/conventions/poitiers-2023-0119/").content.decode()
    assert "Non renseigné dans le document" in html
    assert "0 pour" not in html
    fiche = client.get("/conventions/vitrolles-2007-2009/1-proprete-des-parties-communes/").content.decode()
    assert "Conditions pour réussir" in fiche
    assert "Non renseigné dans le document" in fiche


def test_marks_are_said_to_be_a_self_evaluation(demo_db, client):
    html = client.get("/conventions/salon-gestion-urbaine-et-sociale-de-proximite/").content.decode()
    assert html.count("auto-évaluation") >= 4
    assert "4 sur 4" in html
