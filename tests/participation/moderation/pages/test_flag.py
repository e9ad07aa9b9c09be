"""/moderation/alerter/: anybody may say that something should not be there, once."""

import pytest
from django.test import Client

from participation.moderation.enums import Ground
from participation.moderation.models import Case, Flag, ModerationSettings
from tests.factories.accounts import UserFactory
from tests.participation.moderation.pages.conftest import plain

pytestmark = pytest.mark.django_db
THANKS = "/moderation/alerter/merci/"


@pytest.fixture
def thing(held, fake):
    """Something everybody sees, and no case about it."""
    case = held("Un message publié, avec des mots.")
    case.delete()
    return f"/moderation/alerter/essai/{case.key}/"


def send(client, url, **data):
    return client.post(url, {"ground": Ground.INSULT, **data})


def test_the_form_shows_neither_the_words_nor_the_title(client, thing):
    answer = client.get(thing)
    assert answer.status_code == 200
    assert "Un message publié" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Flag.objects.count() == 0


def test_thanks_and_once_per_person(client, thing):
    assert send(client, thing).url == THANKS
    assert send(client, thing, ground=Ground.THREAT).url == THANKS
    assert Flag.objects.count() == 1
    assert "C’est noté" in plain(client.get(THANKS))


def test_a_few_people_bring_it_to_a_moderator(client, thing, commune):
    ModerationSettings.objects.create(flags_needed=3)
    for person in (None, UserFactory(), UserFactory()):
        assert Case.objects.count() == 0
        visitor = Client()
        if person:
            visitor.force_login(person)
        send(visitor, thing)
    assert Flag.objects.count() == 3
    assert Case.objects.get().rule == "flagged"


def test_who_is_not_to_be_read_from_the_table(client, thing):
    person = UserFactory()
    client.force_login(person)
    send(client, thing)
    who = Flag.objects.get().who
    assert len(who) == 64
    assert str(person.pk) != who
    assert person.email not in who


def test_a_ground_is_needed(client, thing):
    for ground in ("", "x", "\x00", "a" * 10_000):
        answer = client.post(thing, {"ground": ground})
        assert answer.status_code == 400
        assert "error-summary" in answer.content.decode()
    assert Flag.objects.count() == 0


def test_a_machine_is_thanked_and_not_heard(client, thing):
    assert send(client, thing, website="http://x.example").url == THANKS
    assert Flag.objects.count() == 0


def test_not_too_often(client, thing, fake, held):
    for _ in range(20):
        send(client, thing)
    answer = send(client, thing)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Réessayez" in plain(answer)


@pytest.mark.parametrize("path", ["rien/1/", "essai/999/", "essai/%00/", "essai/" + "1" * 80 + "/", "essai/..%2F/"])
def test_what_is_not_public_does_not_exist(client, thing, path):
    assert client.get("/moderation/alerter/" + path).status_code == 404
    assert client.post("/moderation/alerter/" + path, {"ground": "insult"}).status_code == 404


def test_what_is_held_is_not_flagged(client, thing, fake):
    fake.hidden.add(thing.rstrip("/").rpartition("/")[2])
    assert client.get(thing).status_code == 404
    assert send(client, thing).status_code == 404
