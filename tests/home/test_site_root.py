"""The tree a fresh database starts with."""

import pytest
from wagtail.models import Locale, Page, Site

from home.models import HomePage


def planted():
    site = Site.objects.get()
    assert site.is_default_site
    assert site.root_page.specific == HomePage.objects.get()
    assert site.root_page.url_path == "/accueil/"
    assert [page.slug for page in Page.objects.order_by("path")] == ["root", "accueil"]
    assert list(Locale.objects.values_list("language_code", flat=True)) == ["fr"]
    assert set(Page.objects.values_list("locale__language_code", flat=True)) == {"fr"}
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
def test_the_front_page_stands_in_for_wagtails_welcome(client):
    planted()
    assert client.get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_and_is_there_again_after_a_test_without_rollback(client):
    planted()
    assert client.get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_twice(client):
    planted()
