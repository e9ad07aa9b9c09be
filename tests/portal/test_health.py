from datetime import timedelta

import pytest
from django.core.files.storage import InMemoryStorage
from django.urls import reverse
from django.utils import timezone

from participation.notifications.models import SmsMessage
from portal import health
from tests.factories.base import HeartbeatFactory, OutboxMessageFactory
from tests.factories.notifications import EventFactory

SANTE, VIVANT = "/sante/", "/sante/vivant/"


@pytest.fixture
def working(db):
    """A worker that is alive."""
    return HeartbeatFactory()


def checks(response):
    return response.json()["checks"]


def test_the_addresses_are_french_and_permanent():
    assert (reverse("health"), reverse("alive")) == (SANTE, VIVANT)


def test_all_is_well(client, working):
    response = client.get(SANTE)
    assert response.status_code == 200
    body = response.json()
    assert body["status"] == "ok"
    assert body["version"] == "0.1.0"
    assert {name: check["ok"] for name, check in body["checks"].items()} == {
        "database": True,
        "worker": True,
        "outbox": True,
        "events": True,
        "sms": True,
        "storage": True,
    }


def test_it_is_never_cached(client, working):
    for address in (SANTE, VIVANT):
        assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.django_db
def test_without_a_worker_it_says_so(client):
    response = client.get(SANTE)
    assert response.status_code == 503
    assert checks(response)["worker"] == {
        "ok": False,
        "reason": "Aucun worker ne tourne : lancez « manage.py worker ».",
    }
    assert checks(response)["database"]["ok"]


@pytest.mark.django_db
@pytest.mark.parametrize(("silence", "status"), [(118, 200), (121, 503)])
def test_a_worker_that_fell_silent(client, settings, silence, status):
    settings.WORKER_STALE_SECONDS = 120
    HeartbeatFactory(beat_at=timezone.now() - timedelta(seconds=silence))
    HeartbeatFactory(beat_at=timezone.now() - timedelta(days=3))
    response = client.get(SANTE)
    assert response.status_code == status
    assert checks(response)["worker"]["ok"] is (status == 200)


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_mails_that_do_not_leave(client, working, minutes, status):
    OutboxMessageFactory(next_attempt_at=timezone.now() - timedelta(minutes=minutes))
    OutboxMessageFactory(sent=True)
    response = client.get(SANTE)
    assert response.status_code == status
    outbox = checks(response)["outbox"]
    assert outbox["pending"] == 1
    assert outbox["oldest_seconds"] // 60 == minutes
    assert ("reason" in outbox) is (status == 503)


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_news_that_nobody_is_told(client, working, minutes, status):
    EventFactory(written_at=timezone.now() - timedelta(minutes=minutes), at=timezone.now() - timedelta(days=3))
    EventFactory(written_at=timezone.now() - timedelta(days=3), position=1, distributed_at=timezone.now())
    EventFactory(written_at=timezone.now() - timedelta(days=3), silent=True)
    response = client.get(SANTE)
    assert response.status_code == status
    events = checks(response)["events"]
    assert (events["pending"], events["oldest_seconds"] // 60) == (1, minutes)
    assert ("reason" in events) is (status == 503)


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_short_messages_that_do_not_leave(client, working, settings, minutes, status):
    waiting = timezone.now() - timedelta(minutes=minutes)
    SmsMessage.objects.create(key="a", to="+33612345678", text="x", next_attempt_at=waiting)
    assert checks(client.get(SANTE))["sms"] == {"ok": True, "enabled": False}
    settings.SMS_BACKEND = "participation.notifications.sms.ConsoleBackend"
    response = client.get(SANTE)
    assert response.status_code == status
    sms = checks(response)["sms"]
    assert (sms["pending"], sms["oldest_seconds"] // 60) == (1, minutes)
    assert ("reason" in sms) is (status == 503)


@pytest.mark.parametrize("place", ["public_storage", "private_storage"])
def test_a_storage_that_no_longer_writes(client, working, monkeypatch, place):
    class Full(InMemoryStorage):
        def _save(self, name, content):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(health, place, Full)
    response = client.get(SANTE)
    assert response.status_code == 503
    assert checks(response)["storage"]["failed"] == [place.removesuffix("_storage")]


def test_a_storage_that_loses_what_it_wrote(client, working, monkeypatch):
    class Lossy(InMemoryStorage):
        def _open(self, name, mode="rb"):
            file = super()._open(name, mode)
            file.truncate(3)
            return file

    monkeypatch.setattr(health, "private_storage", Lossy)
    assert checks(client.get(SANTE))["storage"]["ok"] is False


def test_looking_leaves_no_file_behind(client, working, monkeypatch):
    storage = InMemoryStorage()
    monkeypatch.setattr(health, "private_storage", lambda: storage)
    client.get(SANTE)
    assert storage.listdir("sante") == ([], [])


def test_who_asks_often_does_not_write_often(client, working, monkeypatch):
    tries = []
    monkeypatch.setattr(health, "_try_storages", lambda: tries.append(None) or {"ok": True})
    for _ in range(5):
        client.get(SANTE)
    assert len(tries) == 1


def test_a_database_that_does_not_answer(client, working, monkeypatch):
    def down():
        raise ConnectionError("could not connect to db.internal as quartiers with password hunter2")

    monkeypatch.setattr(health, "_database", down)
    response = client.get(SANTE)
    assert response.status_code == 503
    assert checks(response)["database"] == {"ok": False, "reason": "Ne répond pas (ConnectionError)."}
    assert "hunter2" not in response.content.decode()


def test_it_tells_no_secret(client, working, settings):
    OutboxMessageFactory(to="habitant@demo.example", next_attempt_at=timezone.now() - timedelta(hours=1))
    text = client.get(SANTE).content.decode()
    for secret in (settings.SECRET_KEY, "habitant@demo.example", str(settings.VAR_DIR), working.worker_id):
        assert secret not in text


def test_a_living_process_says_so_without_touching_anything(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get(VIVANT)
    assert response.json() == {"status": "ok"}


@pytest.mark.parametrize("address", [SANTE, VIVANT])
def test_it_only_reads(client, db, address):
    assert client.post(address).status_code == 405


def test_four_queries(client, working, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(SANTE)
