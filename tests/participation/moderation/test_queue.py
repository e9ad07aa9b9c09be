"""The order of the queue, its pages, its cost; the desk; the figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from participation.accounts.enums import Role
from participation.accounts.models import User
from participation.base.desk import registry as desk
from participation.base.site.selectors import portal_settings
from participation.moderation import selectors, services
from participation.moderation.enums import CaseState, Decision, Ground, Rule, Verb
from participation.moderation.models import CaseEvent
from tests.factories.accounts import staff_with
from tests.factories.moderation import AppealFactory, BanFactory, CaseFactory
from tests.participation.moderation.conftest import COUNCIL

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 18, 11, tzinfo=UTC)


@pytest.fixture
def camille():
    return staff_with(Role.NEIGHBOURHOOD_OFFICER)


def keys(queue):
    return [row.case.key for row in queue.rows]


# --- Order and pages --------------------------------------------------------------------------------------------------
def test_the_gravest_first_then_the_oldest(shelf, camille):
    for key, rule, days in [("a", Rule.LINK, 1), ("b", Rule.THREAT, 1), ("c", Rule.LINK, 3), ("d", Rule.ALWAYS, 9)]:
        shelf.put(key=key, rule=rule, held_at=NOW - timedelta(days=days))
    assert keys(selectors.queue(camille)) == ["b", "c", "a", "d"]
    assert keys(selectors.queue(camille, rule=Rule.LINK)) == ["c", "a"]
    assert keys(selectors.queue(camille, kind=COUNCIL)) == []


def test_pages_meet_without_a_gap_while_people_decide(shelf, camille):
    for n in range(7):
        shelf.put(key=f"k{n}", held_at=NOW + timedelta(seconds=n // 2))
    first = selectors.queue(camille, limit=3)
    assert keys(first) == ["k0", "k1", "k2"]
    services.decide(case=first.rows[1].case, by=camille, decision=Decision.PUBLISH, version=1)
    second = selectors.queue(camille, after=first.next, limit=3)
    third = selectors.queue(camille, after=second.next, limit=3)
    assert keys(second) + keys(third) == ["k3", "k4", "k5", "k6"] and third.next is None


@pytest.mark.parametrize("after", ["", "x", "1.2", "9" * 40, "1.999999999999999999.1", "-1.2.3", "1.2.3\x00", "²..1"])
def test_a_mark_that_nobody_wrote_is_the_first_page(shelf, camille, after):
    shelf.put(key="k", rank=1)
    assert selectors.queue(camille, after=after).counts["waiting"] == 1


def test_settled_cases_come_newest_first(shelf, camille):
    for n in range(4):
        shelf.put(key=f"k{n}", refused=True)
    first = selectors.queue(camille, state="closed", limit=3)
    assert keys(first) == ["k3", "k2", "k1"]
    assert keys(selectors.queue(camille, state="closed", after=first.next)) == ["k0"]


def test_counts_by_state(shelf, camille):
    shelf.put(), shelf.put(), shelf.put(refused=True), shelf.put(refused=True, state=CaseState.DECIDED)
    AppealFactory(), AppealFactory(case__decided_by=camille)
    assert selectors.queue(camille).counts == {"waiting": 2, "decided": 1, "closed": 1, "appealed": 1}


def test_next_goes_round(shelf, camille):
    cases = [shelf.put(held_at=NOW + timedelta(seconds=n)) for n in range(3)]
    assert selectors.next_case(camille) == cases[0].pk
    assert selectors.next_case(camille, after=cases[0]) == cases[1].pk
    assert selectors.next_case(camille, after=cases[2]) == cases[0].pk
    services.decide(case=cases[1], by=camille, decision=Decision.PUBLISH, version=1)
    assert selectors.next_case(camille, after=cases[0]) == cases[2].pk
    assert selectors.next_case(camille, rule=Rule.THREAT) is None


def test_a_thing_that_went_leaves_its_row_empty(shelf, camille):
    case = shelf.put()
    del shelf.texts[case.key]
    assert [row.item for row in selectors.queue(camille).rows] == [None]


# --- Cost -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 30])
def test_the_queue_costs_the_same_for_one_and_for_thirty(shelf, number, django_assert_num_queries):
    camille = staff_with(Role.NEIGHBOURHOOD_OFFICER)
    for n in range(number):
        AppealFactory() if n % 5 == 4 else shelf.put(reader=staff_with(Role.ADMINISTRATOR), reader_at=timezone.now())
    camille = User.objects.get(pk=camille.pk)
    portal_settings()  # remembered by the process
    with django_assert_num_queries(3):  # the grants, the page, the counts
        found = selectors.queue(camille)
        assert len(found.rows) == number and [str(row.case.commune) for row in found.rows]


@pytest.mark.parametrize("number", [1, 30])
def test_a_case_costs_the_same_whatever_its_history(shelf, number, django_assert_num_queries):
    camille, case = staff_with(Role.NEIGHBOURHOOD_OFFICER), shelf.put(author_key="a")
    for _n in range(number):
        CaseFactory(author_key="a", refused=True), BanFactory(author_key="a")
        CaseEvent.objects.create(case=case, verb=Verb.HELD)
    camille = User.objects.get(pk=camille.pk)
    portal_settings()  # remembered by the process
    with django_assert_num_queries(6):  # grants, case, appeal, events, the author's figures and suspension
        page = selectors.case_page(camille, case.pk)
        assert page.history.refused == number and page.history.banned_until and len(page.events) == number


def test_what_a_case_page_says(shelf, camille):
    case = shelf.put("Appelez le 06 12 34 56 78.")
    other = staff_with(Role.GUSP_COORDINATOR)
    services.open_case(case=case, by=other)
    page = selectors.case_page(camille, case.pk)
    assert (page.masked, [one.what for one in page.pieces]) == ("Appelez le […].", ["phone"])
    assert page.reader == "chargé·e de mission GUSP" and page.can_decide and page.can_seal and not page.can_undo
    assert page.item.photos[0].key == "1" and page.kind.label == "message"
    for pk in (0, -1, 2**63, case.pk + 1):
        assert selectors.case_page(camille, pk) is None


# --- The desk ---------------------------------------------------------------------------------------------------------
def test_one_line_on_the_desk(shelf, camille):
    day = timezone.localdate(NOW)
    assert selectors.desk_items(camille, day) == [] and selectors.desk_links(camille)[0].count == 0
    shelf.put(held_at=NOW - timedelta(days=9))
    (item,) = selectors.desk_items(camille, day)
    assert (item.title, item.detail, item.late) == ("1 message à lire", "Il attend depuis 9\u00a0jours.", True)
    shelf.put(held_at=NOW), AppealFactory()
    (item,) = selectors.desk_items(camille, day)
    assert (item.title, item.url) == ("3 messages à lire", "/agents/moderation/")
    assert item.detail == "Le plus ancien attend depuis 9\u00a0jours."
    assert selectors.desk_links(camille)[0].count == 3


def test_two_working_days_are_not_late(shelf, camille):
    shelf.put(held_at=datetime(2026, 3, 13, 11, tzinfo=UTC))  # a Friday
    assert not selectors.desk_items(camille, date(2026, 3, 17))[0].late
    assert selectors.desk_items(camille, date(2026, 3, 18))[0].late


def test_the_desk_knows_moderation(shelf, camille):
    shelf.put()
    assert any(item.action == "Lire" for item in desk.items_for(camille, timezone.localdate()))
    assert any(link.url == "/agents/moderation/" for link in desk.links(camille))


# --- The figures ------------------------------------------------------------------------------------------------------
def read(at, hours, verb=Verb.PUBLISHED, **values):
    """Held `hours` before it was decided at this instant."""
    case = CaseFactory(**values)
    CaseEvent.objects.create(case=case, verb=Verb.HELD, at=at - timedelta(hours=hours))
    CaseEvent.objects.create(case=case, verb=verb, at=at)
    return case


def test_a_year_of_figures(django_assert_num_queries):
    for hours, verb in [(2, Verb.PUBLISHED), (4, Verb.EDITED), (9, Verb.REFUSED), (30, Verb.SEALED)]:
        read(NOW, hours, verb)
    read(NOW - timedelta(days=30), 1)
    read(NOW, 1, audience="conseil:1")
    with django_assert_num_queries(1):
        figures = selectors.monthly_figures(12, NOW.date())
    assert [month.first for month in figures[:2]] == [date(2025, 4, 1), date(2025, 5, 1)]
    march, february = figures[-1], figures[-2]
    assert (march.first, march.read, march.hours, march.refused, march.share) == (date(2026, 3, 1), 4, 6.5, 2, 50)
    assert (february.read, february.hours, february.refused, february.share) == (1, 1.0, 0, 0)
    assert (figures[0].read, figures[0].hours, figures[0].share) == (0, None, None)


def test_what_was_undone_does_not_count():
    undone, again = read(NOW, 3, Verb.REFUSED), read(NOW, 3, Verb.REFUSED)
    for case in (undone, again):
        CaseEvent.objects.create(case=case, verb=Verb.UNDONE, at=NOW)
    CaseEvent.objects.create(case=again, verb=Verb.PUBLISHED, at=NOW + timedelta(hours=1))
    month = selectors.monthly_figures(1, NOW.date())[0]
    assert (month.read, month.hours, month.refused) == (1, 4.0, 0)


def test_an_appeal_is_no_second_reading_and_a_flag_is():
    case = read(NOW, 3, Verb.REFUSED)
    for verb in (Verb.APPEALED, Verb.REVERSED):
        CaseEvent.objects.create(case=case, verb=verb, at=NOW)
    assert [selectors.monthly_figures(1, NOW.date())[0].read, selectors.monthly_figures(1, NOW.date())[0].share] == [
        1,
        100,
    ]
    for verb, hours in [(Verb.HELD, 1), (Verb.HELD, 2), (Verb.PUBLISHED, 3), (Verb.WITHDRAWN, 4)]:
        CaseEvent.objects.create(case=case, verb=verb, at=NOW + timedelta(hours=hours))
    month = selectors.monthly_figures(1, NOW.date())[0]
    assert (month.read, month.hours, month.refused, month.share) == (2, 2.5, 1, 50)


def test_what_waits_or_was_withdrawn_was_not_read():
    case = CaseFactory()
    for verb in (Verb.HELD, Verb.WITHDRAWN):
        CaseEvent.objects.create(case=case, verb=verb, at=NOW)
    CaseEvent.objects.create(case=CaseFactory(), verb=Verb.HELD, at=NOW)
    assert selectors.monthly_figures(1, NOW.date())[0].read == 0


def test_the_services_feed_the_figures(shelf, camille):
    for decision in (Decision.PUBLISH, Decision.REFUSE):
        case = services.hold(kind="essai", key=shelf.put().key, verdict_or_rules=Rule.LINK, at=NOW)
        CaseEvent.objects.create(case=case, verb=Verb.HELD, at=NOW) if not case.events.exists() else None
        case.refresh_from_db()
        services.decide(
            case=case, by=camille, decision=decision, version=case.version, ground=Ground.INSULT,
            at=NOW + timedelta(hours=5),
        )  # fmt: skip
    month = selectors.monthly_figures(1, NOW.date())[0]
    assert (month.read, month.hours, month.share) == (2, 5.0, 50)


def test_months_go_over_the_turn_of_the_year():
    read(datetime(2025, 12, 31, 23, 30, tzinfo=UTC), 1)  # 0 h 30 on 1 January here
    figures = selectors.monthly_figures(3, date(2026, 2, 10))
    assert [(month.first.month, month.read) for month in figures] == [(12, 0), (1, 1), (2, 0)]
