import pytest
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory


@pytest.fixture
def user(db):
    return UserFactory(email="amina@exemple.fr")


@pytest.fixture
def signed_in(client, user):
    """A browser in which `user` logged in with the password, as people do."""
    response = log_in(client, user)
    assert response.status_code == 302
    return client


@pytest.fixture
def reauthenticated(signed_in):
    """The same, having just given the password again."""
    response = signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert response.status_code == 302
    return signed_in


def log_in(client, user, password=PASSWORD, **values):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **values})
