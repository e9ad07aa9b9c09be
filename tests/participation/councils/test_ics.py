"""Calendar files, read back by a parser: what a calendar program will believe."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from participation.councils import services
from participation.councils.enums import MeetingState
from tests.factories.councils import CouncilFactory, MeetingFactory
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db


def events(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    parsed = Calendar.from_ical(response.content)
    assert parsed.get("version") == "2.0" and parsed.get("prodid")
    return parsed.walk("VEVENT")


def event(client, meeting):
    [found] = events(client, meeting.ics_url)
    return found


@pytest.fixture
def council():
    return CouncilFactory(name="Conseil citoyen de Canto-Perdrix")


def test_a_meeting_read_back(client, council, settings):
    settings.BASE_URL = "https://portail.example"
    meeting = MeetingFactory(
        council=council,
        title="Réunion, la 3e ; suite",
        starts_at=datetime(2026, 4, 2, 16, 30, tzinfo=UTC),
        ends_at=datetime(2026, 4, 2, 18, 0, tzinfo=UTC),
        place="Maison de quartier, grande salle",
        agenda="Les passages\nLes poubelles, avant 7 h ; ou après 9 h",
        access="Accès en fauteuil.",
    )
    found = event(client, meeting)
    assert str(found["summary"]) == "Réunion, la 3e ; suite, Conseil citoyen de Canto-Perdrix"
    assert found.decoded("dtstart") == meeting.starts_at and found.decoded("dtend") == meeting.ends_at
    assert str(found["location"]) == "Maison de quartier, grande salle"
    assert str(found["url"]) == f"https://portail.example{meeting.get_absolute_url()}"
    assert str(found["description"]).split("\n")[:3] == [
        "1. Les passages",
        "2. Les poubelles, avant 7 h ; ou après 9 h",
        "Accès en fauteuil.",
    ]
    assert (str(found["uid"]), found["sequence"], str(found["status"])) == (meeting.uid, 0, "CONFIRMED")
    for name in ("dtstamp", "created", "last-modified"):
        assert found.decoded(name).tzinfo is not None


def test_the_file_is_folded_with_crlf(client, council):
    meeting = MeetingFactory(council=council, agenda="Un très long point à l’ordre du jour, " * 20)
    raw = client.get(meeting.ics_url).content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert str(event(client, meeting)["description"]).count("Un très long point") == 20


@pytest.mark.parametrize(
    ("day", "hour"), [((2026, 3, 28), 17), ((2026, 3, 29), 16), ((2026, 10, 24), 16), ((2026, 10, 25), 17)]
)
def test_half_past_six_in_france_stays_so_when_clocks_change(client, council, day, hour):
    paris = timezone.get_default_timezone()
    meeting = MeetingFactory(council=council, starts_at=datetime(*day, 18, 30, tzinfo=paris))
    start = event(client, meeting).decoded("dtstart")
    assert start == datetime(*day, hour, 30, tzinfo=UTC)
    assert start.astimezone(paris).strftime("%H:%M") == "18:30"


def test_a_change_and_a_cancellation_reach_calendars(client, council):
    meeting = MeetingFactory(council=council)
    before = event(client, meeting)
    moved = services.move_meeting(meeting=meeting, by=None, starts_at=meeting.starts_at + timedelta(days=1))
    after = event(client, moved)
    assert after["uid"] == before["uid"] and after["sequence"] == before["sequence"] + 1
    assert after.decoded("dtstart") == before.decoded("dtstart") + timedelta(days=1)
    cancelled = services.cancel_meeting(meeting=moved, by=None, reason="Salle fermée.")
    last = event(client, cancelled)
    assert (last["uid"], last["sequence"], str(last["status"])) == (before["uid"], 2, "CANCELLED")
    assert "Salle fermée." in str(last["description"])


def test_without_an_end_it_lasts_two_hours(client, council):
    meeting = MeetingFactory(council=council, ends_at=None)
    found = event(client, meeting)
    assert found.decoded("dtend") - found.decoded("dtstart") == timedelta(hours=2)


def test_the_whole_agenda_has_stable_identifiers_and_the_cancelled_ones(client, council):
    now = timezone.now()
    kept = [
        MeetingFactory(council=council),
        MeetingFactory(council=None),
        MeetingFactory(council=council, state=MeetingState.CANCELLED),
        MeetingFactory(council=council, starts_at=now - timedelta(days=80)),
    ]
    MeetingFactory(council=council, starts_at=now - timedelta(days=100))
    found = events(client, "/agenda.ics")
    assert {str(one["uid"]) for one in found} == {meeting.uid for meeting in kept}
    assert client.get("/agenda.ics").content == client.get("/agenda.ics").content


def test_the_agenda_of_one_quartier(client):
    quartier = QuartierFactory()
    meeting = MeetingFactory(council=CouncilFactory(quartiers=[quartier]))
    MeetingFactory()
    [found] = events(client, f"/agenda.ics?quartier={quartier.slug}")
    assert str(found["uid"]) == meeting.uid
    assert client.get("/agenda.ics?quartier=rien").status_code == 404


def test_an_empty_agenda_is_still_a_calendar(client):
    assert events(client, "/agenda.ics") == []


def test_no_person_stands_in_the_file(client, council):
    raw = client.get(MeetingFactory(council=council).ics_url).content
    assert b"ORGANIZER" not in raw and b"ATTENDEE" not in raw and b"@" not in raw
