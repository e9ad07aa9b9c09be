"""What opens a session, and what never does."""

import pytest
from django.contrib.auth import authenticate, get_user
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from participation.accounts.auth import PortalBackend
from participation.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    settings.DEMO = False


def opened(client):
    return get_user(client).is_authenticated


def test_the_right_password_opens(client, user):
    response = log_in(client, user)
    assert response.headers["Location"] == "/compte/"
    assert opened(client)


@pytest.mark.parametrize(("email", "password"), [("nobody@exemple.fr", PASSWORD), ("amina@exemple.fr", "autre")])
def test_a_wrong_pair_gives_one_sentence_and_keeps_the_address(client, user, email, password):
    response = client.post(reverse("account_login"), {"login": email, "password": password})
    page = response.content.decode()
    assert response.status_code == 200
    assert "L’adresse ou le mot de passe ne convient pas" in page
    assert f'value="{email}"' in page
    assert password not in page
    assert not opened(client)


def test_the_published_password_opens_the_demonstration_only(client, settings):
    user = UserFactory(email="habitant@demo.example", password=settings.DEMO_PASSWORD)
    assert log_in(client, user, settings.DEMO_PASSWORD).status_code == 302
    assert opened(client)


@pytest.mark.parametrize("email", ["habitant@demo.example", "amina@exemple.fr", "HABITANT@DEMO.EXAMPLE"])
def test_elsewhere_the_published_password_opens_nothing(client, settings, production, email):
    user = UserFactory(email=email, password=settings.DEMO_PASSWORD)
    assert log_in(client, user, settings.DEMO_PASSWORD).status_code == 200
    assert authenticate(None, email=email, password=settings.DEMO_PASSWORD) is None
    assert not opened(client)


def test_elsewhere_a_demonstration_account_opens_with_no_password(client, production):
    user = UserFactory(email="admin@demo.example")
    assert log_in(client, user).status_code == 200
    assert not opened(client)


def test_a_session_of_the_demonstration_ends_where_it_is_not_one(client, settings):
    user = UserFactory(email="admin@demo.example")
    client.force_login(user)
    assert opened(client)
    settings.DEMO = False
    assert not opened(client)


def test_a_closed_account_is_told_so_and_only_with_the_right_password(client, user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert log_in(client, user, "autre").status_code == 200
    response = log_in(client, user)
    assert response.headers["Location"] == reverse("account_inactive")
    assert "Compte fermé" in client.get(response.headers["Location"]).content.decode()
    assert not opened(client)


def test_an_erased_account_stays_shut_even_if_someone_switched_it_on(client, user):
    User.objects.filter(pk=user.pk).update(is_active=False, erased_at=timezone.now())
    assert log_in(client, user).headers["Location"] == reverse("account_inactive")
    user.refresh_from_db()
    user.is_active = True
    assert authenticate(None, email=user.email, password=PASSWORD) is None


def test_an_open_session_ends_with_the_account(client, user):
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not opened(client)


def test_the_published_password_cannot_be_chosen_elsewhere(client, settings, production):
    response = client.post(
        reverse("account_signup"),
        {"email": "lou@exemple.fr", "password1": settings.DEMO_PASSWORD, "password2": settings.DEMO_PASSWORD},
    )
    assert "publié dans la documentation" in response.content.decode()
    assert not User.objects.filter(email="lou@exemple.fr").exists()


def test_no_write_lock_is_held_while_a_password_is_compared(client, user, monkeypatch):
    """SQLite has one writer at a time, and comparing a password is slow on purpose."""
    depth = []
    original = PortalBackend._check_password

    def spy(self, *args):
        depth.append(len(connection.savepoint_ids))
        return original(self, *args)

    monkeypatch.setattr(PortalBackend, "_check_password", spy)
    log_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_erase"), {"password": "autre"})
    assert depth == [len(connection.savepoint_ids)] * 3


def test_after_five_wrong_tries_even_the_right_password_waits(client, user):
    for _try in range(5):
        log_in(client, user, "autre")
    response = log_in(client, user)
    assert "Trop d’essais" in response.content.decode()
    assert not opened(client)


def test_too_many_logins_from_one_place_answer_429(client, user):
    answers = {client.post(reverse("account_login"), {"login": f"a{n}@exemple.fr"}).status_code for n in range(31)}
    assert answers == {200, 429}


def test_behind_a_proxy_of_ours_each_visitor_is_counted_alone(client, settings):
    settings.TRUSTED_PROXIES = 1
    for _try in range(31):
        client.post(reverse("account_login"), {"login": "x"}, headers={"x-forwarded-for": "192.0.2.1"})
    there = client.post(reverse("account_login"), {"login": "x"}, headers={"x-forwarded-for": "192.0.2.1"})
    elsewhere = client.post(reverse("account_login"), {"login": "x"}, headers={"x-forwarded-for": "192.0.2.2"})
    assert (there.status_code, elsewhere.status_code) == (429, 200)


@pytest.mark.parametrize(("remember", "browser_session"), [({"remember": "on"}, False), ({}, True)])
def test_the_session_lasts_30_days_when_asked_for(client, user, remember, browser_session):
    log_in(client, user, **remember)
    assert client.session.get_expire_at_browser_close() is browser_session
    if remember:
        assert client.session.get_expiry_age() == 30 * 24 * 3600


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/quartiers/", "/quartiers/"),
        ("https://ailleurs.example/", "/compte/"),
        ("//ailleurs.example/", "/compte/"),
        ("javascript:alert(1)", "/compte/"),
    ],
)
def test_one_goes_on_where_one_was_but_never_elsewhere(client, user, asked, reached):
    assert log_in(client, user, next=asked).headers["Location"] == reached


def test_leaving_takes_a_click(signed_in):
    assert "Me déconnecter" in signed_in.get(reverse("account_logout")).content.decode()
    assert opened(signed_in)
    assert signed_in.post(reverse("account_logout")).headers["Location"] == "/"
    assert not opened(signed_in)


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password", "account_inactive"])
def test_the_doors_cost_nothing_but_the_settings(client, django_assert_num_queries, name):
    with django_assert_num_queries(1):
        assert client.get(reverse(name)).status_code == 200
