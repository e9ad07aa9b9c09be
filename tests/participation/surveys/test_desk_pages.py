"""Reading the free answers: those who manage the survey, and nobody else."""

import pytest
from django.test import Client

from participation.accounts.enums import Role
from participation.surveys.models import Participation
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.surveys import SurveyFactory, sheets
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
ADDRESSES = ("/agents/enquetes/", "/agents/enquetes/ici/")


@pytest.fixture
def here():
    return CommuneFactory(name="Ici")


@pytest.fixture
def survey(here):
    survey = SurveyFactory(slug="ici", title="Le soir, ici", commune=here)
    sheets(survey, 3, text="<b>Derrière</b> le gymnase.")
    return survey


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_coordination_reads_them(survey, here):
    client = logged_in(staff_with(Role.GUSP_COORDINATOR, commune=here))
    page = client.get("/agents/enquetes/").content.decode()
    assert "Le soir, ici" in page
    assert "3 réponses libres à lire" in page.replace("\u202f", " ").replace("\u00a0", " ")
    answer = client.get("/agents/enquetes/ici/")
    assert answer.content.decode().count("&lt;b&gt;Derrière&lt;/b&gt; le gymnase.") == 3
    assert "no-cache" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)])
def test_other_roles_do_not(survey, role):
    client = logged_in(staff_with(role))
    assert [client.get(address).status_code for address in ADDRESSES] == [404, 404]


def test_nor_the_coordination_of_another_commune(survey):
    client = logged_in(staff_with(Role.GUSP_COORDINATOR, commune=CommuneFactory()))
    assert "Le soir, ici" not in client.get("/agents/enquetes/").content.decode()
    assert client.get("/agents/enquetes/ici/").status_code == 404


def test_nor_residents_nor_visitors(survey):
    assert logged_in(UserFactory()).get("/agents/enquetes/ici/").status_code == 404
    assert "/connexion/" in Client().get("/agents/enquetes/ici/")["Location"]


def test_nothing_of_the_person_is_shown(survey, here):
    user = UserFactory(display_name="Zoé du 4")
    Participation.objects.create(survey=survey, user=user, address_hash="f" * 64, day="2026-03-24")
    page = logged_in(staff_with(Role.ADMINISTRATOR)).get("/agents/enquetes/ici/").content.decode()
    assert not [words for words in ("Zoé", user.email, "f" * 64, "24 mars", "2026-03-24") if words in page]


def test_empty(here):
    client = logged_in(staff_with(Role.ADMINISTRATOR))
    assert "Aucune enquête" in client.get("/agents/enquetes/").content.decode()
    SurveyFactory(slug="ici", published=False)
    assert "Pas publiée." in client.get("/agents/enquetes/").content.decode()
    assert "Rien à lire" in client.get("/agents/enquetes/ici/").content.decode()


def test_page_by_page(survey):
    sheets(survey, 100, text="Encore.")
    client = logged_in(staff_with(Role.ADMINISTRATOR))
    first, second = (client.get(f"/agents/enquetes/ici/?page={page}").content.decode() for page in (1, 2))
    assert (first.count("Encore.") + first.count("Derrière"), second.count("Encore.") + second.count("Derrière")) == (
        100,
        3,
    )
    for page in ("rien", "-1", "999", "%00"):
        assert client.get(f"/agents/enquetes/ici/?page={page}").status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_cost(count, here, django_assert_num_queries):
    client = logged_in(staff_with(Role.GUSP_COORDINATOR, commune=here))
    for _survey in range(count):
        sheets(SurveyFactory(commune=here), 1, text="Ici.")
    client.get("/agents/enquetes/")
    with django_assert_num_queries(7):
        client.get("/agents/enquetes/")
