from datetime import datetime

from django.db import transaction
from django.utils import timezone

from participation.base import cache
from participation.base.search.services import refresh
from participation.councils import news, workflow
from participation.councils.enums import MeetingKind, MeetingState, Verb
from participation.councils.models import Meeting
from participation.councils.services.history import note

# What a move may change; the first four are worth a word to those it concerns.
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
    news.meeting_told(meeting, "planned", at=at)
    refresh(meeting)
    cache.bump()
    return meeting


@transaction.atomic
def move_meeting(*, meeting, by, at: datetime | None = None, **changes) -> Meeting:
    """Another day, hour or place, another title, agenda or access: calendars that hold it take the change over.

    `changes`: what is new (`starts_at`, `ends_at`, `place`, `title`, `kind`, `access`, `agenda`, `is_open`). The
    members and who follows the council are told of a new time, place or title. Raises IllegalTransition once it is
    cancelled, ValidationError, TypeError for a field that is not one of these.
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
        news.meeting_told(meeting, "moved", at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting, by, reason: str = "", at: datetime | None = None) -> Meeting:
    """It stays in the agenda, marked, and calendars strike it out; members are told. Raises IllegalTransition."""
    at = at or timezone.now()
    meeting = _locked(meeting, MeetingState.CANCELLED)
    meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, reason
    _next_version(meeting, at, by, Verb.CANCELLED)
    news.meeting_told(meeting, "cancelled", at=at)
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
