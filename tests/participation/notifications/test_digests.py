"""One mail a day at most: who gets it, what stands in it, and what becomes of the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from participation.base.links.signing import read_token
from participation.base.mail.bounces import record_bounce
from participation.base.mail.models import OutboxMessage
from participation.base.site.models import PortalSettings
from participation.notifications import digest_lines, digests, links, services
from participation.notifications.digests import send_due_digests
from participation.notifications.distribution import distribute_events
from participation.notifications.enums import Delivery
from participation.notifications.models import Event, Recipient, Subscription
from participation.notifications.registry import AREA, ME
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EventFactory, RecipientFactory, SubscriptionFactory
from tests.factories.territory import QuartierFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

TUESDAY = datetime(2026, 3, 24, 12, tzinfo=UTC)  # 13 o’clock in Paris
THURSDAY_8 = datetime(2026, 3, 26, 7, tzinfo=UTC)
A_DAY = timedelta(days=1)


def follower(*follows, at=TUESDAY, **fields):
    """Follows these (kind, key, delivery) since `at`."""
    person = RecipientFactory(**fields)
    for kind, key, delivery in follows:
        services.follow(recipient=person, kind=kind, key=key, delivery=delivery, confirmed=True, at=at)
    return person


def happen(title="Le banc est réparé", topics=(("essai", "1"),), at=TUESDAY + timedelta(hours=1), **fields):
    event = EventFactory(words={"title": title}, topics=topics, at=at, **fields)
    distribute_events()
    return event


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


class TestWhoAndWhat:
    def test_daily_at_their_hour(self, outbox):
        person = follower(("essai", "1", Delivery.DAILY))
        happen()
        assert person.next_digest_at == TUESDAY + timedelta(hours=19)
        assert send_due_digests(person.next_digest_at - timedelta(seconds=1)) == 0
        assert send_due_digests(person.next_digest_at) == 1
        mail = outbox.last()
        assert (mail.to, mail.key) == (person.email, f"digest-{person.pk}-2026-03-25")
        assert "Le banc est réparé" in mail.text
        assert "http://testserver/quartiers/" in mail.html
        person.refresh_from_db()
        assert person.next_digest_at == TUESDAY + timedelta(hours=43)

    def test_never_empty(self, outbox):
        person = follower(("essai", "1", Delivery.DAILY))
        happen(topics=[("essai", "2")])
        assert send_due_digests(TUESDAY + A_DAY) == 0
        person.refresh_from_db()
        assert person.next_digest_at > TUESDAY + A_DAY
        assert outbox.all() == []

    def test_never_twice(self, outbox):
        follower(("essai", "1", Delivery.DAILY), ("autre", "2", Delivery.DAILY))
        happen(topics=[("essai", "1"), ("autre", "2")])
        assert send_due_digests(TUESDAY + A_DAY) == 1
        assert outbox.last().text.count("Le banc est réparé (") == 1
        for days in range(2, 9):
            assert send_due_digests(TUESDAY + days * A_DAY) == 0

    def test_newest_first_by_quartier(self, outbox):
        follower(("essai", "1", Delivery.DAILY))
        north, south = QuartierFactory(name="Nord"), QuartierFactory(name="Sud")
        for number, quartier in enumerate([north, south, None, north]):
            happen(f"Nouvelle {number}", quartier=quartier)
        send_due_digests(TUESDAY + A_DAY)
        mail = outbox.last()
        found = [line for line in mail.text.splitlines() if line.startswith(("==", "*"))]
        assert [plain(line).split(" (")[0] for line in found] == [
            "== Nord ==",
            "* Nouvelle 3",
            "* Nouvelle 0",
            "== Pour tous les quartiers ==",
            "* Nouvelle 2",
            "== Sud ==",
            "* Nouvelle 1",
        ]
        assert plain(mail.subject) == "4 nouvelles de ce que vous suivez"
        assert mail.html.index("Nouvelle 3") < mail.html.index("Nouvelle 0") < mail.html.index("Nouvelle 1")

    def test_the_newest_and_how_many_more(self, outbox, settings):
        settings.NOTIFICATIONS_DIGEST_ITEMS = 3
        follower(("essai", "1", Delivery.DAILY))
        for number in range(8):
            happen(f"Nouvelle {number}")
        send_due_digests(TUESDAY + A_DAY)
        text = plain(outbox.last().text)
        assert ("Nouvelle 5" in text, "Nouvelle 4" in text, "Et 5 autres" in text) == (True, False, True)

    @pytest.mark.parametrize("delivery", [Delivery.NONE, Delivery.WEEKLY])
    def test_not_for_who_chose_otherwise(self, delivery):
        follower(("essai", "1", delivery), ("essai", "2", Delivery.DAILY))
        happen()
        assert send_due_digests(TUESDAY + A_DAY) == 0

    def test_not_what_was_before_one_followed(self):
        happen(at=TUESDAY - A_DAY)
        follower(("essai", "2", Delivery.DAILY), ("essai", "1", Delivery.DAILY))
        happen(at=TUESDAY - timedelta(minutes=1))
        assert send_due_digests(TUESDAY + A_DAY) == 0

    def test_not_unconfirmed_follows(self):
        person = follower(("essai", "2", Delivery.DAILY))
        SubscriptionFactory(recipient=person, kind="essai", key="1", delivery=Delivery.DAILY, confirmed_at=None)
        happen(at=timezone.now())
        assert send_due_digests(TUESDAY + A_DAY) == 0

    def test_not_what_was_told_at_once(self, outbox):
        follower(("essai", "1", Delivery.NOW), ("autre", "2", Delivery.DAILY))
        happen(topics=[("essai", "1"), ("autre", "2")])
        assert len(outbox.all()) == 1
        assert send_due_digests(TUESDAY + A_DAY) == 0

    def test_what_concerns_oneself_once_a_day_if_so_chosen(self, outbox):
        person = RecipientFactory(user=UserFactory())
        services.choose(recipient=person, kind=ME, delivery=Delivery.DAILY, at=TUESDAY)
        happen(topics=[(ME, str(person.pk))], kind="essai/reponse", personal_url="/moi/?jeton=x")
        assert send_due_digests(TUESDAY + A_DAY) == 1
        assert "Votre réponse" in outbox.last().text
        assert "http://testserver/moi/?jeton=x" in outbox.last().text

    def test_areas(self, outbox):
        person = RecipientFactory()
        services.follow(recipient=person, kind=AREA, area=(43.4, 5.05, 300), confirmed=True, at=TUESDAY)
        happen("Loin", topics=(), latitude=43.4 + 310 / 111_195, longitude=5.05)
        happen("Dans le coin de la boîte", topics=(), latitude=43.4 + 250 / 111_195, longitude=5.05 + 250 / 80_784)
        happen("Près", topics=(), latitude=43.4 - 290 / 111_195, longitude=5.05)
        assert send_due_digests(TUESDAY + A_DAY) == 1
        text = outbox.last().text
        assert ("Près" in text, "Loin" in text, "coin" in text) == (True, False, False)

    def test_modules_that_are_switched_off_and_silent_events(self):
        follower(("essai", "1", Delivery.DAILY))
        happen(kind="essai/reponse")
        happen(silent=True)
        PortalSettings.objects.create(disabled_modules=["commentaires"])
        assert send_due_digests(TUESDAY + A_DAY) == 0

    def test_a_paused_address_and_a_closed_account_move_on(self, outbox):
        paused = follower(("essai", "1", Delivery.DAILY))
        for number in range(3):
            record_bounce(address=paused.email, hard=True, reference=str(number))
        closed = follower(("essai", "1", Delivery.DAILY), user=UserFactory(is_active=False))
        happen()
        assert send_due_digests(TUESDAY + A_DAY) == 0
        for person in (paused, closed):
            person.refresh_from_db()
            assert person.next_digest_at > TUESDAY + A_DAY
        assert [row.status for row in outbox.all()] == ["cancelled"]

    def test_who_follows_nothing_any_more_hears_what_is_left_then_no_more(self, outbox):
        person = follower(("essai", "1", Delivery.DAILY))
        happen()
        services.choose(recipient=person, kind="essai", delivery=Delivery.NOW)
        assert send_due_digests(TUESDAY + A_DAY) == 1
        person.refresh_from_db()
        assert person.next_digest_at is None

    def test_one_click_stops_what_the_mail_was(self, outbox):
        for follows, stops in (
            ([("essai", "1", Delivery.DAILY)], "daily"),
            ([("essai", "1", Delivery.WEEKLY)], "weekly"),
            ([("essai", "1", Delivery.WEEKLY), ("autre", "2", Delivery.DAILY)], "digests"),
        ):
            person = follower(*follows)
            happen()
            happen(topics=[("autre", "2")])
            send_due_digests(THURSDAY_8)
            mail = outbox.last(person.email)
            token = mail.headers["List-Unsubscribe"].strip("<>").rstrip("/").rsplit("/", 1)[1]
            assert read_token(links.UNSUBSCRIBE, token) == {"r": person.pk, "d": stops}
            assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert "choisi d’être prévenu" in mail.text
            Recipient.objects.all().delete()


class TestWeekly:
    def test_joins_the_daily_mail_of_its_day(self, outbox):
        person = follower(("essai", "1", Delivery.DAILY), ("autre", "2", Delivery.WEEKLY))
        happen("Du jour")
        happen("De la semaine", topics=[("autre", "2")])
        assert send_due_digests(TUESDAY + A_DAY) == 1
        assert "De la semaine" not in outbox.last().text
        happen("De jeudi", at=TUESDAY + A_DAY)
        assert send_due_digests(THURSDAY_8) == 1
        text = outbox.last().text
        assert ("De la semaine" in text, "De jeudi" in text, "Du jour" in text) == (True, True, False)
        assert len(outbox.all(person.email)) == 2

    def test_followed_both_ways_is_told_once(self, outbox):
        follower(("essai", "1", Delivery.DAILY), ("autre", "2", Delivery.WEEKLY))
        happen(topics=[("essai", "1"), ("autre", "2")])
        assert send_due_digests(TUESDAY + A_DAY) == 1
        assert send_due_digests(THURSDAY_8) == 0

    def test_a_worker_that_was_down_on_that_day_makes_up_for_it(self, outbox):
        follower(("essai", "1", Delivery.WEEKLY))
        happen()
        assert send_due_digests(THURSDAY_8 + 3 * A_DAY) == 1
        assert outbox.last().key.endswith("2026-03-29")

    def test_week_after_week_each_once(self, outbox):
        follower(("essai", "1", Delivery.WEEKLY))
        for number in range(21):
            at = TUESDAY + number * A_DAY
            happen(f"Jour {number:02}", at=at)
            send_due_digests(at)
        mails = outbox.all()
        assert [mail.key[-10:] for mail in mails] == ["2026-03-26", "2026-04-02", "2026-04-09"]
        for number in range(17):
            assert sum(f"Jour {number:02}" in mail.text for mail in mails) == 1


class TestClock:
    @pytest.mark.parametrize(
        ("start", "hour"),
        [
            (datetime(2026, 3, 26, 12, tzinfo=UTC), 2),
            (datetime(2026, 3, 26, 12, tzinfo=UTC), 3),
            (datetime(2026, 10, 22, 12, tzinfo=UTC), 2),
            (datetime(2026, 10, 22, 12, tzinfo=UTC), 3),
        ],
    )
    def test_one_each_day_around_summer_time(self, outbox, start, hour):
        """The clock moves by ten minutes for a week in which an hour is missing, or comes twice."""
        follower(("essai", "1", Delivery.DAILY), at=start, daily_hour=hour)
        at, told = start, []
        for number in range(6 * 24 * 6):
            at = start + timedelta(minutes=10 * number)
            if number % (6 * 12) == 0:
                happen(f"Nouvelle {number:04}", at=at)
            if send_due_digests(at):
                told.append(at)
        days = [mail.key[-10:] for mail in outbox.all()]
        first = timezone.localdate(told[0])
        assert days == [str(first + timedelta(days=number)) for number in range(6)]
        text = "".join(mail.text for mail in outbox.all())
        for number in range(0, 6 * 12 * 11, 6 * 12):
            assert text.count(f"Nouvelle {number:04} (") == 1

    def test_a_worker_down_for_days_sends_one_mail(self, outbox):
        follower(("essai", "1", Delivery.DAILY))
        happen("Un")
        happen("Deux", at=TUESDAY + A_DAY)
        assert send_due_digests(TUESDAY + 4 * A_DAY) == 1
        assert ("Un" in outbox.last().text, "Deux" in outbox.last().text) == (True, True)
        assert send_due_digests(TUESDAY + 4 * A_DAY + timedelta(hours=1)) == 0

    def test_another_hour_on_the_same_day_is_no_second_mail_and_loses_nothing(self, outbox):
        person = follower(("essai", "1", Delivery.DAILY))
        happen("Un")
        assert send_due_digests(TUESDAY + timedelta(hours=19)) == 1
        person.refresh_from_db()
        services.set_rhythm(recipient=person, daily_hour=18, weekly_day=3, at=TUESDAY + timedelta(hours=20))
        happen("Deux", at=TUESDAY + timedelta(hours=21))
        assert send_due_digests(TUESDAY + timedelta(hours=29)) == 0
        assert send_due_digests(TUESDAY + timedelta(hours=53)) == 1
        assert "Deux" in outbox.last().text

    def test_events_in_the_making_wait_for_the_next(self, outbox):
        """What is not distributed yet holds the horizon: nobody is told at once and in a digest."""
        follower(("essai", "1", Delivery.DAILY))
        happen("Un")
        Event.objects.update(distributed_at=None)
        assert send_due_digests(TUESDAY + A_DAY) == 0
        distribute_events()
        assert send_due_digests(TUESDAY + 2 * A_DAY) == 1


class TestTogether:
    def test_of_two_workers_one_writes(self, outbox, monkeypatch):
        """The other one read the same rows: it finds them moved and writes nothing, nor moves them back."""
        person = follower(("essai", "1", Delivery.DAILY))
        idle = follower(("essai", "2", Delivery.DAILY))
        happen()
        now, waiting = TUESDAY + A_DAY, digests.waiting
        ran = []

        def meanwhile(*args, **fields):
            found = waiting(*args, **fields)
            if not ran:
                ran.append(True)
                assert send_due_digests(now) == 1
            return found

        monkeypatch.setattr(digests, "waiting", meanwhile)
        assert send_due_digests(now) == 0
        assert len(outbox.all()) == 1
        person.refresh_from_db()
        idle.refresh_from_db()
        assert person.next_digest_at == idle.next_digest_at == TUESDAY + timedelta(hours=43)

    def test_one_that_fails_keeps_no_other_waiting(self, outbox, monkeypatch):
        people = [follower(("essai", "1", Delivery.DAILY)) for _number in range(3)]
        happen()
        tell_digest = digests.emails.tell_digest

        def breaks(recipient, **fields):
            if recipient == people[1]:
                raise ZeroDivisionError
            return tell_digest(recipient, **fields)

        monkeypatch.setattr(digests.emails, "tell_digest", breaks)
        with pytest.raises(ZeroDivisionError):
            send_due_digests(TUESDAY + A_DAY)
        assert {mail.to for mail in outbox.all()} == {people[0].email, people[2].email}
        monkeypatch.undo()

    def test_an_event_that_cannot_be_worded_is_left_out_and_the_others_are_told(self, outbox, templates):
        follower(("essai", "1", Delivery.DAILY))
        other = follower(("essai", "2", Delivery.DAILY))
        happen("Bon")
        happen("Mauvais", topics=[("essai", "1"), ("essai", "2")], kind="essai/reponse")
        templates({"mail/events/essai/reponse.txt": '{% include "nothing.txt" %}'})
        with pytest.raises(Exception, match="nothing"):
            send_due_digests(TUESDAY + A_DAY)
        (mail,) = outbox.all()
        assert ("Bon" in mail.text, "Mauvais" in mail.text, mail.subject[:12]) == (True, False, "Une nouvelle")
        other.refresh_from_db()
        assert (other.next_digest_at > TUESDAY + A_DAY, other.daily_through) == (True, 2)
        assert send_due_digests(TUESDAY + A_DAY) == 0

    def test_what_failed_comes_with_the_next_try(self, outbox, monkeypatch):
        person = follower(("essai", "1", Delivery.DAILY))
        happen()
        with monkeypatch.context() as patch:
            patch.setattr(digests.emails, "tell_digest", lambda *args, **fields: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                send_due_digests(TUESDAY + A_DAY)
        before = Recipient.objects.get(pk=person.pk)
        assert (before.next_digest_at, before.daily_through) == (person.next_digest_at, 0)
        assert send_due_digests(TUESDAY + A_DAY) == 1


class TestCost:
    def crowd(self, people, told, events=20):
        """`told` of these people have something to be told."""
        for number in range(people):
            follower(("essai", "1" if number < told else "2", Delivery.DAILY))
        for number in range(events):
            EventFactory(words={"title": f"Nouvelle {number}"}, topics=[("essai", "1")], at=TUESDAY, silent=False)
        distribute_events()

    @pytest.mark.parametrize(("people", "told"), [(50, 0), (50, 1), (50, 10), (100, 10)])
    def test_queries_go_with_the_people_mailed(self, django_assert_num_queries, people, told):
        """Eight for each mail; nine for the run and its chunk of people, and one for the wordings it needs."""
        self.crowd(people, told)
        with django_assert_num_queries(9 + bool(told) + 8 * told):
            assert send_due_digests(TUESDAY + A_DAY) == told

    def test_each_news_is_worded_once(self, monkeypatch):
        self.crowd(10, 10, events=4)
        worded, wording = [], digest_lines.wording
        monkeypatch.setattr(
            digest_lines, "wording", lambda event, **kw: worded.append(event.pk) or wording(event, **kw)
        )
        assert send_due_digests(TUESDAY + A_DAY) == 10
        assert len(worded) == 4

    def test_what_is_kept_in_memory_has_an_end(self, monkeypatch, settings):
        monkeypatch.setattr(digest_lines, "KEPT", 5)
        settings.NOTIFICATIONS_DIGEST_CHUNK = 1
        for number in range(6):
            follower(("essai", str(number), Delivery.DAILY))
            for _event in range(4):
                EventFactory(topics=[("essai", str(number))], at=TUESDAY)
        distribute_events()
        run = digests._Run(TUESDAY + A_DAY, digests.horizon())
        last = None
        while chunk := digests._due_after(last, run.now):
            last = chunk[-1]
            run.tell(chunk)
            assert len(run.lines.kept) <= 5
        assert run.told == 6
        assert OutboxMessage.objects.count() == 6
        assert Subscription.objects.filter(kind="essai").count() == 6


class TestChanging:
    """Another delivery in the middle of a week: each news once, whichever way round."""

    def told(self, outbox):
        text = "".join(mail.text for mail in outbox.all())
        return {name: text.count(f"{name} (") for name in ("Lundi", "Mardi", "Après")}

    def person(self, delivery):
        """Follows since Tuesday, told of « Lundi » on Wednesday if daily; « Mardi » comes after."""
        person = follower(("essai", "1", delivery), ("autre", "2", Delivery.DAILY))
        happen("Lundi")
        send_due_digests(TUESDAY + A_DAY - timedelta(hours=1))
        happen("Mardi", at=TUESDAY + A_DAY)
        person.refresh_from_db()
        return person

    @pytest.mark.parametrize("before", [Delivery.DAILY, Delivery.WEEKLY])
    @pytest.mark.parametrize("after", [Delivery.DAILY, Delivery.WEEKLY])
    @pytest.mark.parametrize("again", [False, True])
    def test_from_one_digest_to_another(self, outbox, before, after, again):
        person = self.person(before)
        services.choose(recipient=person, kind="essai", delivery=after, at=TUESDAY + A_DAY)
        if again:
            services.choose(recipient=person, kind="essai", delivery=before, at=TUESDAY + A_DAY)
            services.follow(recipient=person, kind="essai", key="1", delivery=after, confirmed=True)
        happen("Après", at=TUESDAY + A_DAY)
        for days in range(1, 12):
            send_due_digests(TUESDAY + days * A_DAY)
        assert self.told(outbox) == {"Lundi": 1, "Mardi": 1, "Après": 1}
        assert not Subscription.objects.filter(through__isnull=False).exists()

    @pytest.mark.parametrize("before", [Delivery.DAILY, Delivery.WEEKLY])
    def test_to_at_once(self, outbox, before):
        person = self.person(before)
        services.choose(recipient=person, kind="essai", delivery=Delivery.NOW, at=TUESDAY + A_DAY)
        services.choose(recipient=person, kind="autre", delivery=Delivery.NOW, at=TUESDAY + A_DAY)
        event = happen("Après", at=TUESDAY + A_DAY)
        assert outbox.last().key == f"event-{event.pk}-{person.pk}"
        for days in range(1, 12):
            send_due_digests(TUESDAY + days * A_DAY)
        assert self.told(outbox) == {"Lundi": 1, "Mardi": 1, "Après": 0}
        person.refresh_from_db()
        assert person.next_digest_at is None

    @pytest.mark.parametrize("after", [Delivery.DAILY, Delivery.WEEKLY])
    def test_from_at_once(self, outbox, after):
        person = follower(("essai", "1", Delivery.NOW))
        happen("Lundi")
        assert len(outbox.all()) == 1
        services.choose(recipient=person, kind="essai", delivery=after, at=TUESDAY + A_DAY)
        happen("Après", at=TUESDAY + A_DAY)
        for days in range(1, 12):
            send_due_digests(TUESDAY + days * A_DAY)
        assert self.told(outbox) == {"Lundi": 0, "Mardi": 0, "Après": 1}

    @pytest.mark.parametrize("after", [Delivery.DAILY, Delivery.WEEKLY])
    def test_never_then_again_begins_with_what_comes(self, outbox, after):
        person = self.person(Delivery.NONE)
        services.choose(recipient=person, kind="essai", delivery=after, at=TUESDAY + A_DAY)
        happen("Après", at=TUESDAY + A_DAY)
        for days in range(1, 12):
            send_due_digests(TUESDAY + days * A_DAY)
        assert self.told(outbox) == {"Lundi": 0, "Mardi": 0, "Après": 1}

    def test_an_account_that_takes_an_address_over_hears_the_rest_once(self, outbox):
        address = self.person(Delivery.WEEKLY)
        user = UserFactory()
        account = services.recipient_of(user=user)
        services.follow(recipient=account, kind="autre", key="9", delivery=Delivery.DAILY, at=TUESDAY + A_DAY)
        services.adopt_address(user=user, email=address.email)
        happen("Après", at=TUESDAY + A_DAY)
        for days in range(1, 12):
            send_due_digests(TUESDAY + days * A_DAY)
        assert self.told(outbox) == {"Lundi": 1, "Mardi": 1, "Après": 1}
