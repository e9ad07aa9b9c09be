"""/compte/: what one sees and decides about one's own account."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from participation.accounts import urls as accounts_urls
from participation.accounts.enums import Role
from participation.accounts.models import UserSession
from tests.factories.accounts import PASSWORD, RoleGrantFactory, UserFactory, with_second_factor
from tests.factories.territory import CommuneFactory, QuartierFactory
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db
OWN = [pattern.name for pattern in accounts_urls.urlpatterns if str(pattern.pattern).startswith("compte/")]


def read(response):
    """The page as a reader sees its words: plain spaces, no tag."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", OWN)
def test_every_page_asks_who_you_are(client, name):
    method = client.post if name == "account_log_out_everywhere" else client.get
    response = method(reverse(name))
    assert response.headers["Location"] == f"{reverse('account_login')}?next={reverse(name)}"


@pytest.mark.parametrize("name", [name for name in OWN if name != "account_log_out_everywhere"])
def test_no_page_is_kept_or_indexed(signed_in, name):
    response = signed_in.get(reverse(name))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_what_it_says_of_a_new_account(signed_in):
    page = read(signed_in.get(reverse("account")))
    assert "Les autres vous voient comme « un·e habitant·e »." in page
    assert "amina@exemple.fr" in page
    assert "Celui-ci seulement." in page
    assert "Pas activée" in page
    assert "Vos rôles" not in page


def test_what_it_says_of_someone_with_everything(signed_in, user):
    user.display_name, user.preferred_quartier = "Amina", QuartierFactory(name="Canto-Perdrix")
    user.save()
    with_second_factor(user)
    RoleGrantFactory(user=user, role=Role.EDITOR, commune=CommuneFactory(name="Martigues"), until=date(2099, 5, 1))
    RoleGrantFactory(user=user, role=Role.ELECTED_MEMBER)
    page = read(signed_in.get(reverse("account")))
    assert "Les autres vous voient comme « Amina »." in page
    assert "Canto-Perdrix" in page
    assert "Activée" in page
    assert "Rédaction Martigues Jusqu’au 1 er mai 2099." in page
    assert "En attente de vérification" in page


@pytest.mark.parametrize("many", [1, 30])
def test_it_costs_the_same_whatever_the_account_holds(signed_in, user, django_assert_num_queries, many):
    for _number in range(many):
        RoleGrantFactory(user=user, role=Role.EDITOR, commune=CommuneFactory())
        UserSession.objects.create(session_key=f"{_number:032}", expire_date="2099-01-01T00:00Z", user=user)
    signed_in.get(reverse("account"))
    with django_assert_num_queries(7):
        signed_in.get(reverse("account"))


def test_a_name_of_ones_own(signed_in, user):
    response = signed_in.post(reverse("account_display_name"), {"display_name": "  Amina   B. "})
    assert response.headers["Location"] == reverse("account")
    user.refresh_from_db()
    assert user.display_name == "Amina B."
    assert "C’est enregistré." in signed_in.get(reverse("account")).content.decode()
    signed_in.post(reverse("account_display_name"), {"display_name": ""})
    user.refresh_from_db()
    assert user.display_name == ""


def test_a_refused_name_says_why_and_is_kept(signed_in, user):
    response = signed_in.post(reverse("account_display_name"), {"display_name": "amina@exemple.fr"})
    assert response.status_code == 200
    assert "Ce nom est public" in response.content.decode()
    assert 'value="amina@exemple.fr"' in response.content.decode()
    user.refresh_from_db()
    assert user.display_name == ""


def test_a_quartier_of_ones_own(signed_in, user):
    quartier = QuartierFactory()
    signed_in.post(reverse("account_preferred_quartier"), {"quartier": quartier.pk})
    user.refresh_from_db()
    assert user.preferred_quartier == quartier
    assert (
        f'<option value="{quartier.pk}" selected>'
        in signed_in.get(reverse("account_preferred_quartier")).content.decode()
    )
    signed_in.post(reverse("account_preferred_quartier"), {"quartier": ""})
    user.refresh_from_db()
    assert user.preferred_quartier is None


@pytest.mark.parametrize("value", ["999999", "x", "99999999999999999999999"])
def test_a_quartier_that_does_not_exist(signed_in, user, value):
    response = signed_in.post(reverse("account_preferred_quartier"), {"quartier": value})
    assert response.status_code == 200
    assert "has-error" in response.content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_of_quartiers_costs_the_same(signed_in, django_assert_num_queries, many):
    QuartierFactory.create_batch(many)
    signed_in.get(reverse("account_preferred_quartier"))
    with django_assert_num_queries(4):
        signed_in.get(reverse("account_preferred_quartier"))


def test_leaving_everywhere(signed_in, user):
    elsewhere, stranger = Client(), Client()
    log_in(elsewhere, user)
    log_in(stranger, UserFactory())
    assert signed_in.get(reverse("account_log_out_everywhere")).status_code == 405
    response = signed_in.post(reverse("account_log_out_everywhere"))
    assert response.headers["Location"] == reverse("account_login")
    assert "déconnecté·e de tous vos appareils" in signed_in.get(response.headers["Location"]).content.decode()
    assert [get_user(each).is_authenticated for each in (signed_in, elsewhere, stranger)] == [False, False, True]


def test_ones_data_to_take_along(signed_in, user, outbox):
    user.display_name, user.preferred_quartier = "Amina", QuartierFactory(name="Canto-Perdrix")
    user.save()
    with_second_factor(user)
    signed_in.post(reverse("account_reset_password"), {"email": user.email})
    RoleGrantFactory(user=user, role=Role.EDITOR)
    response = signed_in.get(reverse("account_export"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    assert response.headers["Content-Type"] == "application/json"
    data = json.loads(response.content)
    assert data["accounts"]["compte"]["adresse e-mail"] == "amina@exemple.fr"
    assert data["accounts"]["compte"]["mon quartier"] == "Canto-Perdrix"
    assert data["accounts"]["adresses"] == [
        {"adresse e-mail": "amina@exemple.fr", "confirmée": True, "principale": True}
    ]
    assert [role["rôle"] for role in data["accounts"]["rôles"]] == ["rédaction"]
    assert len(data["accounts"]["double authentification"]) == 2
    assert len(data["accounts"]["sessions ouvertes"]) == 1
    assert data["base"]["courriels"][0]["objet"] == "Votre nouveau mot de passe"


def test_what_one_takes_along_holds_no_secret(signed_in, user):
    with_second_factor(user)
    text = signed_in.get(reverse("account_export")).content.decode()
    user.refresh_from_db()
    secrets = [user.password, PASSWORD, "JBSWY3DP", UserSession.objects.get(user=user).session_key]
    assert [secret for secret in secrets if secret in text] == []


def test_nobody_elses_data_are_in_it(signed_in):
    UserFactory(email="lou@exemple.fr", display_name="Lou")
    assert "lou" not in signed_in.get(reverse("account_export")).content.decode().lower()
