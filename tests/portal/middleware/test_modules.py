import pytest

from participation.base.site import modules, remembered
from participation.base.site.models import PortalSettings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(modules, "_modules", {})
    modules.register("enquetes", "Enquêtes", ["/mentions-legales/"])


def test_a_module_that_is_on_answers(client):
    assert client.get("/mentions-legales/").status_code == 200


def test_a_module_that_is_off_is_not_found(client):
    PortalSettings(disabled_modules=["enquetes"]).save()
    assert client.get("/mentions-legales/").status_code == 404
    assert client.get("/accessibilite/").status_code == 200


@pytest.mark.parametrize("size", [1, 30])
def test_what_no_module_registered_costs_no_query_whatever_is_off(client, django_assert_num_queries, size):
    PortalSettings(disabled_modules=[f"module{n}" for n in range(size)]).save()
    remembered.forget()
    with django_assert_num_queries(0):
        client.get("/robots.txt")


def test_a_registered_prefix_costs_the_settings_alone(client, django_assert_num_queries):
    PortalSettings().save()
    remembered.forget()
    with django_assert_num_queries(1):
        assert client.get("/mentions-legales/").status_code == 200
