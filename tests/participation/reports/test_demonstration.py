"""The invented year: every report of it is one that the portal could have written."""

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.utils import timezone
from shapely import contains_xy
from shapely.geometry import shape

from participation.base.calendar import add_working_days
from participation.base.mail.models import OutboxMessage
from participation.base.media.storages import public_storage
from participation.base.text.dates import local_day
from participation.moderation.enums import CaseState
from participation.moderation.models import Case
from participation.notifications.models import Event
from participation.reports.enums import State, Verb, Visibility
from participation.reports.models import Report, ReportPhoto
from participation.reports.selectors import front_figures, latest_answers
from participation.reports.services.holding import KIND
from participation.reports.workflow import TRANSITIONS, is_late
from participation.territory.models import Partner, Quartier
from portal.demo.dates import Clock
from portal.demo.life import reports as reports_of_life
from portal.demo.marks import Marks
from portal.demo.models import DemoLoad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db")]


@pytest.fixture
def day():
    return DemoLoad.objects.get().day


@pytest.fixture
def reports():
    return Report.objects.with_names().prefetch_related("events__partner", "texts", "photos").order_by("pk")


def test_there_is_a_year_of_them_in_five_quartiers(reports):
    assert len(reports) == 300
    assert {report.quartier.slug for report in reports} == {
        "mas-de-pouane", "notre-dame-des-marins", "canto-perdrix", "boudeme", "paradis-saint-roch",
    }  # fmt: skip


def test_every_history_is_legal_in_order_and_over(reports, day):
    for report in reports:
        events = list(report.events.all())
        assert (events[0].verb, events[0].from_state, events[0].to_state) == (Verb.CREATE, "", State.RECEIVED)
        for earlier, event in pairwise(events):
            assert event.at >= earlier.at, report.reference
            assert event.from_state == earlier.to_state
            if event.verb in (Verb.PUBLISH, Verb.HIDE):
                assert event.to_state == event.from_state
            else:
                assert TRANSITIONS[event.from_state][event.verb] == event.to_state
        assert events[-1].to_state == report.state
        assert local_day(events[-1].at) <= day


def test_the_dates_of_a_report_are_those_of_its_history(reports):
    for report in reports:
        moves = [event for event in report.events.all() if event.verb not in (Verb.PUBLISH, Verb.HIDE)]
        assert (report.reported_at, report.state_since) == (moves[0].at, moves[-1].at)
        worked = [event.at for event in moves if event.verb != Verb.CREATE]
        assert report.acknowledged_at == (worked[0] if worked else None)
        day = local_day(report.reported_at)
        assert report.acknowledge_by == add_working_days(day, report.category.acknowledge_days)
        assert report.resolve_by == add_working_days(day, report.category.resolve_days)


def test_what_is_public_was_read_and_what_is_not_wanted_is_not(reports):
    for report in reports:
        read = any(event.verb == Verb.PUBLISH for event in report.events.all())
        assert (report.visibility == Visibility.PUBLIC) == read == report.text_published
        assert report.wants_public or not read
    assert any(not report.wants_public for report in reports)


def test_only_invented_partners_have_a_part_in_it(reports):
    for report in reports:
        assert all(event.partner is None or event.partner.fictional for event in report.events.all())
        assert report.residence is None or report.residence.landlord.fictional


def test_every_point_lies_in_its_quartier(reports):
    outlines = {quartier.pk: shape(quartier.perimeter) for quartier in Quartier.objects.with_perimeter()}
    placed = [report for report in reports if report.latitude is not None]
    assert len(placed) > 100
    for report in placed:
        assert contains_xy(outlines[report.quartier_id], report.longitude, report.latitude), report.reference


def test_numbers_are_unique_and_follow_the_days(reports):
    for year in {report.reported_at.year for report in reports}:
        numbers = [report.reference for report in reports if timezone.localtime(report.reported_at).year == year]
        assert numbers == sorted(numbers)


