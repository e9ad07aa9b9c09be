"""What lists say of a council and of a meeting, ready for the components `dates` and `lines`."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from participation.councils.models import Council, Meeting
from participation.councils.wording import clock, weekday


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """`day`: the instant it starts, aware. `text`: « Conseil citoyen de… Jeudi, 18 h 30. Maison de quartier. »"""

    pk: int
    day: datetime
    title: str
    url: str
    text: str
    place: str
    council: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class CouncilLine:
    pk: int
    name: str
    url: str
    kind: str
    quartiers: tuple[str, ...]
    next_meeting: MeetingLine | None


def meeting_line(meeting: Meeting, *, under_its_council=False) -> MeetingLine:
    """Reads `council`: select it. `under_its_council`: on its own page, where its name would be said twice."""
    council = meeting.council.name if meeting.council_id else ""
    said = capfirst(
        f"{weekday(meeting.starts_at)}, {clock(meeting.starts_at)}. {meeting.place or _('Lieu à préciser')}."
    )
    if council and not under_its_council:
        said = f"{council}. {said}"
    title = _("Annulé : %(title)s") % {"title": meeting.title} if meeting.is_cancelled else meeting.title
    return MeetingLine(
        pk=meeting.pk,
        day=meeting.starts_at,
        title=title,
        url=meeting.get_absolute_url(),
        text=said,
        place=meeting.place,
        council=council,
        is_cancelled=meeting.is_cancelled,
    )


def council_lines(councils) -> list[CouncilLine]:
    """Of councils read `with_next_meeting` and with their quartiers. One query, for the meetings."""
    found = list(councils)
    keys = [one.next_meeting_id for one in found if one.next_meeting_id]
    meetings = Meeting.objects.select_related("council").in_bulk(keys) if keys else {}
    return [_council_line(one, meetings.get(one.next_meeting_id)) for one in found]


def _council_line(council: Council, meeting: Meeting | None) -> CouncilLine:
    return CouncilLine(
        pk=council.pk,
        name=council.name,
        url=council.get_absolute_url(),
        kind=capfirst(council.get_kind_display()),
        quartiers=tuple(quartier.name for quartier in council.quartiers.all()),
        next_meeting=meeting_line(meeting, under_its_council=True) if meeting else None,
    )
