"""Sessions know whose they are."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from participation.accounts.models import UserSession
from participation.accounts.services import end_sessions
from participation.accounts.sessions import SessionStore
from tests.factories.accounts import UserFactory
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db


def test_a_session_belongs_to_who_logged_in(client, user):
    log_in(client, user)
    assert UserSession.objects.get(session_key=client.session.session_key).user == user
    client.logout()
    assert not UserSession.objects.filter(user=user).exists()


def test_an_anonymous_one_belongs_to_nobody(client):
    client.get("/comptes/connexion/?next=/quartiers/")
    store = SessionStore()
    store["seen"] = True
    store.save()
    session = UserSession.objects.get(session_key=store.session_key)
    assert (session.user, session.get_decoded()) == (None, {"seen": True})


def test_reading_pages_without_account_makes_none(client):
    client.get("/comptes/connexion/")
    assert not UserSession.objects.exists()


def test_one_persons_sessions_end_save_one(user):
    other = UserFactory()
    for key, owner in (("a" * 32, user), ("b" * 32, user), ("c" * 32, other)):
        UserSession.objects.create(session_key=key, expire_date=timezone.now(), user=owner)
    assert end_sessions(user=user, keep="a" * 32) == 1
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {"a" * 32, "c" * 32}
    assert end_sessions(user=user) == 1


def test_they_go_with_the_account(user):
    UserSession.objects.create(session_key="a" * 32, expire_date=timezone.now(), user=user)
    user.delete()
    assert not UserSession.objects.exists()


def test_over_ones_are_cleared():
    for key, days in (("a", -1), ("b", 1)):
        UserSession.objects.create(session_key=key * 32, expire_date=timezone.now() + timedelta(days=days))
    SessionStore.clear_expired()
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["b" * 32]


def test_it_is_the_engine_in_use():
    assert SessionStore.__module__ == settings.SESSION_ENGINE
    assert UserSession.get_session_store_class() is SessionStore
