"""What a person may take along, what goes with the account, what goes with time."""

import json
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from participation.accounts.services import erase_account
from participation.base.privacy.audit import undeclared_fields
from participation.base.privacy.persons import erase_person, export_person
from participation.base.privacy.purge import proposals
from participation.councils.enums import RequestState
from participation.councils.models import CouncilEvent, JoinRequest, Membership
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, JoinRequestFactory, MembershipFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SETTLED = [state for state in RequestState if state != RequestState.WAITING]


def remove(now=NOW):
    return sum(proposal.purge.apply(proposal.items) for proposal in proposals(now, only="council-requests"))


def test_every_field_is_decided_about():
    assert not [field for field in undeclared_fields() if field.startswith("councils.")]


def test_a_person_takes_their_words_along():
    user = UserFactory()
    MembershipFactory(user=user, council=CouncilFactory(name="Conseil du Port"))
    JoinRequestFactory(user=user, motivation="Mes mots.", state=RequestState.DECLINED, reason="Leurs mots.")
    JoinRequestFactory(motivation="Les mots d’une autre.")
    text = json.dumps(export_person(user)["councils"], cls=DjangoJSONEncoder, ensure_ascii=False)
    assert all(word in text for word in ("Conseil du Port", "Mes mots.", "Leurs mots."))
    assert "autre" not in text
    assert "councils" not in export_person(UserFactory())


def test_erasing_ends_the_mandate_and_takes_the_texts():
    user = UserFactory()
    member = MembershipFactory(user=user, public_name_consent=True)
    waiting = JoinRequestFactory(user=user)
    settled = JoinRequestFactory(user=user, state=RequestState.DECLINED, reason="Complet.")
    erase_account(user=user)
    member.refresh_from_db()
    assert (member.ended_on, member.public_name_consent) == (timezone.localdate(), False)
    for request in (waiting, settled):
        request.refresh_from_db()
        assert (request.user, request.motivation, request.reason) == (None, "", "")
    assert waiting.state == RequestState.WITHDRAWN
    erase_person(user)
    assert CouncilEvent.objects.count() == 2


def test_erasing_leaves_others_alone():
    other = JoinRequestFactory()
    erase_account(user=UserFactory())
    other.refresh_from_db()
    assert other.motivation and other.state == RequestState.WAITING


@pytest.mark.parametrize("state", SETTLED)
@pytest.mark.parametrize(("days", "due"), [(0, False), (364, False), (366, True)])
def test_the_texts_go_twelve_months_after_the_answer(state, days, due):
    request = JoinRequestFactory(state=state, reason="Complet.", settled_at=NOW)
    assert remove(NOW + timedelta(days=days)) == int(due)
    request.refresh_from_db()
    assert (request.motivation == "", request.reason == "", request.user is None) == (due, due, due)
    assert request.state == state
    assert remove(NOW + timedelta(days=days)) == 0, "once is enough"


def test_what_waits_is_not_purged_however_long():
    JoinRequestFactory(asked_at=NOW - timedelta(days=900))
    assert remove(NOW + timedelta(days=900)) == 0
    assert JoinRequest.objects.get().motivation


def test_an_accepted_member_keeps_the_seat_when_the_request_goes():
    member = MembershipFactory()
    JoinRequestFactory(
        council=member.council, user=member.user, state=RequestState.ACCEPTED, settled_at=NOW - timedelta(days=400)
    )
    assert remove() == 1
    assert Membership.objects.get().user == member.user
