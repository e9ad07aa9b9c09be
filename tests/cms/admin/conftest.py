import pytest
from django.test import Client

from participation.accounts.enums import Role
from tests.factories.accounts import staff_with
from tests.factories.territory import CommuneFactory


@pytest.fixture
def logged_in():
    def log_in(user):
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return log_in


@pytest.fixture
def martigues(db):
    return CommuneFactory(code="MAR", name="Martigues", insee_code="13056")


@pytest.fixture
def vitrolles(db):
    return CommuneFactory(code="VIT", name="Vitrolles", insee_code="13117")


@pytest.fixture
def editor(db, logged_in):
    return logged_in(staff_with(Role.EDITOR))


@pytest.fixture
def coordination(martigues, logged_in):
    """The coordination of Martigues, and of nowhere else."""
    return logged_in(staff_with(Role.GUSP_COORDINATOR, commune=martigues))


@pytest.fixture
def administrator(db, logged_in):
    return logged_in(staff_with(Role.ADMINISTRATOR))
