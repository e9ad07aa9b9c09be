"""Telling: what is written, who hears of it at once, by which links."""

from datetime import timedelta
from email import message_from_bytes
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from participation.base.links.signing import read_token
from participation.base.mail.bounces import record_bounce
from participation.base.mail.services import hold_mail
from participation.base.site.models import PortalSettings
from participation.notifications import delays, distribution, links
from participation.notifications.enums import Delivery
from participation.notifications.models import Counter, Event, SmsMessage
from participation.notifications.positions import horizon, last_position, place_events
from participation.notifications.registry import AREA, ME
from participation.notifications.services import notify, notifying, recipient_of, stop_all
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EventFactory, RecipientFactory, SubscriptionFactory
from tests.factories.territory import QuartierFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

HERE = (43.4055, 5.0480)


def tell(key="banc-1", **fields):
    fields = {"name": "essai/nouvelle", "url": "/essai/1/", "words": {"title": "Le banc est réparé"}, **fields}
    return notify(fields.pop("name"), key=key, **fields)


def follower(kind="essai", key="1", delivery=Delivery.NOW, **fields):
    return SubscriptionFactory(kind=kind, key=key, delivery=delivery, **fields).recipient


class TestWriting:
    def test_once_for_each_key(self):
        event = tell(topics=[("essai", 1), ("essai", "1"), ("autre", "2")])
        assert event is not None
        assert tell(topics=[("essai", "1")]) is None
        assert sorted(event.topics.values_list("kind", "key")) == [("autre", "2"), ("essai", "1")]

    def test_a_quartier_is_a_topic_by_itself(self):
        quartier = QuartierFactory(slug="s" * 160)
        assert list(tell(quartier=quartier).topics.values_list("kind", "key")) == [("quartier", "s" * 160)]

    def test_outside_a_transaction(self, monkeypatch):
        monkeypatch.setattr(notifying, "connection", SimpleNamespace(in_atomic_block=False))
        with pytest.raises(RuntimeError):
            tell()

    def test_unknown_kind_and_missing_words(self):
        with pytest.raises(LookupError):
            tell(name="essai/inconnu")
        with pytest.raises(KeyError, match="title"):
            tell(words={"titre": "x"})

    def test_words_are_short_strings(self):
        event = tell(words={"title": "a\x00b" + "c" * 100_000, "number": 12})
        event.refresh_from_db()
        assert event.words["title"].startswith("abc")
        assert len(event.words["title"]) == 1000
        assert event.words["number"] == "12"

    def test_half_a_place_is_none(self):
        event = tell(latitude=43.4)
        assert (event.latitude, event.longitude) == (None, None)

    def test_what_is_switched_off_tells_nothing(self, outbox):
        person = follower()
        PortalSettings.objects.create(disabled_modules=["commentaires"])
        assert tell(name="essai/reponse", topics=[("essai", "1")], people=[person]) is None
        assert not Event.objects.exists()
        assert outbox.all() == []

    def test_while_mail_is_held_it_stands_in_lists_only(self, outbox):
        person = follower()
        with hold_mail():
            event = tell(topics=[("essai", "1")], people=[person])
        event.refresh_from_db()
        assert (event.position, event.distributed_at is not None) == (1, True)
        assert outbox.all() == []

    def test_with_the_callers_transaction_or_not_at_all(self, outbox):
        follower()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            tell(topics=[("essai", "1")])
            raise ZeroDivisionError
        assert not Event.objects.exists()
        assert outbox.all() == []


