"""The address as a login, the name that others read."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from participation.accounts.models import User
from participation.accounts.selectors import public_name
from participation.accounts.services import change_display_name, create_account, set_preferred_quartier
from participation.accounts.validators import tidy_name, validate_display_name
from participation.base import cache
from tests.factories.accounts import UserFactory
from tests.factories.territory import QuartierFactory

GOOD_NAMES = ["Amina", "Amina du 4e", "Léo-Paul", "Ünal", "Владимир", "עמית", "J.", "2 rue du Four"]
BAD_NAMES = ["amina@exemple.fr", "www.exemple.fr", "https://x", "A\u202emin", "A\u200bmina", "A\x00", "A\nB", "12", "…"]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names_people_have(name):
    validate_display_name(name)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_hide_something_or_publish_an_address(name):
    with pytest.raises(ValidationError):
        validate_display_name(name)


@given(st.text(max_size=80))
def test_a_tidy_name_stays_as_it_is(name):
    assert tidy_name(tidy_name(name)) == tidy_name(name)
    assert not tidy_name(name).startswith(" ")


@pytest.mark.parametrize(
    ("user", "name"),
    [
        (User(email="amina@exemple.fr", display_name="Amina"), "Amina"),
        (User(email="amina@exemple.fr"), "un·e habitant·e"),
        (AnonymousUser(), "un·e habitant·e"),
        (None, "un·e habitant·e"),
    ],
)
def test_the_public_name_is_never_the_address(user, name):
    assert public_name(user) == name


@given(st.text(max_size=60))
def test_whatever_the_name_the_address_stays_private(name):
    assert "@exemple.fr" not in public_name(User(email="amina@exemple.fr", display_name=name.replace("@", "")))


@pytest.mark.django_db
def test_an_address_is_one_account_however_it_is_written():
    user = UserFactory(email="Amina@Exemple.FR")
    assert user.email == "amina@exemple.fr"
    assert User.objects.get(email="AMINA@exemple.fr") == user
    assert User.objects.get_by_natural_key("Amina@exemple.fr") == user
    with pytest.raises(IntegrityError):
        User.objects.create_user("AMINA@EXEMPLE.FR", "x")


def test_an_account_needs_an_address():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("", "x")


@pytest.mark.django_db
def test_an_account_made_for_someone():
    user = create_account(email="Lou@exemple.fr", display_name="  Lou   B. ", confirmed=True)
    assert (user.email, user.display_name, user.has_usable_password()) == ("lou@exemple.fr", "Lou B.", False)
    assert list(user.emailaddress_set.values_list("email", "primary", "verified")) == [("lou@exemple.fr", True, True)]
    with pytest.raises(ValidationError, match="a déjà un compte"):
        create_account(email="LOU@exemple.fr")


@pytest.mark.django_db
def test_a_new_name_is_tidied_and_renews_public_pages(user, django_capture_on_commit_callbacks):
    before = cache.version()
    with django_capture_on_commit_callbacks(execute=True):
        change_display_name(user=user, display_name=" Amina\u00a0 B. ")
    user.refresh_from_db()
    assert user.display_name == "Amina B."
    assert cache.version() != before


@pytest.mark.django_db
def test_a_name_that_may_not_be_shown_is_refused(user):
    with pytest.raises(ValidationError, match="public"):
        change_display_name(user=user, display_name="amina@exemple.fr")
    user.refresh_from_db()
    assert user.display_name == ""


@pytest.mark.django_db
def test_a_quartier_of_ones_own_and_none(user):
    quartier = QuartierFactory()
    set_preferred_quartier(user=user, quartier=quartier)
    user.refresh_from_db()
    assert user.preferred_quartier == quartier
    set_preferred_quartier(user=user, quartier=None)
    user.refresh_from_db()
    assert user.preferred_quartier is None


@pytest.mark.django_db
def test_a_person_is_shown_in_the_admin_by_name_or_address(user):
    assert (str(user), user.get_full_name(), user.get_short_name()) == (user.email, user.email, "Mon compte")
    user.display_name = "Amina"
    assert (str(user), user.get_full_name(), user.get_short_name()) == ("Amina", "Amina", "Amina")
