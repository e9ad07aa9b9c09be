"""Asking to sit, and every answer: state, mandate, history, mail."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.calendar import add_working_days
from participation.councils import services
from participation.councils.enums import ActorRole, Joining, MemberRole, RequestState, Verb
from participation.councils.models import CouncilEvent, JoinRequest, Membership
from participation.councils.workflow import REQUEST, SENTENCES, IllegalTransition
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.councils import (
    CollegeFactory,
    CouncilFactory,
    JoinRequestFactory,
    MembershipFactory,
    organiser_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(answer_days=5)


def history():
    return list(CouncilEvent.objects.order_by("pk").values_list("verb", "role"))


def test_asking_promises_a_day_and_tells_both_sides(council, outbox):
    organiser, user = organiser_of(council), UserFactory()
    friday = datetime(2026, 3, 6, 12, tzinfo=UTC)

    request = services.ask_to_join(council=council, user=user, motivation=" Oui.\r\nVraiment. ", at=friday)

    assert request.answer_by == date(2026, 3, 13)
    assert request.motivation == "Oui.\nVraiment."
    assert history() == [(Verb.ASKED, ActorRole.RESIDENT)]
    assert "13 mars 2026" in outbox.last(to=user.email).text.replace("\xa0", " ")
    told = outbox.last(to=organiser.email)
    assert f"/agents/conseils/{council.slug}/demandes/{request.pk}/" in told.text
    assert "Vraiment" not in told.text, "what the person wrote does not travel by mail"


def test_the_day_is_counted_from_the_day_in_france(council):
    late_in_the_evening = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    request = services.ask_to_join(council=council, user=UserFactory(), at=late_in_the_evening)
    assert request.answer_by == add_working_days(date(2026, 3, 6), 5)


def test_one_request_waits_at_a_time(council):
    user = UserFactory()
    services.ask_to_join(council=council, user=user)
    with pytest.raises(services.JoinRefused, match="attend déjà"):
        services.ask_to_join(council=council, user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequestFactory(council=council, user=user)
    assert services.ask_to_join(council=CouncilFactory(), user=user)


def test_two_at_once_are_one(council, monkeypatch):
    """Both were told « yes, you may » before either wrote."""
    user = UserFactory()
    services.ask_to_join(council=council, user=user)
    monkeypatch.setattr("participation.councils.services.requests.can_ask_to_join", lambda *args: True)
    with pytest.raises(services.JoinRefused, match="attend déjà"):
        services.ask_to_join(council=council, user=user)
    assert JoinRequest.objects.count() == 1


@pytest.mark.parametrize(
    "values", [{"joining": Joining.APPOINTED}, {"joining": Joining.CLOSED}, {"closed_on": date(2026, 1, 1)}]
)
def test_a_council_that_takes_nobody_says_so(values):
    with pytest.raises(services.JoinRefused, match="n’en prend pas"):
        services.ask_to_join(council=CouncilFactory(**values), user=UserFactory())


def test_a_member_does_not_ask_and_a_former_one_may(council):
    member = MembershipFactory(council=council)
    with pytest.raises(services.JoinRefused):
        services.ask_to_join(council=council, user=member.user)
    services.leave_council(membership=member)
    assert services.ask_to_join(council=council, user=member.user)


def test_accepting_begins_the_mandate_the_same_day(council, outbox):
    organiser, college = organiser_of(council), CollegeFactory(council=council)
    request = JoinRequestFactory(council=council)

    membership = services.accept_request(request=request, by=organiser, college=college)

    assert (membership.user, membership.college, membership.role) == (request.user, college, MemberRole.MEMBER)
    assert membership.from_date == timezone.localdate()
    assert membership.public_name_consent is False
    assert history() == [(Verb.ACCEPTED, ActorRole.ORGANISER), (Verb.JOINED, ActorRole.ORGANISER)]
    assert "rejoignez" in outbox.last(to=request.user.email).subject


def test_a_mandate_that_ran_out_gives_way_to_the_new_one(council):
    old = MembershipFactory(council=council, until=timezone.localdate() - timedelta(days=1))
    request = JoinRequestFactory(council=council, user=old.user)
    services.accept_request(request=request, by=organiser_of(council))
    assert Membership.objects.in_force(timezone.localdate()).filter(user=old.user).count() == 1


def test_the_coordination_acts_as_such(council):
    coordinator = staff_with(Role.GUSP_COORDINATOR, commune=council.commune)
    services.decline_request(request=JoinRequestFactory(council=council), by=coordinator, reason="Complet.")
    assert history() == [(Verb.DECLINED, ActorRole.COORDINATION)]


def test_declining_tells_why(council, outbox):
    request = JoinRequestFactory(council=council)
    services.decline_request(request=request, by=organiser_of(council), reason="Tous les sièges sont pris.")
    request.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.DECLINED, "Tous les sièges sont pris.")
    assert "Tous les sièges sont pris." in outbox.last(to=request.user.email).text
    assert not Membership.objects.filter(user=request.user).exists()


def test_withdrawing_is_confirmed_by_mail(council, outbox):
    request = JoinRequestFactory(council=council)
    services.withdraw_request(request=request)
    assert "retirée" in outbox.last(to=request.user.email).subject
    assert history() == [(Verb.WITHDRAWN, ActorRole.RESIDENT)]


SETTLE = {
    RequestState.ACCEPTED: lambda request: services.accept_request(request=request, by=None),
    RequestState.DECLINED: lambda request: services.decline_request(request=request, by=None, reason="Non."),
    RequestState.WITHDRAWN: lambda request: services.withdraw_request(request=request),
}


@pytest.mark.parametrize("before", RequestState)
@pytest.mark.parametrize("after", SETTLE)
def test_only_what_waits_is_settled(before, after, outbox):
    request = JoinRequestFactory(state=before)
    if after in REQUEST[before]:
        SETTLE[after](request)
        assert JoinRequest.objects.get().state == after
        return
    with pytest.raises(IllegalTransition) as caught:
        SETTLE[after](request)
    assert str(caught.value) == str(SENTENCES[before])
    assert JoinRequest.objects.get().state == before
    assert not outbox.all()


def test_nobody_writes_to_an_account_that_is_closed(council, outbox):
    request = JoinRequestFactory(council=council, user__is_active=False)
    services.decline_request(request=request, by=organiser_of(council), reason="Complet.")
    assert not outbox.all()


def test_a_line_of_history_is_written_once(council):
    services.ask_to_join(council=council, user=UserFactory())
    with pytest.raises(TypeError):
        CouncilEvent.objects.get().save()


def test_leaving_ends_the_mandate_and_the_name(council):
    member = MembershipFactory(council=council, public_name_consent=True)
    services.leave_council(membership=member, by=member.user)
    member.refresh_from_db()
    assert (member.ended_on, member.public_name_consent) == (timezone.localdate(), False)
    assert history() == [(Verb.LEFT, ActorRole.RESIDENT)]
    services.leave_council(membership=member, by=member.user)
    assert len(history()) == 1


def test_who_organised_once_is_not_told_any_more(council, outbox):
    former = organiser_of(council, ended_on=timezone.localdate())
    services.ask_to_join(council=council, user=UserFactory())
    assert not outbox.all(to=former.email)
