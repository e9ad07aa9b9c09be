"""The desk of a council: who finds it, what waits there, what its forms do."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.desk import registry
from participation.councils import selectors
from participation.councils.enums import DecisionState, MeetingState, MemberRole, RequestState
from participation.councils.models import Council, Decision, JoinRequest, Meeting, Membership, Opinion, Reply
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with
from tests.factories.cms import home_page
from tests.factories.councils import (
    CollegeFactory,
    CouncilFactory,
    DecisionFactory,
    JoinRequestFactory,
    MeetingFactory,
    MembershipFactory,
    OpinionFactory,
    organiser_of,
)
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _home():
    home_page()


@pytest.fixture
def council():
    return CouncilFactory(slug="essai")


@pytest.fixture
def scene(council):
    """One address of each kind of desk page of this council."""
    request, meeting = JoinRequestFactory(council=council), MeetingFactory(council=council)
    decision, opinion = DecisionFactory(council=council), OpinionFactory(council=council)
    base = "/agents/conseils/essai/"
    return [
        base,
        f"{base}demandes/{request.pk}/",
        f"{base}reunions/nouvelle/",
        f"{base}reunions/{meeting.pk}/",
        f"{base}reunions/{meeting.pk}/annuler/",
        f"{base}decisions/nouvelle/",
        f"{base}decisions/{decision.pk}/",
        f"{base}avis/nouveau/",
        f"{base}avis/{opinion.pk}/",
    ]


def answers(client, addresses):
    return {client.get(address).status_code for address in addresses}


def test_the_desk_opens_for_whom_it_belongs_to_and_is_not_there_for_others(client, council, scene):
    assert answers(client, scene) == {302}, "anonymous people sign in first"
    coordination = [staff_with(Role.GUSP_COORDINATOR, commune=council.commune), staff_with(Role.ADMINISTRATOR)]
    for user in coordination:
        client.force_login(user)
        assert answers(client, scene) == {200}, "nobody organises it yet"
    client.force_login(organiser_of(council))
    assert answers(client, scene) == {200}
    request, others = scene[1], [scene[0], *scene[2:]]
    for user in coordination:
        client.force_login(user)
        assert answers(client, others) == {200}
        assert answers(client, [request]) == {404}, "what people write to a council is for its organisers"
    keeps_out = [
        UserFactory(),
        MembershipFactory(council=council).user,
        organiser_of(CouncilFactory(commune=council.commune)),
        organiser_of(council, until=DAY - timedelta(days=1)),
        staff_with(Role.GUSP_COORDINATOR, commune=CommuneFactory()),
        staff_with(Role.FIELD_AGENT, commune=council.commune),
        staff_with(Role.EDITOR),
    ]
    for user in keeps_out:
        client.force_login(user)
        assert answers(client, scene) == {404}


def test_the_coordination_sees_that_requests_wait_and_neither_who_nor_what(client, council):
    JoinRequestFactory(council=council, user__display_name="Amina", motivation="J’ai du temps.")
    organiser_of(council)
    client.force_login(staff_with(Role.GUSP_COORDINATOR, commune=council.commune))
    page = unescape(client.get("/agents/conseils/essai/").content.decode()).replace("\xa0", " ")
    assert "1 demande attend" in page
    assert "Amina" not in page and "du temps" not in page and "/demandes/" not in page
    assert client.post(f"/agents/conseils/essai/demandes/{JoinRequest.objects.get().pk}/", {}).status_code == 404


def test_nothing_is_written_by_those_who_are_kept_out(client, council, scene):
    client.force_login(organiser_of(CouncilFactory(commune=council.commune)))
    for address in scene[1:]:
        values = {"action": "accept", "accepter-role": "member", "reason": "x", "text": "x", "state": "done"}
        assert client.post(address, values).status_code == 404
    assert JoinRequest.objects.get().state == RequestState.WAITING
    assert Meeting.objects.get().state == MeetingState.PLANNED
    assert Decision.objects.get().state == DecisionState.OPEN


def test_events_and_new_councils_are_the_coordinations(client, council):
    event = MeetingFactory(council=None, commune=council.commune)
    addresses = ["/agents/agenda/nouveau/", f"/agents/agenda/{event.pk}/", f"/agents/agenda/{event.pk}/annuler/"]
    addresses.append("/agents/conseils/nouveau/")
    client.force_login(organiser_of(council))
    assert answers(client, addresses) == {404}
    client.force_login(staff_with(Role.GUSP_COORDINATOR, commune=council.commune))
    assert answers(client, addresses) == {200}
    client.force_login(staff_with(Role.GUSP_COORDINATOR, commune=CommuneFactory()))
    assert answers(client, addresses[1:3]) == {404}


def test_accepting_into_a_college_with_a_role(client, council):
    college, request = CollegeFactory(council=council), JoinRequestFactory(council=council)
    client.force_login(organiser_of(council))
    values = {"action": "accept", "accepter-college": college.pk, "accepter-role": "secretary"}
    assert client.post(f"/agents/conseils/essai/demandes/{request.pk}/", values).status_code == 302
    member = Membership.objects.get(user=request.user)
    assert (member.college, member.role) == (college, MemberRole.SECRETARY)


def test_a_college_of_another_council_is_refused(client, council):
    request, other = JoinRequestFactory(council=council), CollegeFactory()
    client.force_login(organiser_of(council))
    values = {"action": "accept", "accepter-college": other.pk, "accepter-role": "member"}
    assert client.post(f"/agents/conseils/essai/demandes/{request.pk}/", values).status_code == 400
    assert not Membership.objects.filter(user=request.user).exists()


def test_two_answers_at_once_are_one(client, council):
    """The second one meets a request that is settled: a sentence, no second mandate."""
    request = JoinRequestFactory(council=council)
    client.force_login(organiser_of(council))
    address = f"/agents/conseils/essai/demandes/{request.pk}/"
    for _twice in range(2):
        assert client.post(address, {"action": "accept", "accepter-role": "member"}).status_code == 302
    assert Membership.objects.filter(user=request.user).count() == 1
    assert "déjà sa réponse" in unescape(client.get(address, follow=True).content.decode())


def test_somebody_who_sits_already_is_not_seated_twice(client, council):
    member = MembershipFactory(council=council)
    request = JoinRequestFactory(council=council, user=member.user)
    client.force_login(organiser_of(council))
    values = {"action": "accept", "accepter-role": "member"}
    response = client.post(f"/agents/conseils/essai/demandes/{request.pk}/", values, follow=True)
    assert "siège déjà" in unescape(response.content.decode())
    assert JoinRequest.objects.get().state == RequestState.WAITING


def test_the_mail_address_of_who_asks_is_not_shown(client, council):
    request = JoinRequestFactory(council=council)
    client.force_login(organiser_of(council))
    for address in ("/agents/conseils/essai/", f"/agents/conseils/essai/demandes/{request.pk}/"):
        assert request.user.email not in client.get(address).content.decode()


def test_a_refusal_of_a_decision_says_why(client, council):
    decision = DecisionFactory(council=council)
    client.force_login(organiser_of(council))
    address = f"/agents/conseils/essai/decisions/{decision.pk}/"
    values = {"state": "refused", "on": f"{DAY:%Y-%m-%d}"}
    assert client.post(address, values).status_code == 400
    assert client.post(address, {**values, "outcome": "Trop cher."}).status_code == 302
    decision.refresh_from_db()
    assert (decision.state, decision.done_on, decision.outcome) == (DecisionState.REFUSED, DAY, "Trop cher.")
    assert client.get(address).status_code == 302, "what is settled is settled"


def test_an_opinion_and_its_reply(client, council):
    city = PartnerFactory()
    client.force_login(organiser_of(council))
    values = {"title": "un arrêt abrité", "addressed_to": city.pk, "given_on": f"{DAY:%Y-%m-%d}"}
    address = "/agents/conseils/essai/avis/nouveau/"
    assert client.post(address, {**values, "votes_against": "2"}).status_code == 400
    assert client.post(address, {**values, "answer_by": f"{DAY:%Y-%m-%d}"}).status_code == 400
    assert client.post(address, {**values, "votes_for": "11", "votes_against": "2"}).status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.number, opinion.votes_for, opinion.votes_against, opinion.abstentions) == (1, 11, 2, 0)
    assert opinion.answer_by > DAY
    reply = {"answer": "no", "replied_on": f"{DAY:%Y-%m-%d}", "text": "Pas cette année."}
    address = f"/agents/conseils/essai/avis/{opinion.pk}/"
    assert client.post(address, {**reply, "replied_on": "2001-01-01"}).status_code == 400
    for _twice in range(2):
        assert client.post(address, reply).status_code == 302
    assert Reply.objects.get().text == "Pas cette année."
    assert "Pas cette année." in client.get(council.get_absolute_url()).content.decode().replace("\xa0", " ")


def test_an_event_belongs_to_the_communes_one_coordinates(client, council):
    elsewhere, quartier = CommuneFactory(), QuartierFactory(commune=council.commune)
    client.force_login(staff_with(Role.GUSP_COORDINATOR, commune=council.commune))
    values = {
        "title": "Café",
        "kind": "doorstep",
        "day": f"{DAY + timedelta(days=9):%Y-%m-%d}",
        "start": "10:00",
        "quartiers": [quartier.pk],
    }
    assert client.post("/agents/agenda/nouveau/", {**values, "commune": elsewhere.pk}).status_code == 400
    assert client.post("/agents/agenda/nouveau/", {**values, "commune": council.commune.pk}).status_code == 302
    assert list(Meeting.objects.get().quartiers.all()) == [quartier]


def test_a_new_council_has_its_address_and_its_seats(client, council):
    client.force_login(staff_with(Role.ADMINISTRATOR))
    values = {
        "name": "Nouveau",
        "kind": "conseil-citoyen",
        "commune": council.commune.pk,
        "joining": "open",
        "answer_days": "10",
        "seats_residents": "14",
    }
    for _twice in range(2):
        assert client.post("/agents/conseils/nouveau/", values).status_code == 302
    made = Council.objects.filter(name="Nouveau")
    assert [one.colleges.get().seats for one in made] == [14, 14]
    assert "nouveau" not in {one.slug for one in made}, "the desk's own addresses stay free"


# --- What waits -------------------------------------------------------------------------------------------------------
def items(user, day=DAY):
    user = type(user).objects.get(pk=user.pk)
    return {(item.title.partition(" :")[0], item.late) for item in selectors.desk_items(user, day)}


def test_requests_wait_for_the_organisers_and_late_ones_for_the_coordination(council):
    request = JoinRequestFactory(council=council, answer_by=DAY)
    organiser, coordinator = organiser_of(council), staff_with(Role.GUSP_COORDINATOR, commune=council.commune)
    assert items(organiser) == {("Demande pour siéger", False)} and items(coordinator) == set()
    tomorrow = request.answer_by + timedelta(days=1)
    assert items(organiser, tomorrow) == items(coordinator, tomorrow) == {("Demande pour siéger", True)}
    assert items(organiser_of(CouncilFactory(commune=council.commune)), tomorrow) == set()
    urls = {user: selectors.desk_items(user, tomorrow)[0].url for user in (organiser, coordinator)}
    assert urls == {organiser: request.get_desk_url(), coordinator: "/agents/conseils/essai/#demandes"}


def test_meetings_of_the_month_and_late_decisions(council):
    organiser = organiser_of(council)
    now = timezone.now()
    MeetingFactory(council=council, title="Bientôt", starts_at=now + timedelta(days=20))
    MeetingFactory(council=council, title="Plus tard", starts_at=now + timedelta(days=40))
    MeetingFactory(council=council, title="Annulée", starts_at=now + timedelta(days=2), state=MeetingState.CANCELLED)
    DecisionFactory(council=council, text="En retard", due_on=DAY - timedelta(days=1))
    DecisionFactory(council=council, text="À temps", due_on=DAY)
    DecisionFactory(council=council, text="Faite", due_on=date(2026, 1, 1), state=DecisionState.DONE)
    assert {item.title.partition(",")[0] for item in selectors.desk_items(organiser, DAY)} == {"Bientôt", "En retard"}


def test_the_desk_is_registered():
    council = CouncilFactory()
    organiser = organiser_of(council)
    assert registry.may_enter(organiser) and not registry.may_enter(UserFactory())
    assert "/agents/conseils/" in {link.url for link in registry.links(organiser)}


# --- Cost -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 30])
def test_what_waits_costs_the_same(django_assert_num_queries, number):
    user = staff_with(Role.GUSP_COORDINATOR)
    for _each in range(number):
        council = CouncilFactory()
        MembershipFactory(council=council, user=user, role=MemberRole.ORGANISER)
        JoinRequestFactory(council=council)
        MeetingFactory(council=council)
        DecisionFactory(council=council, due_on=DAY - timedelta(days=3))
    user = type(user).objects.get(pk=user.pk)
    with django_assert_num_queries(4):
        assert len(selectors.desk_items(user, DAY)) == 3 * number


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("address", "cost"), [("/agents/conseils/", 11), ("/agents/conseils/essai/", 15)])
def test_desk_pages_cost_the_same(client, council, django_assert_num_queries, number, address, cost):
    for _each in range(number):
        JoinRequestFactory(council=council)
        MeetingFactory(council=council)
        MeetingFactory(council=None, commune=council.commune)
        DecisionFactory(council=council)
        OpinionFactory(council=council)
        CouncilFactory(commune=council.commune)
    client.force_login(RoleGrantFactory(role=Role.GUSP_COORDINATOR, commune=council.commune).user)
    cache.clear()
    with django_assert_num_queries(cost):
        assert client.get(address).status_code == 200
