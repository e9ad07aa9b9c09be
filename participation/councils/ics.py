"""Meetings for calendars (RFC 5545): one stable UID each, a SEQUENCE that grows with every change, cancelled ones kept.

Instants are written in UTC, so that no calendar needs a time zone of ours to show the right hour.
"""

from datetime import UTC, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from participation.councils.models import Meeting

PRODUCT = "-//Quartiers ouverts//Agenda//FR"
# Calendars that subscribe ask again after this long.
REFRESH = timedelta(hours=6)
# Without an end a calendar would show a point in time; two hours is what a meeting takes.
USUAL_LENGTH = timedelta(hours=2)


def calendar(meetings: list[Meeting], *, name: str) -> bytes:
    """A calendar file: CRLF, lines folded at 75 octets. Reads the council of each meeting."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        made.add_component(_event(meeting))
    return made.to_ical()


def _event(meeting: Meeting) -> Event:
    url = settings.BASE_URL + meeting.get_absolute_url()
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _utc(meeting.changed_at))
    event.add("created", _utc(meeting.created_at))
    event.add("last-modified", _utc(meeting.changed_at))
    event.add("dtstart", _utc(meeting.starts_at))
    event.add("dtend", _utc(meeting.ends_at or meeting.starts_at + USUAL_LENGTH))
    event.add("summary", _summary(meeting))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", "\n".join(_description(meeting, url)))
    event.add("url", url)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if meeting.is_cancelled else "OPAQUE")
    return event


def _utc(instant):
    return instant.astimezone(UTC).replace(microsecond=0)


def _summary(meeting) -> str:
    said = f"{meeting.title}, {meeting.council.name}" if meeting.council_id else meeting.title
    return _("Annulé : %(title)s") % {"title": said} if meeting.is_cancelled else said


def _description(meeting, url):
    if meeting.is_cancelled:
        yield meeting.cancel_reason or _("Cette réunion n’a pas lieu.")
    for number, item in enumerate(meeting.agenda_items, 1):
        yield f"{number}. {item}"
    if meeting.access:
        yield meeting.access
    yield url