def test_the_skyline_of_the_front_page_is_lively(day):
    figures = front_figures(day)
    found = {row.slug: (row.confirmed, row.reported) for row in figures.quartiers}
    assert found == {
        "mas-de-pouane": (8, 14),
        "notre-dame-des-marins": (6, 12),
        "canto-perdrix": (9, 19),
        "boudeme": (4, 11),
        "paradis-saint-roch": (7, 10),
    }
    assert (figures.reported, figures.repaired, figures.confirmed) == (66, 41, 34)
    assert (figures.open, figures.late) == (25, 4)


def test_the_latest_answers_tell_the_story(day):
    titles = [answer.line.title for answer in latest_answers(4, day=day)]
    assert titles == [
        "Ascenseur en panne, entrée 4",
        "Passage Desnos dans le noir",
        "Épave sur le parking Dunant",
        "Encombrants place Écochard",
    ]


@pytest.mark.parametrize(
    "day", [date(2026, 3, 24), date(2026, 3, 29), date(2027, 1, 2), date(2028, 5, 31), date(2026, 12, 25)], ids=str
)
def test_it_holds_on_any_day(day):
    """A working day, a Sunday, the days after many holidays."""
    drafts = list(reports_of_life.drafts(SimpleNamespace(**_ground_of(day))))
    assert len(drafts) == 300
    late = [draft for draft in drafts if is_late(draft.report, day)]
    assert len(late) == 4
    for draft in drafts:
        instants = [event.at for event in draft.events]
        assert instants == sorted(instants), draft.key
        assert local_day(instants[-1]) <= day
    lately = [draft for draft in drafts if local_day(draft.report.reported_at) > day - timedelta(days=30)]
    assert len(lately) == 66


@pytest.mark.parametrize("days", [0, 40])
def test_loaded_again_a_report_keeps_its_number(day, days):
    """Also on another day, when some of them move into another year."""
    former = dict(Report.objects.values_list("reference", "title"))
    later = SimpleNamespace(**_ground_of(day + timedelta(days=days)), marks=Marks())
    reports_of_life.load(later)
    again = dict(Report.objects.values_list("reference", "title"))
    assert len(again) == 300
    kept = former.keys() & again.keys()
    assert len(kept) == 300 if days == 0 else len(kept) > 200
    passage = [reference for reference, title in again.items() if title == "Passage Desnos dans le noir"]
    assert days or former[passage[0]] == "Passage Desnos dans le noir"


def _ground_of(day):
    quartiers = {quartier.slug: quartier for quartier in Quartier.objects.select_related("commune")}
    partners = {partner.slug: partner for partner in Partner.objects.all()}
    tables = {"quartiers": quartiers, "partners": partners}
    return {**tables, "clock": Clock(day), "pick": lambda table, key, where: tables[table][key] if key else None}


def test_the_dark_passage(day):
    report = Report.objects.get(title="Passage Desnos dans le noir")
    assert report.state == State.RESOLVED
    assert [event.verb for event in report.events.all()] == [
        Verb.CREATE, Verb.PUBLISH, Verb.ACKNOWLEDGE, Verb.ACKNOWLEDGE, Verb.PLAN, Verb.RESOLVE,
    ]  # fmt: skip
    assert report.contact.address == "habitant@demo.example"
    assert {photo.moment for photo in report.photos.all()} == {"before", "after"}
    assert all(public_storage().exists(photo.public_name) for photo in ReportPhoto.objects.all())
    assert day - timedelta(days=30) < local_day(report.reported_at) < day


def test_what_nobody_has_read_waits_in_the_queue():
    waiting = Case.objects.filter(kind=KIND).exclude(state=CaseState.CLOSED)
    unread = Report.objects.to_read()
    assert unread.exists()
    assert set(waiting.values_list("key", flat=True)) >= set(unread.values_list("reference", flat=True))


def test_what_lies_in_the_past_is_told_in_lists_and_by_no_mail():
    """Of reports written in bulk nothing is told: a year of them would be thousands of events that nobody follows."""
    assert not Event.objects.filter(silent=False).exists()
    assert not OutboxMessage.objects.filter(key__startswith="event-").exists()
    assert Event.objects.filter(kind__startswith="councils/").exists()
