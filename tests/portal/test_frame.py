"""The constant parts of the frame are drawn once, and never for somebody else."""

import pytest
from django.template import Context, Template
from django.test import Client

from participation.base.site.models import PortalSettings
from portal.context import _build
from portal.templatetags import frame as library
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

HEADER = '{% load frame %}{% frame_part "components/site/header.html" %}'


@pytest.fixture(autouse=True)
def _fresh():
    library._draw.cache_clear()


def draw(frame):
    return Template(HEADER).render(Context({"frame": frame}))


def frame_of(rf, path):
    return _build(rf.get(path))


def test_two_pages_of_a_section_share_one_drawing(rf):
    one, two = draw(frame_of(rf, "/quartiers/")), draw(frame_of(rf, "/quartiers/les-pins/"))
    assert one != two, "on the list itself the link says that this is the page"
    assert draw(frame_of(rf, "/quartiers/l-adret/")) == two
    assert library._draw.cache_info().currsize == 2


def test_the_front_page_has_its_own(rf):
    assert "<h1" in draw(frame_of(rf, "/"))
    assert "<h1" not in draw(frame_of(rf, "/ailleurs/"))


def test_what_is_signed_in_is_drawn_and_forgotten(rf, settings):
    user = UserFactory(display_name="Nadia")
    client = Client()
    client.force_login(user)
    page = client.get("/plan-du-site/").content.decode()
    assert "Nadia" in page
    assert "Nadia" not in Client().get("/plan-du-site/").content.decode()


def test_another_publisher_gives_another_drawing(client):
    before = client.get("/plan-du-site/").content.decode()
    site = PortalSettings.objects.first() or PortalSettings()
    site.place_line = "Port-de-Bouc"
    site.save()
    assert "Port-de-Bouc" not in before
    assert "Port-de-Bouc" in client.get("/plan-du-site/").content.decode()
