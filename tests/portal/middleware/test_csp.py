import pytest

from tests.factories.accounts import UserFactory
from tests.factories.cms import HomePageFactory

pytestmark = pytest.mark.django_db


def directives(response):
    parts = (part.strip().split(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def test_public_pages_run_nothing_inline(client):
    HomePageFactory()
    policy = directives(client.get("/"))
    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert not any("unsafe" in value for values in policy.values() for value in values)
    assert "script-src" not in policy


def test_the_only_other_host_is_the_tiles(client):
    policy = directives(client.get("/"))
    assert policy["img-src"] == ["'self'", "data:", "https://data.geopf.fr"]


def test_the_admin_has_a_wider_policy_of_its_own(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    policy = directives(client.get("/admin/"))
    assert "'unsafe-inline'" in policy["script-src"]
    assert "https://data.geopf.fr" not in policy["img-src"]


def test_a_path_that_only_looks_like_the_admin_keeps_the_strict_policy(client):
    assert "script-src" not in directives(client.get("/administration/"))


def test_errors_carry_the_policy_too(client):
    assert directives(client.get("/rien/"))["default-src"] == ["'self'"]


def test_no_page_may_film_or_listen(client):
    policy = client.get("/").headers["Permissions-Policy"]
    assert "geolocation=(self)" in policy
    for feature in ("camera", "microphone", "payment"):
        assert f"{feature}=()" in policy
