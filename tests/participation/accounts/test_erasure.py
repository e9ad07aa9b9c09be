"""Erasing an account: nothing that names the person is left in any table, what they did keeps its place."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import get_user
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from participation.accounts.enums import Role, RoleVerb
from participation.accounts.models import RoleEvent, User, UserSession
from participation.accounts.services import SoleAdministrator, erase_account, grant_role
from participation.accounts.sessions import SessionStore
from participation.base.calendar import today
from participation.base.privacy.register import entries
from tests.factories.accounts import PASSWORD, UserFactory, staff_with, with_second_factor
from tests.factories.territory import QuartierFactory
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db
MARKS = ("zebulon", "tournesol")


@pytest.fixture
def boss():
    return staff_with(Role.ADMINISTRATOR)


@pytest.fixture
def someone(client, boss, outbox):
    """A person who left traces everywhere an account can: profile, mails, sessions, roles, codes, Wagtail's logs."""
    user = UserFactory(email="zebulon@exemple.fr", display_name="Tournesol", preferred_quartier=QuartierFactory())
    grant_role(user=user, role=Role.EDITOR, by=boss)
    client.post(reverse("account_reset_password"), {"email": user.email})
    log_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "tournesol@ailleurs.example", "action_add": ""})
    log_in(Client(), user)
    with_second_factor(user)
    profile = UserProfile.get_for_user(user)
    profile.avatar.save("zebulon.png", ContentFile(b"picture"))
    log(instance=user, action="wagtail.edit", user=boss, data={"email": user.email})
    log(instance=boss, action="wagtail.edit", user=user)
    assert len(outbox.all("zebulon@exemple.fr")) == 1
    assert len(outbox.all("tournesol@ailleurs.example")) == 1
    assert traces() != []
    return user


def traces():
    """Every « app.Model.field » in which one of the marks stands, over all tables; sessions are decoded."""
    found = []
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            values = model._default_manager.values_list(field.attname, flat=True)
            if (model, field.name) == (UserSession, "session_data"):
                values = [SessionStore().decode(value) for value in values]
            if any(mark in str(value).lower() for value in values for mark in MARKS):
                found.append(f"{model._meta.label}.{field.name}")
    return found


def erase(client, password=PASSWORD):
    return client.post(reverse("account_erase"), {"password": password})


def test_no_address_and_no_name_remain_in_any_table(client, someone, outbox):
    assert erase(client).headers["Location"] == "/"
    assert traces() == []


def test_every_declared_personal_field_is_among_the_tables_looked_through(someone):
    tables = {model._meta.label for model in apps.get_models() if model._meta.managed and not model._meta.proxy}
    assert {entry.model_label for entry in entries()} <= tables
    assert {"accounts.User.email", "accounts.User.display_name", "accounts.UserSession.session_data"} <= set(traces())


def test_what_is_left_of_the_account(client, someone):
    erase(client)
    someone.refresh_from_db()
    assert someone.email == f"{someone.pk}@efface.invalid"
    assert (someone.display_name, someone.preferred_quartier, someone.last_login) == ("", None, None)
    assert (someone.is_active, someone.is_staff, someone.is_superuser) == (False, False, False)
    assert someone.erased_at is not None
    assert not someone.has_usable_password()
    assert not someone.groups.exists()
    for model in (EmailAddress, Authenticator, UserSession, UserProfile):
        assert not model.objects.filter(user=someone).exists()


def test_the_history_of_roles_stays_without_a_name(client, someone, boss):
    erase(client)
    assert someone.grants.get().ended_on == today()
    assert list(RoleEvent.objects.filter(user=someone).order_by("id").values_list("verb", "actor")) == [
        (RoleVerb.GRANTED, boss.pk),
        (RoleVerb.ENDED, someone.pk),
    ]


def test_the_person_is_logged_out_everywhere_and_told_so(client, someone):
    response = erase(client)
    assert not get_user(client).is_authenticated
    page = client.get(reverse("account_login")).content.decode()
    assert "Votre compte est effacé." in page
    assert response.headers["Location"] == "/"
    assert log_in(client, UserFactory.build(email="zebulon@exemple.fr")).status_code == 200


def test_the_address_is_free_again(client, someone):
    erase(client)
    assert UserFactory(email="zebulon@exemple.fr").pk != someone.pk


def test_the_page_says_what_goes_and_what_stays_and_changes_nothing(client, someone):
    page = client.get(reverse("account_erase")).content.decode()
    assert "Ce qui disparaît" in page
    assert "Ce qui reste" in page
    someone.refresh_from_db()
    assert someone.erased_at is None


@pytest.mark.parametrize(
    ("password", "sentence"), [("autre", "Ce n’est pas votre mot de passe."), ("", "Écrivez votre")]
)
def test_it_takes_the_password(client, someone, password, sentence):
    response = erase(client, password)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    someone.refresh_from_db()
    assert someone.erased_at is None


def test_the_only_administrator_is_refused_with_a_sentence(client, boss):
    log_in(client, boss)
    response = erase(client)
    assert response.status_code == 200
    assert "Vous êtes la seule administration du portail." in response.content.decode()
    assert get_user(client) == boss
    with pytest.raises(SoleAdministrator):
        erase_account(user=boss)


def test_so_is_the_only_technical_account():
    only = UserFactory(is_superuser=True)
    with pytest.raises(SoleAdministrator):
        erase_account(user=only)


def test_one_of_two_administrators_may_go(boss):
    staff_with(Role.ADMINISTRATOR)
    erase_account(user=boss)
    boss.refresh_from_db()
    assert boss.erased_at is not None


def test_erasing_twice_changes_nothing(someone):
    erase_account(user=someone)
    first = User.objects.get(pk=someone.pk).erased_at
    erase_account(user=someone)
    assert User.objects.get(pk=someone.pk).erased_at == first


def test_all_or_nothing(someone, monkeypatch):
    def fail(user):
        raise RuntimeError("another app could not")

    monkeypatch.setattr("participation.accounts.services.erasure._erase_what_others_keep", fail)
    with pytest.raises(RuntimeError):
        erase_account(user=someone)
    someone.refresh_from_db()
    assert someone.email == "zebulon@exemple.fr"
    assert "base.OutboxMessage.to" in traces()


def test_the_other_apps_are_asked_before_the_address_goes(someone, monkeypatch):
    seen = []
    monkeypatch.setattr("participation.accounts.services.erasure.erase_person", lambda user: seen.append(user.email))
    erase_account(user=someone)
    assert seen == ["zebulon@exemple.fr"]
