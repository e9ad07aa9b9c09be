"""`check --deploy` says what stands in the way of a real portal, and nothing when all is well."""

import pytest
from django.core.checks import run_checks
from django.core.files.storage import FileSystemStorage

from portal import checks
from portal.models import DemoRow
from tests.factories.territory import CommuneFactory


@pytest.fixture
def in_order(settings, tmp_path):
    settings.DEMO = False
    settings.BASE_URL = "https://quartiers.example.fr"
    settings.ALLOWED_HOSTS = ["quartiers.example.fr"]
    settings.TRUSTED_PROXIES = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Quartiers <ne-pas-repondre@example.fr>"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path}
    }
    return settings


def found(**kwargs):
    return {message.id for message in run_checks(include_deployment_checks=True, **kwargs) if "portal." in message.id}


def test_nothing_to_say_when_all_is_well(in_order):
    assert found() == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("BASE_URL", "http://quartiers.example.fr", {"portal.W001"}),
        ("ALLOWED_HOSTS", ["autre.example.fr"], {"portal.E001"}),
        ("ALLOWED_HOSTS", [".example.fr"], set()),
        ("ALLOWED_HOSTS", ["*"], set()),
        ("TRUSTED_PROXIES", 0, {"portal.W002"}),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", {"portal.W003"}),
        ("DEFAULT_FROM_EMAIL", "Quartiers <x@localhost>", {"portal.W004"}),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, {"portal.E002"}),
    ],
)
def test_each_shortcoming_is_named(in_order, name, value, expected):
    setattr(in_order, name, value)
    assert found() == expected


def test_without_a_proxy_none_is_asked_for(in_order):
    in_order.TRUSTED_PROXIES = 0
    in_order.SECURE_PROXY_SSL_HEADER = None
    assert found() == set()


def test_a_folder_that_is_a_file_cannot_be_written_to(in_order, tmp_path, monkeypatch):
    blocked = tmp_path / "media"
    blocked.write_text("")
    alias = {"default": FileSystemStorage(location=blocked), "private": FileSystemStorage(location=tmp_path)}
    monkeypatch.setattr(checks, "storages", alias)
    assert found() == {"portal.E003"}


def test_a_folder_that_is_not_there_yet_is_made_later(tmp_path):
    assert checks._can_write(tmp_path / "a" / "b")


@pytest.mark.django_db
def test_rows_of_the_demonstration_are_named_when_the_database_is_asked(in_order):
    commune = CommuneFactory()
    assert found(databases=["default"]) == set()
    mark_as_demonstration(commune)
    assert found(databases=["default"]) == {"portal.W005"}
    in_order.DEMO = True
    assert found(databases=["default"]) == set()


def mark_as_demonstration(row):
    from django.contrib.contenttypes.models import ContentType

    DemoRow.objects.create(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)
