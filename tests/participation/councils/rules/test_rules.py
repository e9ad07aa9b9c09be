"""One matrix a verb: role × own or other council × own or other commune × state."""

import pytest

from participation.accounts.enums import Role
from participation.councils import rules
from participation.councils.enums import Joining, MeetingState, MemberRole, RequestState
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.councils import JoinRequestFactory, MeetingFactory, MembershipFactory
from tests.participation.councils.rules.matrix import (
    COORDINATION,
    COORDINATION_ANYWHERE,
    FAR,
    OWN,
    SISTER,
    ground,
    let_through,
    people,
)

pytestmark = pytest.mark.django_db
ORGANISER = (MemberRole.ORGANISER, OWN)


@pytest.fixture
def world():
    return ground()


def test_organising_is_for_its_own_organisers_and_the_coordination_of_its_commune(world):
    assert let_through(lambda user: rules.can_organise_council(user, world.own), world) == {*COORDINATION, ORGANISER}


def test_the_desk_is_for_any_organiser_and_any_coordination(world):
    organisers = {(MemberRole.ORGANISER, where) for where in (OWN, SISTER, FAR)}
    assert let_through(rules.can_enter_council_desk, world) == COORDINATION_ANYWHERE | organisers


@pytest.mark.parametrize("state", RequestState)
def test_answering_a_request(world, state):
    request = JoinRequestFactory(council=world.own, state=state)
    MembershipFactory(council=world.own, role=MemberRole.ORGANISER)
    expected = {ORGANISER} if state == RequestState.WAITING else set()
    assert let_through(lambda user: rules.can_answer_request(user, request), world) == expected


@pytest.mark.parametrize("gone", [{"until": "2024-12-31"}, {"ended_on": "2024-12-31"}, {"user__is_active": False}])
def test_requests_are_for_its_own_organisers_and_without_one_for_the_coordination(world, gone):
    MembershipFactory(council=world.own, role=MemberRole.ORGANISER, **gone)
    coordinators = [RoleGrantFactory(role=role, commune=world.here).user for role in rules.COORDINATION]
    assert all(rules.can_read_requests(user, world.own) for user in coordinators)
    organiser = MembershipFactory(council=world.own, role=MemberRole.ORGANISER).user
    assert rules.can_read_requests(organiser, world.own)
    assert not any(rules.can_read_requests(user, world.own) for user in coordinators)
    assert let_through(lambda user: rules.can_read_requests(user, world.own), world) == {ORGANISER}


def test_nobody_answers_their_own_request(world):
    coordinator = RoleGrantFactory(role=Role.GUSP_COORDINATOR).user
    assert not rules.can_answer_request(coordinator, JoinRequestFactory(council=world.own, user=coordinator))
    organiser = MembershipFactory(council=world.own, role=MemberRole.ORGANISER).user
    assert not rules.can_answer_request(organiser, JoinRequestFactory(council=world.own, user=organiser))


@pytest.mark.parametrize("state", RequestState)
def test_withdrawing_is_for_the_one_who_asked_while_it_waits(world, state):
    request = JoinRequestFactory(council=world.own, state=state)
    assert let_through(lambda user: rules.can_withdraw_request(user, request), world) == set()
    assert rules.can_withdraw_request(request.user, request) is (state == RequestState.WAITING)


@pytest.mark.parametrize("state", MeetingState)
def test_moving_and_cancelling_a_meeting(world, state):
    meeting = MeetingFactory(council=world.own, state=state)
    expected = {*COORDINATION, ORGANISER} if state == MeetingState.PLANNED else set()
    assert let_through(lambda user: rules.can_change_meeting(user, meeting), world) == expected


def test_open_events_are_the_coordinations(world):
    event = MeetingFactory(council=None, commune=world.here)
    assert let_through(lambda user: rules.can_change_meeting(user, event), world) == COORDINATION
    assert let_through(lambda user: rules.can_plan_event(user, world.here), world) == COORDINATION


@pytest.mark.parametrize("joining", Joining)
def test_asking_to_join(world, joining):
    """Everyone signed in who does not sit there; the mandates of other councils count for nothing."""
    world.own.joining = joining
    world.own.save()
    expected = {
        name
        for name, user in people(world)
        if user.is_authenticated and name not in {(role, OWN) for role in MemberRole}
    }
    found = {name for name, user in people(world) if rules.can_ask_to_join(user, world.own)}
    assert found == (expected if joining in (Joining.OPEN, Joining.DRAW) else set())


def test_asking_again_while_one_waits_or_with_a_closed_account(world):
    request = JoinRequestFactory(council=world.own)
    assert not rules.can_ask_to_join(request.user, world.own)
    assert rules.can_ask_to_join(request.user, world.sister)
    assert not rules.can_ask_to_join(UserFactory(is_active=False), world.own)
    settled = JoinRequestFactory(council=world.own, state=RequestState.DECLINED)
    assert rules.can_ask_to_join(settled.user, world.own)
    former = MembershipFactory(council=world.own, ended_on="2024-06-01")
    assert rules.can_ask_to_join(former.user, world.own)
