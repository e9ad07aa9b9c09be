"""What the floors above ask for: the next dates, a quartier's councils, what the search holds."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from participation.base import cache
from participation.base.search.models import SearchEntry
from participation.base.search.services import rebuild
from participation.base.site.models import PortalSettings
from participation.base.site.selectors import portal_settings
from participation.councils import services
from participation.councils.enums import MeetingState
from participation.councils.selectors import agenda, calendar_meetings, quartier_councils, upcoming
from tests.factories.councils import CouncilFactory, MeetingFactory
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()


def on(days, hour=18):
    return timezone.make_aware(datetime.combine(DAY + timedelta(days=days), time(hour)))


def test_the_next_dates_soonest_first_from_midnight_on():
    council = CouncilFactory(name="Conseil du Port")
    MeetingFactory(council=council, title="Hier", starts_at=on(-1, 23))
    MeetingFactory(council=council, title="Demain", starts_at=on(1))
    MeetingFactory(council=council, title="Ce matin", starts_at=on(0, 0), place="Salle 1")
    MeetingFactory(council=None, title="Après-demain", starts_at=on(2))
    MeetingFactory(title="Annulée", starts_at=on(1), state=MeetingState.CANCELLED)
    lines = upcoming(DAY, limit=2)
    assert [line.title for line in lines] == ["Ce matin", "Demain"]
    assert lines[0].text.startswith("Conseil du Port.") and "Salle 1" in lines[0].text
    assert lines[0].url == council.meetings.get(title="Ce matin").get_absolute_url()
    assert upcoming(DAY, limit=9)[2].council == ""


@pytest.mark.parametrize("number", [1, 30])
def test_both_cost_the_same(django_assert_num_queries, number):
    quartier = QuartierFactory()
    for _each in range(number):
        council = CouncilFactory(commune=quartier.commune, quartiers=[quartier])
        MeetingFactory(council=council)
        MeetingFactory(council=None).quartiers.add(quartier)
    portal_settings()  # every page has read it
    with django_assert_num_queries(1):
        assert len(upcoming(DAY, limit=100)) == 2 * number
    with django_assert_num_queries(1):
        assert len(upcoming(DAY, limit=100, quartier=quartier)) == 2 * number
    with django_assert_num_queries(3):
        assert len(quartier_councils(quartier)) == number


def test_a_quartier_has_its_own():
    quartier, other = QuartierFactory(), QuartierFactory()
    ours, theirs = CouncilFactory(quartiers=[quartier, other]), CouncilFactory(quartiers=[other])
    CouncilFactory(quartiers=[quartier], closed_on=DAY)
    meeting = MeetingFactory(council=ours)
    MeetingFactory(council=theirs)
    assert [line.name for line in quartier_councils(quartier)] == [ours.name]
    assert [line.pk for line in upcoming(DAY, quartier=quartier)] == [meeting.pk], "once, though two quartiers share it"


def test_the_search_follows_what_is_written():
    council = services.create_council(commune=QuartierFactory().commune, name="Conseil du Vallon")
    meeting = services.plan_meeting(
        council=council, by=None, title="Réunion", starts_at=on(3), agenda="Les lampadaires"
    )
    found = SearchEntry.objects.filter(url=meeting.get_absolute_url())
    assert found.get().day == DAY + timedelta(days=3)
    services.move_meeting(meeting=meeting, by=None, title="Assemblée", starts_at=on(5))
    assert found.get().title.startswith("Assemblée, Conseil du Vallon")
    assert SearchEntry.objects.filter(url=council.get_absolute_url()).exists()
    assert all(line.complete for line in rebuild())


def test_the_agenda_never_leads_to_a_closed_module():
    MeetingFactory(title="Réunion du conseil")
    MeetingFactory(title="Pied d’immeuble", council=None)
    day = timezone.localdate()
    assert {one.title for one in upcoming(day)} == {"Réunion du conseil", "Pied d’immeuble"}
    PortalSettings.objects.create(disabled_modules=["conseils"])
    cache._start_new_version()
    assert [one.title for one in upcoming(day)] == ["Pied d’immeuble"]
    shown = agenda(timezone.now()).months
    assert [one.title for month in shown for one in month.meetings] == ["Pied d’immeuble"]
    assert [one.title for one in calendar_meetings(timezone.now())] == ["Pied d’immeuble"]
