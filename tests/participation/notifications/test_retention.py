"""What is kept of people who follow something, for how long, and what they take along. The clock is moved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.base.privacy import purge
from participation.base.privacy.persons import erase_person, export_person
from participation.notifications import services
from participation.notifications.distribution import distribute_events
from participation.notifications.enums import Delivery
from participation.notifications.models import Event, EventTopic, Recipient, SmsMessage, Subscription
from participation.notifications.positions import last_position
from participation.notifications.registry import AREA, ME
from participation.notifications.services.forgetting import (
    delete_idle,
    delete_old_events,
    delete_settled_sms,
    delete_unconfirmed,
)
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EventFactory, RecipientFactory, SubscriptionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
NOW = timezone.now()


def in_days(days):
    return NOW + timedelta(days=days)


class TestEvents:
    def events(self):
        for days in (-400, -181, -179, -1):
            EventFactory(key=str(days), at=in_days(days), topics=[("essai", "1")])
        distribute_events()

    def test_the_older_ones_go_and_the_newer_ones_stay(self):
        self.events()
        assert delete_old_events(NOW) == 2
        assert set(Event.objects.values_list("key", flat=True)) == {"-179", "-1"}
        assert EventTopic.objects.count() == 2
        assert delete_old_events(NOW) == 0

    def test_time_goes_on(self):
        self.events()
        assert delete_old_events(in_days(178)) == 3
        assert delete_old_events(in_days(180)) == 1
        assert not Event.objects.exists()

    def test_the_time_is_the_communes(self, settings):
        settings.NOTIFICATIONS_KEEP_DAYS = 390
        self.events()
        assert delete_old_events(NOW) == 1

    def test_not_what_nobody_was_told_yet(self):
        EventFactory(at=in_days(-400))
        assert delete_old_events(NOW) == 0

    def test_positions_go_on_after_the_last_one_is_gone(self):
        self.events()
        delete_old_events(in_days(999))
        assert last_position() == 4
        EventFactory()
        distribute_events()
        assert Event.objects.get().position == 5


class TestUnconfirmed:
    def test_thirty_days(self):
        kept = SubscriptionFactory(kind="essai", key="1", created_at=in_days(-40))
        waits = SubscriptionFactory(kind="essai", key="2", created_at=NOW, confirmed_at=None)
        assert delete_unconfirmed(in_days(29)) == 0
        assert delete_unconfirmed(in_days(31)) == 1
        assert set(Subscription.objects.exclude(kind=ME)) == {kept}
        assert not Subscription.objects.filter(pk=waits.pk).exists()


class TestIdle:
    def test_an_address_that_follows_nothing(self):
        idle = RecipientFactory(created_at=NOW)
        EventFactory(topics=[(ME, str(idle.pk))])
        follows = SubscriptionFactory(kind="essai", key="1").recipient
        asks = SubscriptionFactory(kind="essai", key="1", confirmed_at=None).recipient
        account = RecipientFactory(user=UserFactory())
        Recipient.objects.exclude(pk=idle.pk).update(created_at=in_days(-500))
        assert delete_idle(in_days(29)) == 0
        assert delete_idle(in_days(31)) == 1
        assert set(Recipient.objects.all()) == {follows, asks, account}
        assert not EventTopic.objects.exists()

    def test_a_refusal_is_remembered_three_years(self):
        RecipientFactory(own=Delivery.NONE, created_at=NOW)
        assert delete_idle(in_days(3 * 365 - 1)) == 0
        assert delete_idle(in_days(3 * 365 + 1)) == 1


class TestSms:
    def test_thirty_days_after_they_left(self):
        SmsMessage.objects.create(key="a", to="+33612345678", text="x", status="sent", created_at=NOW)
        SmsMessage.objects.create(key="b", to="+33612345678", text="x", created_at=NOW)
        assert delete_settled_sms(in_days(29)) == 0
        assert delete_settled_sms(in_days(31)) == 1
        assert SmsMessage.objects.get().key == "b"


def test_it_is_proposed_first_then_done():
    EventFactory(at=in_days(-400))
    distribute_events()
    SubscriptionFactory(kind="essai", key="1", created_at=in_days(-40), confirmed_at=None)
    Recipient.objects.update(created_at=in_days(-40))
    SmsMessage.objects.create(key="a", status="failed", created_at=in_days(-40))
    names = [f"notifications-{name}" for name in ("events", "unconfirmed", "sms")]
    proposals = [purge.proposals(NOW, only=name)[0] for name in names]
    assert [[item.count for item in one.items] for one in proposals] == [[1], [1], [1]]
    assert Event.objects.count() == SmsMessage.objects.count() == 1
    assert [one.purge.apply(one.items) for one in proposals] == [1, 1, 1]
    assert [one.purge.apply(one.items) for one in proposals] == [0, 0, 0]
    (idle,) = purge.proposals(NOW, only="notifications-idle")
    assert idle.purge.apply(idle.items) == 1
    assert not Recipient.objects.exists()


class TestPersons:
    def test_what_one_takes_along(self):
        user = UserFactory()
        person = services.recipient_of(user=user)
        services.follow(recipient=person, kind=AREA, label="Chez moi", area=(43.4, 5.05, 300))
        services.set_rhythm(recipient=person, daily_hour=18, weekly_day=0)
        SubscriptionFactory(kind="essai", key="9")
        found = export_person(user)["notifications"]
        assert found["heure du résumé"] == 18
        assert [(row["sorte"], row["nom donné"], row["zone"]) for row in found["abonnements"]] == [
            (ME, "", None),
            (AREA, "Chez moi", [43.4, 5.05, 300]),
        ]

    def test_nothing_for_who_follows_nothing(self):
        assert "notifications" not in export_person(UserFactory())

    def test_who_leaves_leaves_nothing_here(self):
        user = UserFactory(email="nadia@exemple.fr")
        person = services.recipient_of(user=user)
        services.follow(recipient=person, kind="essai", key="1")
        address = SubscriptionFactory(recipient__email="nadia@exemple.fr", kind="essai", key="2").recipient
        other = SubscriptionFactory(kind="essai", key="1").recipient
        EventFactory(topics=[(ME, str(person.pk)), (ME, str(address.pk)), (ME, str(other.pk))])
        erase_person(user)
        erase_person(user)
        assert list(Recipient.objects.all()) == [other]
        assert EventTopic.objects.get().key == str(other.pk)
