import pytest
from django.core import checks
from django.urls import include, path
from wagtail.admin import urls as wagtail_admin

from participation.accounts.checks import admin_login_is_ours

urlpatterns = [path("admin/", include(wagtail_admin))]


def test_the_portals_own_doors_pass():
    assert admin_login_is_ours(None) == []


def test_wagtails_login_is_an_error(settings):
    settings.ROOT_URLCONF = __name__
    found = admin_login_is_ours(None)
    assert [error.id for error in found] == ["accounts.E001", "accounts.E001"]
    assert "/admin/login/" in found[0].msg
    assert "/admin/password_reset/" in found[1].msg
    assert all(error.is_serious() for error in found)


def test_an_admin_elsewhere_than_the_prefix_says_is_an_error(settings):
    settings.ADMIN_PREFIX = "/gestion/"
    assert [error.id for error in admin_login_is_ours(None)] == ["accounts.E002"]


@pytest.mark.django_db
def test_manage_check_runs_it():
    assert admin_login_is_ours in checks.registry.registry.get_checks()
