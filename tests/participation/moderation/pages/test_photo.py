"""Blurring zones of a photo: boxes anybody can tick, and a confirmation, for the original is destroyed."""

import pytest

from participation.accounts.enums import Role
from participation.moderation.enums import CaseState
from tests.factories.territory import CommuneFactory
from tests.participation.moderation.pages.conftest import address

pytestmark = pytest.mark.django_db


def photo(case, key="a"):
    return address(case, f"photo/{key}/")


def test_a_grid_of_boxes(moderator, client, held):
    case = held(photos=["a"])
    assert photo(case) in client.get(address(case)).content.decode()
    page = client.get(photo(case)).content.decode()
    assert page.count('name="zones"') == 64
    assert "Ligne 8, colonne 8" in page
    assert 'src="/agents/essai/a/"' in page


def test_what_is_ticked_is_asked_for(moderator, client, held, fake):
    case = held(photos=["a"])
    answer = client.post(photo(case), {"zones": ["0-0", "0-1", "7-7"], "sure": "on"})
    assert answer.url == address(case)
    assert fake.done == [("blur", case.key, "a", ((0, 0, 250, 125), (875, 875, 1000, 1000)))]
    case.refresh_from_db()
    assert case.state == CaseState.WAITING
    assert case.events.filter(verb="blurred", actor=moderator).exists()


def test_nothing_is_destroyed_unconfirmed_and_the_ticks_stay(moderator, client, held, fake):
    case = held(photos=["a"])
    answer = client.post(photo(case), {"zones": ["3-4"]})
    assert answer.status_code == 400
    assert 'value="3-4" checked' in answer.content.decode()
    assert client.post(photo(case), {"sure": "on"}).status_code == 400
    assert fake.done == []


@pytest.mark.parametrize("zone", ["8-0", "0-8", "-1-0", "x", "", "\x00", "0-0-0", "9" * 300])
def test_no_zone_outside_the_picture(moderator, client, held, fake, zone):
    assert client.post(photo(held(photos=["a"])), {"zones": [zone], "sure": "on"}).status_code == 400
    assert fake.done == []


def test_every_box_ticked_is_a_few_boxes(moderator, client, held, fake):
    every = [f"{row}-{column}" for row in range(8) for column in range(0, 8, 2)]
    assert client.post(photo(held(photos=["a"])), {"zones": every, "sure": "on"}).status_code == 302
    assert len(fake.done[0][3]) == 32


def test_who_and_when(client, held, as_role, commune, moderator):
    case = held(photos=["a"])
    for role, scope in ((Role.FIELD_AGENT, {"commune": commune}), (Role.ADMINISTRATOR, {"commune": CommuneFactory()})):
        other = as_role(role, **scope)
        assert other.get(photo(case)).status_code == 404
        assert other.post(photo(case), {"zones": ["0-0"], "sure": "on"}).status_code == 404
    assert client.get(photo(case, "b")).status_code == 404
    assert client.get(photo(held(photos=["a"], state=CaseState.CLOSED))).status_code == 404


def test_a_kind_without_photos_offers_none(client, moderator, held, fake, monkeypatch):
    from dataclasses import replace

    from participation.moderation import registry

    case = held(photos=["a"])
    monkeypatch.setitem(registry._kinds, fake.key, replace(fake.kind, blur=None))
    assert photo(case) not in client.get(address(case)).content.decode()
    assert client.get(photo(case)).status_code == 404
