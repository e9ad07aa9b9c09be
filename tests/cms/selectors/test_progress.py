from datetime import date, timedelta

import pytest

from cms.enums import FactState, LifeCycle
from cms.selectors.progress import convention_progress
from tests.factories.cms import ConventionPageFactory, MilestoneFactory, ProjectPageFactory, ThemeFactory
from tests.factories.territory import QuartierFactory

DAY = date(2026, 3, 24)


@pytest.fixture
def convention(db):
    return ConventionPageFactory()


def test_only_public_facts_of_live_fiches_count(convention):
    project = ProjectPageFactory(convention=convention)
    MilestoneFactory(project=project)
    MilestoneFactory(project=project, state=FactState.PROPOSED)
    MilestoneFactory(project=project, state=FactState.REJECTED)
    MilestoneFactory(project=ProjectPageFactory(convention=convention, live=False))
    MilestoneFactory(project=ProjectPageFactory())
    assert convention_progress(convention, DAY).whole.total == 1


def test_a_step_counts_once_in_the_first_theme_of_its_fiche_at_the_top_of_the_tree(convention):
    first = ThemeFactory(page=convention, title="Cadre de vie", order=1)
    sub = ThemeFactory(page=convention, parent=first, title="Propreté", order=2)
    second = ThemeFactory(page=convention, title="Tranquillité", order=3)
    project = ProjectPageFactory(convention=convention, themes=[second, sub])
    MilestoneFactory(project=project)
    lines = convention_progress(convention, DAY).themes
    assert [(line.label, line.tally.total) for line in lines] == [("Cadre de vie", 1), ("Tranquillité", 0)]


def test_a_loop_in_the_tree_of_themes_neither_hangs_nor_loses_a_step(convention):
    one = ThemeFactory(page=convention, order=1)
    two = ThemeFactory(page=convention, order=2, parent=one)
    type(one).objects.filter(pk=one.pk).update(parent=two)
    MilestoneFactory(project=ProjectPageFactory(convention=convention, themes=[two]))
    progress = convention_progress(convention, DAY)
    assert [(line.id, line.tally.total) for line in progress.themes] == [(min(one.pk, two.pk), 1)]


def test_evidence_counts_as_online_only_when_it_can_be_read(convention):
    project = ProjectPageFactory(convention=convention)
    common = {"project": project, "done_on": DAY}
    MilestoneFactory(**common, evidence_label="Photo")
    MilestoneFactory(**common, evidence_url="https://ville.example/photo")
    MilestoneFactory(**common, evidence_url="https://ville.example/cache", evidence_public=False)
    tally = convention_progress(convention, DAY).whole
    assert (tally.done, tally.proven, tally.declared) == (3, 1, 2)


def test_an_abandoned_fiche_is_not_late(convention):
    project = ProjectPageFactory(convention=convention, life_cycle=LifeCycle.ABANDONED)
    MilestoneFactory(project=project, due_on=DAY - timedelta(days=30))
    tally = convention_progress(convention, DAY).whole
    assert (tally.late, tally.dropped, tally.upcoming) == (0, 1, 0)


def test_quartiers_of_steps_are_shown_even_when_the_convention_does_not_name_them(convention):
    named, other = QuartierFactory(), QuartierFactory()
    convention.quartiers = [named]
    convention.save()
    MilestoneFactory(project=ProjectPageFactory(convention=convention), quartier=other)
    lines = convention_progress(convention, DAY).quartiers
    assert {(line.id, line.tally.total) for line in lines} == {(named.pk, 0), (other.pk, 1)}


@pytest.mark.parametrize("size", [1, 30])
def test_the_roll_up_costs_three_queries_whatever_its_size(convention, size, django_assert_num_queries):
    for _ in range(size):
        theme = ThemeFactory(page=convention)
        project = ProjectPageFactory(convention=convention, themes=[theme])
        MilestoneFactory(project=project, quartier=QuartierFactory())
    convention_progress(convention, DAY)
    with django_assert_num_queries(3):
        progress = convention_progress(convention, DAY)
    assert progress.whole.total == size
