"""What is told of a council: to those who follow it or its quartiers, to its members themselves where it is theirs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.councils import news, selectors, services
from participation.councils.enums import Answer, DecisionState, MemberRole
from participation.notifications.enums import Delivery
from participation.notifications.models import Event, Recipient, Subscription
from participation.notifications.registry import ME
from participation.notifications.selectors import subscription_of
from participation.notifications.services import choose, follow, recipient_of, unfollow
from tests.factories.accounts import UserFactory
from tests.factories.councils import (
    CouncilFactory,
    DecisionFactory,
    MeetingFactory,
    MembershipFactory,
    OpinionFactory,
)
from tests.factories.notifications import RecipientFactory
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
SOON = NOW + timedelta(days=10)


@pytest.fixture
def council():
    return CouncilFactory(slug="essai")


def topics_of(event) -> set:
    return set(event.topics.values_list("kind", "key"))


def only() -> Event:
    return Event.objects.get()


class TestMeetings:
    def test_planned_it_is_told_to_followers_alone(self, council, outbox):
        MembershipFactory(council=council)
        meeting = services.plan_meeting(council=council, by=None, title="Réunion", starts_at=SOON)
        quartier = council.quartiers.get()
        assert topics_of(only()) == {("reunion", str(meeting.pk)), ("conseil", "essai"), ("quartier", quartier.slug)}
        assert (only().quartier, only().url) == (quartier, meeting.get_absolute_url())
        assert outbox.all() == []

    @pytest.mark.parametrize("what", ["moved", "cancelled"])
    def test_changed_it_concerns_its_members(self, council, what, outbox):
        member, meeting = MembershipFactory(council=council), MeetingFactory(council=council)
        former = MembershipFactory(council=council, ended_on=NOW.date())
        MembershipFactory(council=council, user__is_active=False)
        if what == "moved":
            services.move_meeting(meeting=meeting, by=None, place="Ailleurs")
        else:
            services.cancel_meeting(meeting=meeting, by=None, reason="Salle fermée.")
        assert {key for kind, key in topics_of(only()) if kind == ME} == {
            str(Recipient.objects.get(user=member.user).pk)
        }
        mail = outbox.last(to=member.user.email)
        assert ("Ailleurs" if what == "moved" else "Salle fermée.") in mail.text
        assert "List-Unsubscribe" in mail.headers
        assert not outbox.all(to=former.user.email)

    def test_a_cancelled_one_without_a_reason_says_that_it_does_not_take_place(self, council, outbox):
        member = MembershipFactory(council=council)
        services.cancel_meeting(meeting=MeetingFactory(council=council), by=None)
        assert "n’a pas lieu" in outbox.last(to=member.user.email).text

    def test_an_open_event_is_for_its_quartiers(self):
        commune = CommuneFactory()
        quartiers = [QuartierFactory(commune=commune) for _each in range(2)]
        meeting = services.plan_meeting(
            commune=commune, quartiers=quartiers, by=None, title="Pied d’immeuble", starts_at=SOON
        )
        expected = {("reunion", str(meeting.pk)), *(("quartier", one.slug) for one in quartiers)}
        assert topics_of(only()) == expected and only().quartier is None

    def test_a_detail_and_the_past_are_no_news(self, council):
        meeting = MeetingFactory(council=council)
        services.move_meeting(meeting=meeting, by=None, agenda="Un point")
        past = services.plan_meeting(council=council, by=None, title="Hier", starts_at=NOW - timedelta(days=1))
        services.cancel_meeting(meeting=past, by=None)
        assert not Event.objects.exists()

    def test_a_member_who_chose_otherwise_gets_no_mail(self, council, outbox):
        member, meeting = MembershipFactory(council=council), MeetingFactory(council=council)
        choose(recipient=recipient_of(user=member.user), kind=ME, delivery=Delivery.NONE)
        services.move_meeting(meeting=meeting, by=None, place="Ailleurs")
        assert outbox.all() == [] and Event.objects.exists()

    def test_a_member_who_follows_it_too_gets_one_mail(self, council, outbox):
        user = UserFactory()
        services.add_member(council=council, user=user)
        meeting = MeetingFactory(council=council)
        for kind, key in (("reunion", str(meeting.pk)), ("quartier", council.quartiers.get().slug)):
            follow(recipient=recipient_of(user=user), kind=kind, key=key, delivery=Delivery.NOW)
        services.move_meeting(meeting=meeting, by=None, place="Ailleurs")
        assert len(outbox.all(to=user.email)) == 1


class TestMembers:
    def test_who_sits_there_follows_the_council_until_they_choose_otherwise(self, council):
        user = UserFactory()
        membership = services.add_member(council=council, user=user)
        one = subscription_of(user, "conseil", "essai")
        assert one.confirmed_at is not None
        unfollow(subscription=one)
        services.move_meeting(meeting=MeetingFactory(council=council), by=None, place="Ailleurs")
        assert subscription_of(user, "conseil", "essai") is None
        services.leave_council(membership=membership)
        assert subscription_of(user, "conseil", "essai") is None

    def test_what_was_chosen_before_stays(self, council):
        user = UserFactory()
        follow(recipient=recipient_of(user=user), kind="conseil", key="essai", delivery=Delivery.WEEKLY)
        services.add_member(council=council, user=user)
        assert subscription_of(user, "conseil", "essai").delivery == Delivery.WEEKLY

    def test_who_leaves_follows_it_no_longer(self, council):
        user = UserFactory()
        services.leave_council(membership=services.add_member(council=council, user=user))
        assert subscription_of(user, "conseil", "essai") is None

    def test_a_seat_without_account_is_nobody(self, council):
        services.leave_council(membership=services.add_member(council=council))
        assert not Recipient.objects.exists() and not Subscription.objects.exists()


class TestDecisionsAndOpinions:
    def test_a_decision_and_what_became_of_it(self, council):
        meeting = MeetingFactory(council=council)
        decision = services.record_decision(council=council, by=None, text="Poser un banc", meeting=meeting)
        services.settle_decision(
            decision=decision, by=None, state=DecisionState.TAKEN, partner=PartnerFactory(name="Phare Habitat")
        )
        services.settle_decision(decision=decision, by=None, state=DecisionState.DONE, outcome="Deux bancs.")
        said = [event.words["heading"] for event in Event.objects.order_by("pk")]
        assert said == ["Décision du conseil", *["Ce qu’une décision est devenue"] * 2]
        for event in Event.objects.all():
            assert {("conseil", "essai"), ("reunion", str(meeting.pk))} <= topics_of(event)
            assert event.quartier == council.quartiers.get()
        assert Event.objects.order_by("pk").last().words["outcome"] == "Deux bancs."

    def test_an_opinion_and_its_answer(self, council):
        opinion = services.give_opinion(
            council=council, by=None, title="un arrêt abrité", addressed_to=PartnerFactory(name="la Métropole")
        )
        services.answer_opinion(opinion=opinion, by=None, answer=Answer.NO, text="Pas cette année.")
        given, answered = Event.objects.order_by("pk")
        assert given.words["title"] == answered.words["title"] == "un arrêt abrité"
        assert answered.words["reply"] == "Pas cette année." and "dit non" in answered.words["said"]

    @pytest.mark.parametrize("factory", [DecisionFactory, OpinionFactory])
    def test_it_reaches_a_neighbour_who_follows(self, council, factory, outbox):
        neighbour = RecipientFactory()
        follow(recipient=neighbour, kind="conseil", key="essai", delivery=Delivery.NOW, confirmed=True)
        made = factory(council=council)
        tell = news.decision_told if factory is DecisionFactory else news.opinion_told
        tell(made, at=timezone.now())
        assert council.name in outbox.last(to=neighbour.email).text


class TestBadge:
    def test_of_a_mandate_in_force_in_that_commune(self, council):
        member, day = MembershipFactory(council=council), timezone.localdate()
        badge = selectors.mandate_badge
        assert badge(member.user, council.commune_id, day) == council.name
        assert badge(member.user, CommuneFactory().pk, day) == badge(member.user, None, day) == ""
        assert badge(UserFactory(), council.commune_id, day) == badge(None, council.commune_id, day) == ""

    @pytest.mark.parametrize(
        "values",
        [
            {"ended_on": NOW.date()},
            {"until": NOW.date() - timedelta(days=1)},
            {"from_date": NOW.date() + timedelta(days=2)},
            {"role": MemberRole.PARTNER},
        ],
    )
    def test_of_no_other(self, council, values):
        member = MembershipFactory(council=council, **values)
        assert selectors.mandate_badge(member.user, council.commune_id, timezone.localdate()) == ""

    def test_it_stands_by_what_a_member_writes(self, council):
        from participation.comments.badges import badge_of
        from participation.comments.enums import BadgeKind

        member = MembershipFactory(council=council)
        badge = badge_of(member.user, council.commune_id, timezone.localdate())
        assert (badge.kind, badge.label) == (BadgeKind.COUNCIL, council.name)
