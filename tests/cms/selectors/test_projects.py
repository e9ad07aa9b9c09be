from datetime import UTC, date, datetime, timedelta

import pytest

from cms.enums import FactState, LifeCycle
from cms.models import Milestone
from cms.selectors.counting import State
from cms.selectors.projects import fiches_of
from participation.base.calendar import add_working_days
from tests.factories.cms import ConventionPageFactory, MilestoneFactory, ProjectPageFactory
from tests.factories.territory import PartnerFactory, QuartierFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 24)


@pytest.fixture
def convention():
    return ConventionPageFactory()


def written(milestone, day):
    Milestone.objects.filter(pk=milestone.pk).update(updated_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


@pytest.mark.parametrize("count", [1, 17, 69])
def test_delays_count_in_working_days(convention, count):
    MilestoneFactory(project=ProjectPageFactory(convention=convention), due_on=add_working_days(DAY, -count))
    (late,) = fiches_of(convention, DAY).late
    assert late.working_days == count


def test_a_promise_of_friday_is_one_working_day_late_on_monday(convention):
    MilestoneFactory(project=ProjectPageFactory(convention=convention), due_on=date(2026, 3, 20))
    (late,) = fiches_of(convention, date(2026, 3, 23)).late
    assert late.working_days == 1


def test_the_oldest_promise_comes_first_and_a_new_date_does_not_hide_it(convention):
    project = ProjectPageFactory(convention=convention)
    MilestoneFactory(project=project, title="Récente", due_on=date(2026, 3, 2))
    MilestoneFactory(project=project, title="Ancienne", due_on=date(2025, 10, 31), new_due_on=date(2026, 9, 1))
    MilestoneFactory(project=project, title="À venir", due_on=date(2026, 3, 24))
    MilestoneFactory(project=project, title="Tenue", due_on=date(2025, 1, 1), done_on=date(2026, 1, 1))
    assert [step.title for step in fiches_of(convention, DAY).late] == ["Ancienne", "Récente"]


def test_steps_that_wait_for_validation_are_nowhere(convention):
    MilestoneFactory(project=ProjectPageFactory(convention=convention), state=FactState.PROPOSED)
    assert fiches_of(convention, DAY).all_steps == []


def test_days_early_and_late(convention):
    project = ProjectPageFactory(convention=convention)
    MilestoneFactory(project=project, due_on=date(2025, 10, 15), done_on=date(2025, 10, 14))
    MilestoneFactory(project=project, due_on=date(2025, 10, 16), done_on=date(2025, 10, 20))
    MilestoneFactory(project=project, due_on=None, done_on=date(2025, 10, 20))
    assert [step.days_early for step in fiches_of(convention, DAY).all_steps] == [1, -4, 0]


def test_the_address_of_evidence_that_is_not_public_stays_unknown(convention):
    project = ProjectPageFactory(convention=convention)
    MilestoneFactory(
        project=project, done_on=DAY, evidence_label="Plan", evidence_url="/documents/1/plan.pdf", evidence_public=False
    )
    (step,) = fiches_of(convention, DAY).all_steps
    assert (step.proven, step.evidence_url, step.evidence_label) == (False, "", "Plan")


def test_a_fiche_that_owes_a_step_and_says_nothing_for_six_months_is_named(convention):
    silent = ProjectPageFactory(convention=convention)
    written(MilestoneFactory(project=silent), DAY - timedelta(days=184))
    spoken = ProjectPageFactory(convention=convention)
    written(MilestoneFactory(project=spoken), DAY - timedelta(days=400))
    written(MilestoneFactory(project=spoken), DAY - timedelta(days=183))
    (found,) = fiches_of(convention, DAY).silent
    assert found.project.id == silent.pk
    assert found.since == DAY - timedelta(days=184)


@pytest.mark.parametrize("why", ["abandoned", "all kept", "nothing promised"])
def test_nobody_is_called_silent_who_owes_nothing(convention, why):
    project = ProjectPageFactory(
        convention=convention, life_cycle=LifeCycle.ABANDONED if why == "abandoned" else LifeCycle.RUNNING
    )
    if why != "nothing promised":
        done = DAY - timedelta(days=300) if why == "all kept" else None
        written(MilestoneFactory(project=project, done_on=done), DAY - timedelta(days=300))
    assert fiches_of(convention, DAY).silent == ()


def test_leads_are_told_apart_from_real_bodies(convention):
    leads = [
        PartnerFactory(name="Phare Habitat"),
        PartnerFactory(name="Ville (démonstration)"),
        PartnerFactory(name="LOGIREM", fictional=False),
    ]
    for lead in leads:
        ProjectPageFactory(convention=convention, lead=lead)
    ProjectPageFactory(convention=convention)
    assert [project.lead for project in fiches_of(convention, DAY).projects] == [
        "Phare Habitat (fictif)",
        "Ville (démonstration)",
        "LOGIREM",
        "",
    ]


def test_states_of_an_abandoned_fiche(convention):
    project = ProjectPageFactory(convention=convention, life_cycle=LifeCycle.ABANDONED)
    MilestoneFactory(project=project, due_on=date(2025, 1, 1))
    fiches = fiches_of(convention, DAY)
    assert [step.state for step in fiches.all_steps] == [State.DROPPED]
    assert fiches.late == []


@pytest.mark.parametrize("size", [1, 30])
def test_fiches_and_steps_are_read_in_two_queries(convention, size, django_assert_num_queries):
    for _ in range(size):
        project = ProjectPageFactory(convention=convention, lead=PartnerFactory())
        MilestoneFactory(project=project, quartier=QuartierFactory())
    fiches_of(convention, DAY)
    with django_assert_num_queries(2):
        fiches = fiches_of(convention, DAY)
        assert len([(step.quartier, step.evidence_label) for step in fiches.all_steps]) == size
