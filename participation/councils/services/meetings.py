from datetime import datetime

from django.db import transaction
from django.utils import timezone

from participation.base import cache
from participation.base.calendar import today
from participation.base.mail.services import queue_mail
from participation.base.search.services import refresh
from participation.councils import workflow
from participation.councils.emails import MODULE, letter_context, meeting_values
from participation.councils.enums import MeetingKind, MeetingState, Verb
from participation.councils.models import Meeting, Membership
from participation.councils.services.history import note

# What a move may change; the first four are worth a mail to the members.
MOVES = ("starts_at", "ends_at", "place", "title")
DETAILS = ("kind", "access", "agenda", "is_open")


@transaction.atomic
def plan_meeting(
    *,
    by,
    title: str,
    starts_at: datetime,
    council=None,
    commune=None,
    quartiers=(),
    kind=MeetingKind.COUNCIL,
    ends_at: datetime | None = None,
    place: str = "",
    access: str = "",
    agenda: str = "",
    is_open: bool = True,
    at: datetime | None = None,
) -> Meeting:
    """A meeting of `council`, or an open event of `commune` (with the `quartiers` it is for).

    `starts_at`, `ends_at`: aware datetimes. Raises ValidationError for an end before the start.
    """
    at = at or timezone.now()
    meeting = Meeting(
        council=council,
        commune=council.commune if council is not None else commune,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        kind=kind,
        place=place,
        access=access,
        agenda=agenda,
        is_open=is_open,
        created_at=at,
        changed_at=at,
    )
    meeting.full_clean()
    meeting.save()
    if quartiers:
        meeting.quartiers.set(quartiers)
    note(verb=Verb.PLANNED, at=at, by=by, council=council, meeting=meeting)
    refresh(meeting)
    cache.bump()
    return meeting


@transaction.atomic
def move_meeting(*, meeting, by, at: datetime | None = None, **changes) -> Meeting:
    """Another day, hour or place, another title, agenda or access: calendars that hold it take the change over.

    `changes`: what is new (`starts_at`, `ends_at`, `place`, `title`, `kind`, `access`, `agenda`, `is_open`). The
    members who have an account are told of a new time, place or title. Raises IllegalTransition once it is cancelled,
    ValidationError, TypeError for a field that is not one of these.
    """
    at = at or timezone.now()
    unknown = set(changes) - {*MOVES, *DETAILS}
    if unknown:
        raise TypeError(f"move_meeting() does not change {', '.join(sorted(unknown))}")
    meeting = _locked(meeting, MeetingState.PLANNED)
    changed = {name for name, value in changes.items() if getattr(meeting, name) != value}
    if not changed:
        return meeting
    for name in changed:
        setattr(meeting, name, changes[name])
    _next_version(meeting, at, by, Verb.CHANGED)
    if changed & set(MOVES):
        _tell_members(meeting, "moved")
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting, by, reason: str = "", at: datetime | None = None) -> Meeting:
    """It stays in the agenda, marked, and calendars strike it out; members are told. Raises IllegalTransition."""
    meeting = _locked(meeting, MeetingState.CANCELLED)
    meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, reason
    _next_version(meeting, at or timezone.now(), by, Verb.CANCELLED)
    _tell_members(meeting, "cancelled")
    return meeting


def _locked(meeting, state) -> Meeting:
    found = Meeting.objects.select_for_update(of=("self",)).select_related("council").get(pk=meeting.pk)
    workflow.check(workflow.MEETING, found.state, state)
    return found


def _next_version(meeting, at, by, verb):
    meeting.sequence += 1
    meeting.changed_at = at
    meeting.full_clean(exclude=["council", "commune", "uid"])
    meeting.save()
    note(verb=verb, at=at, by=by, council=meeting.council, meeting=meeting)
    refresh(meeting)
    cache.bump()


def _tell_members(meeting, letter):
    """Those of the council who have an account; nobody for a meeting that is over or belongs to no council."""
    if meeting.council_id is None or meeting.starts_at < timezone.now():
        return
    context = letter_context(letter, url=meeting.get_absolute_url(), **meeting_values(meeting))
    members = Membership.objects.in_force(today()).filter(council=meeting.council, user__is_active=True)
    for one in members.select_related("user"):
        queue_mail(
            key=f"council-meeting-{meeting.pk}-{meeting.sequence}-{one.pk}",
            to=one.user.email,
            template="councils/letter",
            context=context,
            module=MODULE,
        )
