"""Planning, moving, cancelling: versions for calendars, mails to members, illegal changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from participation.base.search.models import SearchEntry
from participation.councils import services
from participation.councils.enums import MeetingState, Verb
from participation.councils.models import CouncilEvent, Meeting
from participation.councils.workflow import IllegalTransition
from tests.factories.councils import CouncilFactory, MeetingFactory, MembershipFactory, organiser_of
from tests.factories.territory import CommuneFactory, QuartierFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
SOON = NOW + timedelta(days=10)


@pytest.fixture
def council():
    return CouncilFactory()


def test_planning_one(council, outbox):
    organiser = organiser_of(council)
    meeting = services.plan_meeting(
        council=council, by=organiser, title="Réunion du conseil", starts_at=SOON, agenda="Un\n\n Deux "
    )
    assert (meeting.commune, meeting.sequence, meeting.state) == (council.commune, 0, MeetingState.PLANNED)
    assert meeting.agenda_items == ["Un", "Deux"]
    assert CouncilEvent.objects.get().verb == Verb.PLANNED
    assert SearchEntry.objects.filter(title__startswith="Réunion du conseil").exists()
    assert not outbox.all(), "a new date is announced in the agenda, not by mail"


def test_an_open_event_has_a_commune_and_quartiers():
    commune = CommuneFactory()
    quartier = QuartierFactory(commune=commune)
    event = services.plan_meeting(
        commune=commune, quartiers=[quartier], by=None, title="Pied d’immeuble", starts_at=SOON
    )
    assert event.get_absolute_url() == f"/agenda/{event.pk}/"
    assert list(Meeting.objects.of_quartier(quartier.pk)) == [event]


def test_an_end_before_the_start_is_refused(council):
    with pytest.raises(ValidationError):
        services.plan_meeting(council=council, by=None, title="R", starts_at=SOON, ends_at=SOON - timedelta(hours=1))


def test_moving_raises_the_version_keeps_the_uid_and_tells_the_members(council, outbox):
    member, former = MembershipFactory(council=council), MembershipFactory(council=council, ended_on=NOW.date())
    MembershipFactory(council=council, user=None)
    meeting = MeetingFactory(council=council, starts_at=SOON)
    moved = services.move_meeting(meeting=meeting, by=None, starts_at=SOON + timedelta(days=1))
    assert (moved.uid, moved.sequence) == (meeting.uid, 1)
    assert moved.changed_at > meeting.changed_at
    assert "déplacée" in outbox.last(to=member.user.email).subject
    assert not outbox.all(to=former.user.email)


def test_a_detail_raises_the_version_and_writes_to_nobody(council, outbox):
    MembershipFactory(council=council)
    meeting = MeetingFactory(council=council)
    assert services.move_meeting(meeting=meeting, by=None, agenda="Un point").sequence == 1
    assert not outbox.all()


def test_nothing_changed_is_no_version(council):
    meeting = MeetingFactory(council=council)
    assert services.move_meeting(meeting=meeting, by=None, title=meeting.title, place=meeting.place).sequence == 0
    assert not CouncilEvent.objects.exists()


def test_only_what_a_meeting_has_can_change(council):
    with pytest.raises(TypeError):
        services.move_meeting(meeting=MeetingFactory(council=council), by=None, state=MeetingState.CANCELLED)


def test_cancelling_is_final_and_told(council, outbox):
    member = MembershipFactory(council=council)
    meeting = MeetingFactory(council=council)
    services.cancel_meeting(meeting=meeting, by=organiser_of(council), reason="Salle fermée.")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == (MeetingState.CANCELLED, 1)
    assert "Salle fermée." in outbox.last(to=member.user.email).text
    for change in (
        lambda: services.cancel_meeting(meeting=meeting, by=None),
        lambda: services.move_meeting(meeting=meeting, by=None, place="Ailleurs"),
    ):
        with pytest.raises(IllegalTransition, match="annulée"):
            change()


def test_the_past_wakes_nobody(council, outbox):
    MembershipFactory(council=council)
    meeting = MeetingFactory(council=council, starts_at=NOW - timedelta(days=30))
    services.cancel_meeting(meeting=meeting, by=None, at=NOW - timedelta(days=40))
    assert not outbox.all()
    assert CouncilEvent.objects.get().at == NOW - timedelta(days=40)