class TestAtOnce:
    def test_those_who_want_it_now_and_no_other(self, outbox):
        now = follower()
        follower(delivery=Delivery.DAILY)
        follower(delivery=Delivery.NONE)
        follower(confirmed_at=None)
        follower(key="2")
        follower(kind="autre")
        event = tell(topics=[("essai", "1")])
        (mail,) = outbox.all()
        assert (mail.to, mail.key) == (now.email, f"event-{event.pk}-{now.pk}")
        event.refresh_from_db()
        assert event.distributed_at is not None

    def test_the_mail_says_what_why_and_how_to_stop(self, outbox, mailoutbox):
        person = follower()
        tell(topics=[("essai", "1")])
        outbox.deliver()
        mail = message_from_bytes(mailoutbox[0].message().as_bytes())
        assert mailoutbox[0].subject == "Le banc est réparé"
        text = mailoutbox[0].body.replace("\u202f", " ").replace("\u00a0", " ")
        assert "Le banc est réparé depuis hier.\n\nAllez voir." in text
        assert "http://testserver/essai/1/" in text
        assert "car vous suivez « La chose 1 »" in text
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        url = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
        one = person.subscriptions.get(kind="essai")
        assert read_token(links.UNSUBSCRIBE, url.rstrip("/").rsplit("/", 1)[1]) == {"r": person.pk, "s": one.pk}
        html = mailoutbox[0].alternatives[0].content
        assert url in html
        assert url in text
        assert "<img" not in html

    def test_people_it_concerns_get_their_own_link_once(self, outbox):
        person = follower()
        event = tell(
            name="essai/reponse", topics=[("essai", "1")], people=[person, person], personal_url="/essai/1/?jeton=x"
        )
        (mail,) = outbox.all()
        assert mail.subject == "Votre réponse"
        assert "http://testserver/essai/1/?jeton=x" in mail.text
        assert "répond à ce que vous avez donné" in mail.text
        assert sorted(event.topics.values_list("kind", "key")) == [("essai", "1"), (ME, str(person.pk))]

    def test_unless_they_chose_otherwise(self, outbox):
        person = RecipientFactory(own=Delivery.NONE)
        tell(people=[person])
        assert outbox.all() == []
        stopped = follower()
        stop_all(recipient=stopped)
        tell("banc-2", people=[stopped], topics=[("essai", "1")])
        assert outbox.all() == []

    def test_hostile_words_stay_words(self, outbox):
        follower()
        tell(topics=[("essai", "1")], words={"title": "<script>alert(1)</script>\u202eabc {{ words }}\nBcc: x@y.fr"})
        mail = outbox.last()
        assert "<script>" not in mail.html
        assert "&lt;script&gt;" in mail.html
        assert "\n" not in mail.subject

    def test_a_closed_account_is_passed_over(self, outbox):
        user = UserFactory()
        person = recipient_of(user=user)
        user.is_active = False
        user.save()
        tell(people=[person])
        assert outbox.all() == []

    def test_a_paused_address_says_so_and_gets_nothing(self, outbox):
        person = follower()
        for number in range(3):
            record_bounce(address=person.email, hard=True, reference=str(number))
        event = tell(topics=[("essai", "1")])
        (row,) = outbox.all()
        assert (row.status, row.to, row.text) == ("cancelled", "", "")
        assert "pause" in row.last_error
        event.refresh_from_db()
        assert event.distributed_at is not None

    def test_what_the_public_may_not_read_is_not_named(self, outbox):
        follower(key="cachee")
        tell(topics=[("essai", "cachee")])
        assert "avez demandé à être prévenu" in outbox.last().text


class TestAreas:
    """One degree of latitude is 111 195 m; at 43.4055° one of longitude is 80 784 m."""

    @pytest.mark.parametrize(
        ("north_m", "east_m", "hears"),
        [
            (0, 0, True),
            (299, 0, True),
            (301, 0, False),
            (0, 299, True),
            (0, -301, False),
            (213, 213, False),
            (211, -211, True),
        ],
    )
    def test_exact_metres(self, outbox, north_m, east_m, hears):
        SubscriptionFactory(kind=AREA, key="a", latitude=HERE[0], longitude=HERE[1], radius_m=300, label="Chez moi")
        tell(latitude=HERE[0] + north_m / 111_195, longitude=HERE[1] + east_m / 80_784)
        assert len(outbox.all()) == hears
        if hears:
            assert "la zone « Chez moi »" in outbox.last().text.replace("\u202f", " ")

    def test_without_a_place_nobody(self, outbox):
        SubscriptionFactory(kind=AREA, key="a", latitude=HERE[0], longitude=HERE[1], radius_m=300)
        tell()
        assert outbox.all() == []

    def test_each_person_once_and_the_nearest_reason(self, outbox):
        person = follower()
        for key in "ab":
            SubscriptionFactory(recipient=person, kind=AREA, key=key, latitude=HERE[0], longitude=HERE[1], radius_m=500)
        tell(topics=[("essai", "1")], latitude=HERE[0], longitude=HERE[1])
        (mail,) = outbox.all()
        assert "La chose 1" in mail.text


