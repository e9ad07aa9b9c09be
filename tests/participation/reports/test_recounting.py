"""Closures of the service: what is promised meanwhile is promised for later, and what was promised moves."""

from datetime import UTC, date, datetime

import pytest

from participation.reports import services
from participation.reports.enums import State
from participation.territory.services import declare_closure, withdraw_closure
from tests.factories.reports import CategoryFactory, ContactFactory, ReportFactory
from tests.factories.territory import CommuneFactory, QuartierFactory

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 22, 9, tzinfo=UTC)
# Two and ten working days later, without Christmas and New Year's Day; then without the closure too.
PROMISED = [date(2026, 12, 24), date(2027, 1, 7)]
MOVED = [date(2027, 1, 4), date(2027, 1, 14)]


@pytest.fixture
def quartier():
    return QuartierFactory(commune=CommuneFactory(name="Martigues"))


def close(commune):
    return declare_closure(
        commune=commune, starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 31), reason="fermeture du service"
    )


def created(quartier):
    return services.create_report(
        commune=quartier.commune, quartier=quartier, category=CategoryFactory(), at=TUESDAY, place="Ici"
    )


def days(report):
    report.refresh_from_db()
    return [report.acknowledge_by, report.resolve_by]


def test_a_promise_counts_the_days_of_closure_out(quartier):
    assert days(created(quartier)) == PROMISED
    close(quartier.commune)
    assert days(created(quartier)) == MOVED


def test_what_is_owed_moves_with_a_closure_and_comes_back_with_it(quartier):
    report, elsewhere = created(quartier), created(QuartierFactory(commune=CommuneFactory(name="Vitrolles")))
    closure = close(quartier.commune)
    assert days(report) == MOVED
    assert days(elsewhere) == PROMISED
    withdraw_closure(closure=closure)
    assert days(report) == PROMISED


def test_it_runs_from_the_day_the_address_was_confirmed(quartier):
    report = ReportFactory(
        quartier=quartier,
        reported_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
        acknowledge_by=PROMISED[0],
        resolve_by=PROMISED[1],
    )
    ContactFactory(report=report, confirmed_at=TUESDAY)
    close(quartier.commune)
    assert days(report) == MOVED


@pytest.mark.parametrize("state", [State.REFUSED, State.CONFIRMED, State.CLOSED_UNVERIFIED])
def test_what_is_closed_stays(quartier, state):
    report = created(quartier)
    values = {"acknowledged_at": TUESDAY, "closed_at": TUESDAY}
    values["resolved_at"] = None if state == State.REFUSED else TUESDAY
    type(report).objects.filter(pk=report.pk).update(state=state, **values)
    close(quartier.commune)
    assert days(report) == PROMISED


def test_a_constant_cost(quartier, django_assert_num_queries):
    from participation.reports.services.recounting import recount_promises
    from participation.territory.selectors import closures

    created(quartier)
    before = closures(quartier.commune_id)
    closure = close(quartier.commune)
    after = closures(quartier.commune_id)
    assert closure.commune == quartier.commune
    with django_assert_num_queries(2):
        recount_promises(quartier.commune_id, after, before)
    for _number in range(30):
        created(quartier)
    with django_assert_num_queries(2):
        recount_promises(quartier.commune_id, after, before)
