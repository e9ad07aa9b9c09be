"""Where STAFF_MFA_REQUIRED is on, who acts for the city or a partner carries a second factor."""

import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from participation.accounts.enums import STAFF_ROLES, Role
from participation.accounts.services import revoke_role
from tests.factories.accounts import PASSWORD, RoleGrantFactory, UserFactory, staff_with, with_second_factor
from tests.participation.accounts.conftest import log_in
from tests.participation.accounts.totp import code

pytestmark = pytest.mark.django_db
STOP = "/comptes/double-authentification/demandee/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.STAFF_MFA_REQUIRED = True


def person_with(role):
    grant = RoleGrantFactory(role=role)
    if role == Role.ELECTED_MEMBER:
        grant.verified_at = grant.granted_at
        grant.save()
    return grant.user


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_a_role_that_acts_is_sent_to_activate(client, role):
    client.force_login(person_with(role))
    response = client.get(reverse("account"))
    assert (response.status_code, response.headers["Location"]) == (302, STOP)
    page = client.get(STOP).content.decode()
    assert "Votre rôle donne accès à des données d’habitants" in page
    assert reverse("mfa_activate_totp") in page


@pytest.mark.parametrize("values", [{"is_staff": True}, {"is_superuser": True}])
def test_so_is_a_technical_account(client, values):
    client.force_login(UserFactory(**values))
    assert client.get(reverse("account")).headers["Location"] == STOP


def test_a_post_does_not_pass_either(client):
    user = person_with(Role.EDITOR)
    client.force_login(user)
    assert client.post(reverse("account_display_name"), {"display_name": "Lou"}).headers["Location"] == STOP
    user.refresh_from_db()
    assert user.display_name == ""


@pytest.mark.parametrize(
    ("who", "make"),
    [
        ("a resident", lambda: staff_with(Role.RESIDENT)),
        ("nobody in particular", UserFactory),
        ("an elected member not verified yet", lambda: staff_with(Role.ELECTED_MEMBER)),
    ],
)
def test_others_are_left_alone(client, who, make):
    client.force_login(make())
    assert client.get(reverse("account")).status_code == 200
    assert "Rien à faire" in client.get(STOP).content.decode()


def test_so_is_a_role_that_ended(client):
    grant = RoleGrantFactory(role=Role.EDITOR)
    revoke_role(grant=grant, by=None)
    client.force_login(grant.user)
    assert client.get(reverse("account")).status_code == 200


def test_where_it_is_not_required_nobody_is_stopped(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(person_with(Role.ADMINISTRATOR))
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.parametrize("name", ["account_logout", "mfa_index", "privacy", "accessibility", "legal", "theme"])
def test_what_stays_open(client, name):
    client.force_login(person_with(Role.EDITOR))
    assert client.get(reverse(name)).status_code == 200


def test_from_the_login_to_the_admin(client):
    """The whole way of a new editor, as in production."""
    user = staff_with(Role.EDITOR)
    log_in(client, user, next="/admin/")
    assert client.get("/admin/").headers["Location"] == STOP
    activate = reverse("mfa_activate_totp")
    again = client.get(activate)
    assert again.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(again.headers["Location"], {"password": PASSWORD})
    client.get(activate)
    secret = client.session["mfa.totp.secret"]
    assert client.post(activate, {"code": code(secret)}).headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/admin/").status_code == 200


def test_with_the_second_factor_on_nothing_stands_in_the_way(client):
    user = person_with(Role.ADMINISTRATOR)
    with_second_factor(user)
    log_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert get_user(client) == user
    assert client.get("/admin/").status_code == 200


def test_anonymous_visitors_cost_nothing(client, django_assert_num_queries):
    from django.test import RequestFactory

    from portal.middleware.mfa import StaffMfaMiddleware

    with django_assert_num_queries(0):
        assert StaffMfaMiddleware(lambda request: "through")(RequestFactory().get("/")) == "through"
