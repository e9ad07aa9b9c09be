"""The plug pulled in the middle, ten times: every digest leaves, and only one in flight may leave twice."""

import tracemalloc
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from participation.base.mail.models import OutboxMessage
from participation.base.worker.models import ScheduleEntry
from participation.notifications.digests import send_due_digests
from participation.notifications.distribution import distribute_events
from participation.notifications.enums import Delivery
from participation.notifications.models import Event, EventTopic, Recipient, Subscription
from participation.notifications.positions import place_events
from tests.factories.notifications import EventFactory
from tests.harness.processes import Processes, wait_for

KILLS = 10
PEOPLE = 330
DIGESTS = "notifications-digests"


@pytest.fixture
def processes():
    running = Processes("tests.participation.notifications.load_settings")
    yield running
    running.end()


def crowd(people, *, at, topics=1, delivery=Delivery.DAILY):
    """People who follow one of these topics since yesterday and whose digest is due."""
    before = at - timedelta(days=1)
    recipients = Recipient.objects.bulk_create(
        Recipient(email=f"voisine{number}@exemple.fr", confirmed_at=before, next_digest_at=at)
        for number in range(people)
    )
    Subscription.objects.bulk_create(
        Subscription(
            recipient=one, kind="essai", key=str(number % topics), delivery=delivery, confirmed_at=before,
            created_at=before,
        )
        for number, one in enumerate(recipients)
    )  # fmt: skip


def happen(events, *, at, topics=1, distributed=True):
    rows = Event.objects.bulk_create(
        Event(kind="essai/nouvelle", key=f"essai-{number}", at=at, url="/", words={"title": f"Nouvelle {number}"})
        for number in range(events)
    )
    EventTopic.objects.bulk_create(
        EventTopic(event=one, kind="essai", key=str(number % topics)) for number, one in enumerate(rows)
    )
    place_events()
    if distributed:
        Event.objects.update(distributed_at=at)


def sent(folder):
    """Message-IDs by recipient, of every mail that left."""
    found = defaultdict(list)
    for path in sorted(Path(folder).glob("*.eml")):
        mail = message_from_bytes(path.read_bytes())
        found[mail["To"]].append(mail["Message-ID"])
    return found


def written():
    return OutboxMessage.objects.filter(key__startswith="digest-").count()


@pytest.mark.django_db(transaction=True)
def test_ten_workers_killed_in_the_middle_of_the_digests(processes, settings):
    now = timezone.now()
    happen(5, at=now - timedelta(hours=1))
    crowd(PEOPLE, at=now - timedelta(minutes=5))
    killed_at = []
    for number in range(1, KILLS + 1):
        worker = processes.worker()
        wait_for(lambda at_least=number * PEOPLE // (KILLS + 1): written() >= at_least, worker)
        processes.kill(worker)
        killed_at.append(written())
        # The clock is moved to the next minute, when the digests are looked at again.
        ScheduleEntry.objects.filter(name=DIGESTS).update(next_run_at=timezone.now())
    assert killed_at[-1] < PEOPLE, "the last one was killed after the work"
    assert len(set(killed_at)) == KILLS

    last = processes.worker()
    wait_for(lambda: written() == PEOPLE, last)
    # Beyond the lease of the mails that the dead workers had in their hands.
    in_flight = OutboxMessage.objects.pending().filter(attempts__gt=0)
    wait_for(lambda: not OutboxMessage.objects.pending().filter(attempts=0).exists(), last)
    in_flight.update(next_attempt_at=timezone.now())
    wait_for(lambda: not OutboxMessage.objects.pending().exists(), last)

    assert not Recipient.objects.digest_due(timezone.now()).exists()
    assert set(Recipient.objects.values_list("daily_through", flat=True)) == {5}
    mails = sent(settings.MAIL_DIR)
    assert set(mails) == {f"voisine{number}@exemple.fr" for number in range(PEOPLE)}
    twice = [identifiers for identifiers in mails.values() if len(identifiers) > 1]
    assert len(twice) <= KILLS
    assert all(len(identifiers) == 2 and len(set(identifiers)) == 1 for identifiers in twice)
    assert len({identifiers[0] for identifiers in mails.values()}) == PEOPLE


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kinds")
def test_four_distributors_and_digests_at_once(settings):
    """Nobody is told twice, nobody is left out, whatever the database does with two at once."""
    settings.NOTIFICATIONS_CHUNK = settings.NOTIFICATIONS_DIGEST_CHUNK = 7
    now = timezone.now()
    crowd(60, at=now, delivery=Delivery.NOW)
    Recipient.objects.filter(pk__in=Recipient.objects.order_by("pk").values("pk")[:20]).update(next_digest_at=now)
    for number in range(3):
        EventFactory(topics=[("essai", "0")], key=f"essai-{number}")

    def work(_number):
        try:
            return distribute_events() + send_due_digests(now + timedelta(minutes=1))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        told = sum(pool.map(work, range(4)))
    assert told == 180
    assert OutboxMessage.objects.count() == 180
    assert sorted(Event.objects.values_list("position", flat=True)) == [1, 2, 3]
    assert not Event.objects.to_distribute().exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kinds")
def test_two_who_give_positions_at_once():
    EventFactory.create_batch(40)

    def work(_number):
        try:
            return place_events()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 40
    assert sorted(Event.objects.values_list("position", flat=True)) == list(range(1, 41))


def test_what_makes_it_safe_on_both_databases():
    if connection.vendor == "sqlite":
        assert connection.transaction_mode == "IMMEDIATE"
    else:
        assert connection.features.has_select_for_update_skip_locked


@pytest.mark.django_db
@pytest.mark.usefixtures("kinds")
class TestManyPeople:
    AT = datetime(2026, 3, 24, 7, tzinfo=UTC)

    def peak(self, people, first):
        """Bytes of Python objects at most, above those before, while these people are told."""
        OutboxMessage.objects.all().delete()
        Recipient.objects.all().delete()
        crowd(people, at=self.AT, topics=10)
        Recipient.objects.update(daily_through=first)
        tracemalloc.start()
        try:
            assert send_due_digests(self.AT + timedelta(minutes=1)) == people
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def test_memory_is_flat(self, settings):
        settings.NOTIFICATIONS_DIGEST_CHUNK = 40
        happen(500, at=self.AT - timedelta(hours=1), topics=10)
        self.peak(40, 0)  # templates and patterns are loaded once
        few, many = self.peak(60, 0), self.peak(300, 0)
        assert many < few * 1.5

    def test_nothing_to_tell_costs_a_share_of_a_query(self, django_assert_max_num_queries):
        crowd(1000, at=self.AT, topics=10)
        happen(250, at=self.AT - timedelta(hours=1), topics=1)
        Subscription.objects.filter(key="0").delete()
        with django_assert_max_num_queries(60):
            assert send_due_digests(self.AT + timedelta(minutes=1)) == 0
        assert not Recipient.objects.filter(next_digest_at__lte=self.AT).exists()
