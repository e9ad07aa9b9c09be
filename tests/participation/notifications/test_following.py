"""Following, choosing, stopping: rows, links and mails."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from participation.base.links.signing import read_token
from participation.base.mail.bounces import is_paused, record_bounce
from participation.base.mail.models import OutboxMessage
from participation.notifications import links, services
from participation.notifications.enums import Delivery
from participation.notifications.models import EventTopic, Recipient, Subscription
from participation.notifications.registry import AREA, DESK, ME
from participation.notifications.selectors import followed_by, subscription_of
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EventFactory, RecipientFactory, SubscriptionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

MARTIGUES = (43.4055, 5.0480)


def payload(purpose, url):
    return read_token(purpose, url.rstrip("/").rsplit("/", 1)[1])


class TestRecipients:
    def test_an_address_is_one_recipient_however_it_is_written(self):
        one = services.recipient_of(email="  Nadia@Exemple.FR ")
        assert services.recipient_of(email="nadia@exemple.fr") == one
        assert (one.email, one.confirmed_at, one.address) == ("nadia@exemple.fr", None, "nadia@exemple.fr")
        own = Subscription.objects.get()
        assert (own.kind, own.key, own.delivery) == (ME, str(one.pk), Delivery.NOW)

    def test_confirmed_where_the_person_proved_it(self):
        assert services.recipient_of(email="a@exemple.fr", confirmed=True).confirmed_at is not None
        one = services.recipient_of(email="b@exemple.fr")
        assert services.recipient_of(email="b@exemple.fr", confirmed=True) == one

    def test_an_account_has_its_own_address_whatever_it_becomes(self):
        user = UserFactory(email="nadia@exemple.fr")
        one = services.recipient_of(user=user)
        assert (one.email, one.address) == ("", "nadia@exemple.fr")
        user.email = "autre@exemple.fr"
        user.save()
        assert Recipient.objects.get().address == "autre@exemple.fr"
        user.is_active = False
        user.save()
        assert Recipient.objects.get().address == ""

    def test_the_proved_address_of_an_account_is_that_account(self):
        user = UserFactory(email="nadia@exemple.fr")
        assert services.recipient_of(email="Nadia@exemple.fr").user == user

    def test_an_address_somebody_only_typed_at_sign_up_is_not(self):
        UserFactory(email="nadia@exemple.fr", confirmed=False)
        assert services.recipient_of(email="nadia@exemple.fr").user is None

    @pytest.mark.parametrize("email", ["", "nadia", "a@b", "a\x00@exemple.fr", "a@exemple.fr\nBcc: b@exemple.fr"])
    def test_no_address(self, email):
        with pytest.raises(ValidationError):
            services.recipient_of(email=email)

    def test_a_closed_account_is_told_nothing(self):
        with pytest.raises(ValueError, match="closed"):
            services.recipient_of(user=UserFactory(is_active=False))


class TestTakeover:
    def test_who_confirms_an_address_finds_what_it_followed(self):
        address = RecipientFactory(email="nadia@exemple.fr", daily_hour=18, phone="+33612345678")
        kept = SubscriptionFactory(recipient=address, kind="essai", key="1", delivery=Delivery.DAILY)
        event = EventFactory(topics=[(ME, str(address.pk))])
        user = UserFactory(email="nadia@exemple.fr", confirmed=False)
        confirmed = EmailAddress.objects.get(user=user)
        email_confirmed.send(EmailAddress, request=None, email_address=confirmed)
        one = Recipient.objects.get()
        assert (one.user, one.email, one.daily_hour, one.phone) == (user, "", 18, "+33612345678")
        kept.refresh_from_db()
        assert kept.recipient == one
        assert [(topic.kind, topic.key) for topic in event.topics.all()] == [(ME, str(one.pk))]
        assert Subscription.objects.filter(kind=ME).count() == 1
        assert one.next_digest_at is not None

    def test_what_both_followed_stays_as_the_account_chose(self):
        user = UserFactory(email="nadia@exemple.fr")
        account = services.recipient_of(user=user)
        services.follow(recipient=account, kind="essai", key="1", delivery=Delivery.WEEKLY)
        address = RecipientFactory(email="ancienne@exemple.fr")
        SubscriptionFactory(recipient=address, kind="essai", key="1", delivery=Delivery.NOW)
        both = EventFactory(topics=[(ME, str(address.pk)), (ME, str(account.pk))])
        services.adopt_address(user=user, email="Ancienne@exemple.fr")
        assert Subscription.objects.get(kind="essai").delivery == Delivery.WEEKLY
        assert EventTopic.objects.get(event=both).key == str(account.pk)
        assert Recipient.objects.get() == account

    def test_a_refusal_is_kept(self):
        RecipientFactory(email="nadia@exemple.fr", own=Delivery.NONE)
        account = services.recipient_of(user=UserFactory(email="nadia@exemple.fr"))
        assert subscription_of(account, ME).delivery == Delivery.NONE

    def test_it_happens_when_the_account_is_first_told_something(self):
        """Accounts made on the command line never send the signal."""
        SubscriptionFactory(recipient=RecipientFactory(email="nadia@exemple.fr"), kind="essai", key="1")
        account = services.recipient_of(user=UserFactory(email="nadia@exemple.fr"))
        assert subscription_of(account, "essai", "1") is not None

    def test_nobody_takes_an_address_they_only_typed(self):
        SubscriptionFactory(recipient=RecipientFactory(email="nadia@exemple.fr"), kind="essai", key="1")
        account = services.recipient_of(user=UserFactory(email="nadia@exemple.fr", confirmed=False))
        assert subscription_of(account, "essai", "1") is None


class TestFollow:
    def test_an_account_follows_at_once_with_the_topics_delivery(self):
        one = services.follow(recipient=RecipientFactory(user=UserFactory()), kind="essai", key="1")
        assert one.delivery == Delivery.DAILY
        assert one.confirmed_at is not None
        assert one.recipient.next_digest_at is not None

    def test_an_address_follows_once_it_confirmed(self):
        one = services.follow(recipient=RecipientFactory(), kind="essai", key="1")
        assert one.confirmed_at is None
        assert one.recipient.next_digest_at is None
        services.confirm_follow(subscription=one)
        services.confirm_follow(subscription=one)
        assert one.recipient.next_digest_at is not None

    def test_following_again_changes_what_was_asked_and_no_more(self):
        person = RecipientFactory(user=UserFactory())
        first = services.follow(recipient=person, kind="essai", key="1", label="Chez moi", delivery=Delivery.WEEKLY)
        again = services.follow(recipient=person, kind="essai", key="1")
        assert (again, again.delivery, again.label) == (first, Delivery.WEEKLY, "Chez moi")
        again = services.follow(recipient=person, kind="essai", key="1", delivery=Delivery.NOW)
        assert (again, again.delivery) == (first, Delivery.NOW)

    def test_the_next_one_of_a_kind_follows_the_choice_already_made(self):
        person = RecipientFactory(user=UserFactory())
        services.follow(recipient=person, kind="essai", key="1")
        services.choose(recipient=person, kind="essai", delivery=Delivery.NONE)
        assert services.follow(recipient=person, kind="essai", key="2").delivery == Delivery.NONE

    def test_what_nobody_registered(self):
        with pytest.raises(LookupError):
            services.follow(recipient=RecipientFactory(), kind="inconnu", key="1")

    def test_what_is_no_delivery(self):
        with pytest.raises(ValidationError):
            services.follow(recipient=RecipientFactory(), kind="essai", key="1", delivery="hourly")

    def test_a_label_is_one_line_that_shows_what_it_is(self):
        person = RecipientFactory(user=UserFactory())
        hostile = "Chez\u202e moi\x00\n\u200bici" + "é" * 100_000
        one = services.follow(recipient=person, kind=AREA, label=hostile, area=(*MARTIGUES, 300))
        assert one.label.startswith("Chez moi ici")
        assert len(one.label) == 80

    def test_there_is_an_end_to_it(self, monkeypatch):
        monkeypatch.setattr("participation.notifications.delays.FOLLOWED_AT_MOST", 3)
        person = RecipientFactory(user=UserFactory())
        services.follow(recipient=person, kind="essai", key="1")
        services.follow(recipient=person, kind="essai", key="2")
        with pytest.raises(ValidationError, match="beaucoup"):
            services.follow(recipient=person, kind="essai", key="3")
        services.follow(recipient=person, kind="essai", key="2", delivery=Delivery.NOW)


class TestAreas:
    def test_several_and_each_once(self):
        person = RecipientFactory(user=UserFactory())
        first = services.follow(recipient=person, kind=AREA, area=(*MARTIGUES, 300))
        second = services.follow(recipient=person, kind=AREA, area=(*MARTIGUES, 500))
        again = services.follow(recipient=person, kind=AREA, area=(*MARTIGUES, 300), delivery=Delivery.WEEKLY)
        assert (first == again, first == second) == (True, False)
        assert Subscription.objects.filter(kind=AREA).count() == 2

    @pytest.mark.parametrize(
        "area",
        [
            None,
            (),
            ("x", 5, 300),
            (43.4, 5.0),
            (float("nan"), 5.0, 300),
            (91, 5.0, 300),
            (43.4, 181, 300),
            (43.4, float("inf"), 300),
            (43.4, 5.0, 49),
            (43.4, 5.0, 2001),
            (43.4, 5.0, float("nan")),
        ],
    )
    def test_what_is_no_area(self, area):
        with pytest.raises(ValidationError):
            services.follow(recipient=RecipientFactory(), kind=AREA, area=area)


class TestAsking:
    def test_one_mail_with_a_link_that_confirms_this_follow(self, outbox):
        assert services.ask_to_follow(email="Nadia@exemple.fr", kind="essai", key="1") is None
        one = Subscription.objects.get(kind="essai")
        mail = outbox.last("nadia@exemple.fr")
        link = next(link for link in outbox.links(mail) if "/confirmer/" in link)
        assert payload(links.CONFIRM, link) == {"s": one.pk}
        assert "La chose 1" in mail.subject
        assert "30 jours" in mail.text.replace("\u00a0", " ")
        assert link in mail.html

    def test_whoever_follows_already_learns_it_by_mail_alone(self, outbox):
        person = RecipientFactory(email="nadia@exemple.fr")
        one = SubscriptionFactory(recipient=person, kind="essai", key="1", delivery=Delivery.WEEKLY)
        assert services.ask_to_follow(email="nadia@exemple.fr", kind="essai", key="1", delivery=Delivery.NOW) is None
        one.refresh_from_db()
        assert one.delivery == Delivery.WEEKLY
        mail = outbox.last()
        assert "déjà" in mail.subject
        assert payload(links.PREFERENCES, outbox.links(mail)[0]) == {"r": person.pk}

    def test_for_the_address_of_an_account_nothing_happens_without_the_link(self, outbox):
        user = UserFactory(email="nadia@exemple.fr")
        services.ask_to_follow(email="nadia@exemple.fr", kind="essai", key="1")
        one = subscription_of(user, "essai", "1")
        assert one.confirmed_at is None
        assert len(outbox.all("nadia@exemple.fr")) == 1

    def test_a_few_mails_a_day_to_one_address(self, outbox):
        for key in range(9):
            services.ask_to_follow(email="nadia@exemple.fr", kind="essai", key=str(key))
        assert len(outbox.all("nadia@exemple.fr")) == 5
        OutboxMessage.objects.update(created_at=timezone.now() - timedelta(days=2))
        services.ask_to_follow(email="nadia@exemple.fr", kind="essai", key="9")
        assert len(outbox.all("nadia@exemple.fr")) == 6

    def test_a_label_a_stranger_typed_is_in_no_mail(self, outbox):
        services.ask_to_follow(
            email="nadia@exemple.fr", kind=AREA, area=(*MARTIGUES, 300), label="Gagnez sur https://mal.example"
        )
        mail = outbox.last()
        assert "mal.example" not in mail.subject + mail.text + mail.html

    def test_confirming_shows_that_the_address_works(self):
        for number in range(3):
            record_bounce(address="nadia@exemple.fr", hard=True, reference=f"r{number}")
        assert is_paused("nadia@exemple.fr")
        one = services.follow(recipient=services.recipient_of(email="nadia@exemple.fr"), kind="essai", key="1")
        services.confirm_follow(subscription=one)
        assert not is_paused("nadia@exemple.fr")
        assert one.recipient.confirmed_at is not None


class TestChoosing:
    @pytest.fixture
    def person(self):
        person = RecipientFactory(user=UserFactory())
        for kind, key in (("essai", "1"), ("essai", "2"), ("autre", "3")):
            services.follow(recipient=person, kind=kind, key=key)
        return person

    def deliveries(self, person):
        return {(one.kind, one.key): one.delivery for one in Subscription.objects.filter(recipient=person)}

    def test_a_kind_at_a_time_and_the_others_stay(self, person):
        services.choose(recipient=person, kind="essai", delivery=Delivery.WEEKLY)
        assert self.deliveries(person) == {
            ("essai", "1"): "weekly",
            ("essai", "2"): "weekly",
            ("autre", "3"): "now",
            (ME, str(person.pk)): "now",
        }
        services.choose(recipient=person, kind=ME, delivery=Delivery.DAILY)
        assert subscription_of(person, ME).delivery == Delivery.DAILY

    def test_a_desk_has_its_summary_once_a_day_or_never(self, person):
        SubscriptionFactory(recipient=person, kind=DESK, key="", delivery=Delivery.DAILY)
        for chosen, got in (("weekly", "daily"), ("none", "none"), ("now", "daily")):
            services.choose(recipient=person, kind=DESK, delivery=chosen)
            assert subscription_of(person, DESK).delivery == got

    def test_what_is_no_choice(self, person):
        with pytest.raises(ValidationError):
            services.choose(recipient=person, kind="essai", delivery="x")
        with pytest.raises(LookupError):
            services.choose(recipient=person, kind="x", delivery=Delivery.NOW)

    def test_the_rhythm(self, person):
        at = datetime(2026, 3, 24, 12, tzinfo=UTC)
        services.set_rhythm(recipient=person, daily_hour=19, weekly_day=6, at=at)
        person.refresh_from_db()
        assert (person.daily_hour, person.weekly_day) == (19, 6)
        assert person.next_digest_at == datetime(2026, 3, 24, 18, tzinfo=UTC)
        for hour, day in ((24, 0), (-1, 0), (8, 7), ("8", 0), (None, 0)):
            with pytest.raises(ValidationError):
                services.set_rhythm(recipient=person, daily_hour=hour, weekly_day=day)

    def test_stopping_everything(self, person):
        SubscriptionFactory(recipient=person, kind="essai", key="9", confirmed_at=None)
        services.stop_all(recipient=person)
        assert set(self.deliveries(person).values()) == {Delivery.NONE}
        assert ("essai", "9") not in self.deliveries(person)
        person.refresh_from_db()
        assert person.next_digest_at is None

    @pytest.mark.parametrize(
        ("what", "left"),
        [
            ({"d": "daily"}, {"essai": "none", "autre": "now", ME: "now"}),
            ({"d": "weekly"}, {"essai": "daily", "autre": "now", ME: "now"}),
            ({"d": "digests"}, {"essai": "none", "autre": "now", ME: "now"}),
            ({}, {"essai": "none", "autre": "none", ME: "none"}),
        ],
    )
    def test_one_click(self, person, what, left):
        for _time in range(2):
            services.unsubscribe(payload={"r": person.pk, **what})
        assert {one.kind: one.delivery for one in Subscription.objects.filter(recipient=person)} == left

    def test_one_click_on_one_follow(self, person):
        one = subscription_of(person, "essai", "1")
        other = SubscriptionFactory(kind="essai", key="1")
        for _time in range(2):
            services.unsubscribe(payload={"r": person.pk, "s": one.pk})
        assert sorted(key for kind, key in self.deliveries(person) if kind == "essai") == ["2"]
        services.unsubscribe(payload={"r": person.pk, "s": other.pk})
        assert Subscription.objects.filter(pk=other.pk).exists()
        services.unsubscribe(payload={"r": person.pk, "s": subscription_of(person, ME).pk})
        assert subscription_of(person, ME).delivery == Delivery.NONE

    def test_a_link_of_somebody_who_is_gone(self):
        services.unsubscribe(payload={"r": 10**9})


def test_the_headers_of_one_click():
    person = RecipientFactory()
    headers = links.unsubscribe_headers(person, delivery="daily")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    assert payload(links.UNSUBSCRIBE, url) == {"r": person.pk, "d": "daily"}
    assert person.email not in url


@pytest.mark.parametrize("number", [1, 30])
def test_reading_what_one_follows_costs_the_same(number, django_assert_num_queries):
    person = RecipientFactory()
    for key in range(number):
        SubscriptionFactory(recipient=person, kind="essai", key=str(key))
    SubscriptionFactory(recipient=person, kind="autre", key="cachee")
    SubscriptionFactory(recipient=person, kind="essai", key="non", confirmed_at=None)
    with django_assert_num_queries(1):
        rows = followed_by(person)
    assert [(topic.kind, found and found.title) for topic, one, found in rows if topic.kind != ME] == [
        ("essai", f"La chose {key}") for key in reversed(range(number))
    ] + [("autre", None)]


def test_forgetting_an_address(outbox):
    with transaction.atomic():
        services.ask_to_follow(email="nadia@exemple.fr", kind="essai", key="1")
    person = Recipient.objects.get()
    EventFactory(topics=[(ME, str(person.pk))])
    assert services.forget_recipient(email="Nadia@exemple.fr") == 1
    assert services.forget_recipient(email="nadia@exemple.fr") == 0
    assert not Subscription.objects.exists()
    assert not EventTopic.objects.exists()
    assert [mail.to for mail in outbox.all()] == [""]
