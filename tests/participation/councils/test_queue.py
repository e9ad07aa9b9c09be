"""Requests to sit in the queue of moderation: for the organisers of that council, through both pages, decided once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.accounts.enums import Role
from participation.councils import services
from participation.councils.enums import MemberRole, RequestState
from participation.councils.models import JoinRequest, Membership
from participation.councils.selectors.joining import KIND
from participation.councils.workflow import IllegalTransition
from participation.moderation import registry, selectors
from participation.moderation.enums import CaseState, Decision, Ground, Rule
from participation.moderation.models import Case, CaseEvent
from participation.moderation.rules import can_decide, can_enter_moderation, can_read_case
from participation.moderation.services import Stale, apply_due, decide, undo
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.cms import home_page
from tests.factories.councils import CouncilFactory, MembershipFactory, organiser_of

pytestmark = pytest.mark.django_db

SOON = timedelta(minutes=1)
MOTIVATION = "J’habite ici depuis dix ans, près de la boulangerie."


@pytest.fixture
def council():
    return CouncilFactory(slug="essai")


@pytest.fixture
def asked(council):
    return services.ask_to_join(council=council, user=UserFactory(display_name="Amina"), motivation=MOTIVATION)


def case_of(request) -> Case:
    return Case.objects.get(kind=KIND, key=str(request.pk))


def decide_by(user, request, decision=Decision.PUBLISH, **words):
    case = case_of(request)
    return decide(case=case, by=user, decision=decision, version=case.version, **words)


class TestWhoReadsIt:
    def test_its_own_organisers_and_none_of_the_city(self, council, asked):
        organiser = organiser_of(council)
        case = case_of(asked)
        assert (case.audience, case.state, Rule.ALWAYS in case.rules) == (
            f"conseil:{council.pk}",
            CaseState.WAITING,
            True,
        )
        assert [row.case.pk for row in selectors.queue(organiser).rows] == [case.pk]
        assert can_enter_moderation(organiser) and can_decide(organiser, case)
        others = [
            UserFactory(),
            MembershipFactory(council=council, role=MemberRole.CO_CHAIR).user,
            organiser_of(CouncilFactory(commune=council.commune)),
            organiser_of(council, until=timezone.localdate() - timedelta(days=1)),
            organiser_of(council, ended_on=timezone.localdate()),
            *(staff_with(role, commune=council.commune) for role in Role if role != Role.PARTNER_AGENT),
            staff_with(Role.ADMINISTRATOR),
            UserFactory(is_superuser=True),
        ]
        for user in others:
            assert selectors.queue(user).rows == [] and not can_read_case(user, case), user.role_grants.all()
            assert selectors.case_page(user, case.pk) is None

    def test_a_moderator_who_organises_it_reads_it(self, council, asked):
        both = staff_with(Role.GUSP_COORDINATOR, commune=council.commune)
        MembershipFactory(council=council, user=both, role=MemberRole.ORGANISER)
        assert can_read_case(both, case_of(asked))

    def test_nobody_reads_their_own(self, council):
        organiser = organiser_of(council)
        Membership.objects.all().update(ended_on=timezone.localdate())
        asked = services.ask_to_join(council=council, user=organiser)
        Membership.objects.all().update(ended_on=None)
        assert not can_read_case(organiser, case_of(asked))

    def test_the_item_names_no_address_and_costs_one_query(self, asked, django_assert_num_queries):
        with django_assert_num_queries(1):
            item = registry.kind(KIND).find([str(asked.pk), "x", "999"])[str(asked.pk)]
        assert (item.text, item.author) == (MOTIVATION, "Amina")
        assert asked.user.email not in str(item)

    def test_its_readers_are_its_organisers(self, council, asked):
        organiser = organiser_of(council)
        organiser_of(council, user__is_active=False)
        assert list(registry.kind(KIND).readers(case_of(asked))) == [organiser]


class TestDeciding:
    def test_accepted_it_is_a_mandate_and_one_letter(self, council, asked, outbox):
        organiser = organiser_of(council)
        decide_by(organiser, asked)
        apply_due(timezone.now() + SOON)
        asked.refresh_from_db()
        assert asked.state == RequestState.ACCEPTED
        assert Membership.objects.get(user=asked.user).role == MemberRole.MEMBER
        assert "rejoignez" in outbox.last(to=asked.user.email).subject
        assert len(outbox.all(to=asked.user.email)) == 2, "received, accepted"

    @pytest.mark.parametrize(
        ("reason", "said"), [("Tous les sièges sont pris.",) * 2, ("", str(Ground.OFF_TOPIC.label))]
    )
    def test_declined_it_is_told_why_once(self, council, asked, outbox, reason, said):
        decide_by(organiser_of(council), asked, Decision.REFUSE, ground=Ground.OFF_TOPIC, reason=reason)
        apply_due(timezone.now() + SOON)
        asked.refresh_from_db()
        assert (asked.state, asked.reason) == (RequestState.DECLINED, said)
        assert said in outbox.last(to=asked.user.email).text
        assert len(outbox.all(to=asked.user.email)) == 2

    def test_undone_it_waits_again(self, council, asked):
        organiser = organiser_of(council)
        case = decide_by(organiser, asked)
        undo(case=case, by=organiser, version=case.version)
        apply_due(timezone.now() + SOON)
        asked.refresh_from_db()
        assert asked.state == RequestState.WAITING

    def test_withdrawn_by_the_person_nothing_takes_effect(self, council, asked):
        decide_by(organiser_of(council), asked)
        services.withdraw_request(request=asked)
        apply_due(timezone.now() + SOON)
        asked.refresh_from_db()
        assert asked.state == RequestState.WITHDRAWN
        assert not Membership.objects.filter(user=asked.user).exists()
        assert case_of(asked).state == CaseState.CLOSED

    def test_erased_with_the_account_nothing_waits(self, asked):
        from participation.base.privacy.persons import erase_person

        erase_person(asked.user)
        assert case_of(asked).state == CaseState.CLOSED


class TestTwoAtOnce:
    """One at the desk of the council, the other in the queue."""

    ADDRESS = "/agents/conseils/essai/demandes/{}/"

    @pytest.fixture(autouse=True)
    def _home(self):
        home_page()

    def answer(self, client, asked, **values):
        values = {"action": "accept", "accepter-role": "member", "version": case_of(asked).version, **values}
        return client.post(self.ADDRESS.format(asked.pk), values, follow=True)

    def test_the_desk_answers_and_the_queue_knows(self, client, council, asked):
        client.force_login(organiser_of(council))
        page = client.get(self.ADDRESS.format(asked.pk)).content.decode()
        assert f'name="version" value="{case_of(asked).version}"' in page
        case = case_of(asked)
        self.answer(client, asked)
        assert Membership.objects.filter(user=asked.user).exists()
        assert case_of(asked).state == CaseState.CLOSED
        with pytest.raises(Stale):
            decide(case=case, by=organiser_of(council), decision=Decision.PUBLISH, version=case.version)

    def test_what_was_just_decided_in_the_queue_is_not_answered_over(self, client, council, asked):
        decide_by(organiser_of(council), asked, Decision.REFUSE, ground=Ground.OFF_TOPIC, reason="Complet.")
        client.force_login(organiser_of(council))
        for version in (case_of(asked).version, 1, "", "x"):
            response = self.answer(client, asked, version=version)
            assert "Une autre personne" in response.content.decode()
        assert not Membership.objects.filter(user=asked.user).exists()
        apply_due(timezone.now() + SOON)
        assert JoinRequest.objects.get().state == RequestState.DECLINED

    def test_what_was_seen_before_somebody_changed_their_mind_is_read_again(self, client, council, asked):
        organiser, seen = organiser_of(council), case_of(asked).version
        case = decide_by(organiser, asked, Decision.REFUSE, ground=Ground.OFF_TOPIC)
        undo(case=case, by=organiser, version=case.version)
        client.force_login(organiser)
        assert "Une autre personne" in self.answer(client, asked, version=seen).content.decode()
        self.answer(client, asked)
        assert Membership.objects.filter(user=asked.user).exists()

    def test_services_refuse_with_a_sentence(self, council, asked):
        decide_by(organiser_of(council), asked)
        with pytest.raises(IllegalTransition, match="Relisez"):
            services.decline_request(request=asked, by=None, reason="Non.")
        assert JoinRequest.objects.get().state == RequestState.WAITING


def test_the_log_keeps_no_word_of_it(asked):
    values = [str(value) for event in CaseEvent.objects.values() for value in event.values()]
    assert not any("boulangerie" in value for value in values)
    assert "boulangerie" not in str(Case.objects.values().get())