class TestPositions:
    def test_in_one_order_and_never_again(self):
        EventFactory.create_batch(3)
        assert place_events() == 3
        assert list(Event.objects.values_list("position", flat=True)) == [1, 2, 3]
        Event.objects.all().delete()
        EventFactory()
        assert place_events() == 1
        assert Event.objects.get().position == last_position() == 4
        assert Counter.objects.count() == 1

    def test_a_late_commit_is_not_stepped_over(self):
        """Keys are given when a transaction begins, positions once it ended."""
        late = EventFactory()
        Event.objects.filter(pk=late.pk).delete()
        EventFactory()
        place_events()
        seen = last_position()
        late.save(force_insert=True)
        place_events()
        assert Event.objects.get(position__gt=seen) == late

    def test_a_digest_reads_up_to_what_is_distributed(self):
        assert horizon() == 0
        EventFactory.create_batch(3)
        place_events()
        assert horizon() == 0
        Event.objects.filter(position=1).update(distributed_at=timezone.now())
        assert horizon() == 1
        Event.objects.update(distributed_at=timezone.now())
        assert horizon() == 3


class TestDistribution:
    @pytest.fixture(autouse=True)
    def small_chunks(self, settings):
        settings.NOTIFICATIONS_CHUNK = 3

    def wait(self, followers=8, **fields):
        for _number in range(followers):
            follower()
        return EventFactory(topics=[("essai", "1")], **fields)

    def test_chunk_by_chunk_until_all_are_told(self, outbox):
        event = self.wait()
        assert distribution.distribute_events() == 8
        event.refresh_from_db()
        assert event.distributed_at is not None
        assert len({mail.to for mail in outbox.all()}) == 8
        assert distribution.distribute_events() == 0

    def test_a_worker_that_dies_goes_on_where_it_was(self, outbox, monkeypatch):
        event = self.wait()
        calls, channels = [], distribution.CHANNELS

        def dies(*args):
            calls.append(args)
            if len(calls) == 5:
                raise SystemExit
            return channels[0](*args)

        monkeypatch.setattr(distribution, "CHANNELS", (dies,))
        with pytest.raises(SystemExit):
            distribution.distribute_events()
        event.refresh_from_db()
        assert (event.distributed_at, len(outbox.all())) == (None, 3)
        assert event.told_through > 0
        assert distribution.distribute_events() == 5
        assert len({mail.to for mail in outbox.all()}) == len(outbox.all()) == 8

    def test_who_follows_meanwhile_with_a_lower_key_is_told_in_the_digest_of_nobody_twice(self, outbox):
        """A chunk told again (its mails are there, its mark is not) writes no mail twice."""
        event = self.wait()
        distribution.distribute_events()
        Event.objects.filter(pk=event.pk).update(told_through=0, distributed_at=None)
        assert distribution.distribute_events() == 0
        assert len(outbox.all()) == 8

    def test_an_event_that_fails_keeps_no_other_waiting(self, outbox, templates):
        templates({"mail/events/essai/nouvelle.txt": '{% include "nothing.txt" %}'})
        bad, good = self.wait(1), EventFactory(kind="essai/reponse", topics=[("essai", "1")])
        with pytest.raises(Exception, match="nothing"):
            distribution.distribute_events()
        for event in (bad, good):
            event.refresh_from_db()
        assert (bad.distributed_at is None, good.distributed_at is None) == (True, False)
        Event.objects.filter(pk=bad.pk).update(
            written_at=timezone.now() - delays.DISTRIBUTE_WITHIN - timedelta(minutes=1)
        )
        with pytest.raises(Exception, match="nothing"):
            distribution.distribute_events()
        bad.refresh_from_db()
        assert bad.distributed_at is not None
        assert distribution.distribute_events() == 0

    @pytest.mark.parametrize("number", [3, 30])
    def test_queries_follow_chunks_not_followers_of_followers(self, number, settings, django_assert_num_queries):
        """Five for each mail (known key, paused address, the row in its savepoint), eleven for each chunk and event."""
        settings.NOTIFICATIONS_CHUNK = 100
        self.wait(number)
        place_events()
        with django_assert_num_queries(11 + 5 * number):
            distribution.distribute_events()


class TestSms:
    def test_for_what_concerns_oneself_where_it_is_on(self, outbox, settings):
        person = RecipientFactory(phone="06 12 34 56 78")
        tell(people=[person])
        assert not SmsMessage.objects.exists()
        settings.SMS_BACKEND = "participation.notifications.sms.ConsoleBackend"
        event = tell("banc-2", people=[person], personal_url="/moi/")
        sms = SmsMessage.objects.get()
        assert (sms.key, sms.to) == (f"event-{event.pk}-{person.pk}", "+33612345678")
        assert sms.text == "Le banc est réparé http://testserver/moi/"
        follower(recipient__phone="06 12 34 56 79")
        tell("banc-3", topics=[("essai", "1")])
        assert SmsMessage.objects.count() == 1
