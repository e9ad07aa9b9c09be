from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.enums import FactState, LifeCycle
from cms.selectors.progress import State, Step, Tally, convention_progress, roll_up, total
from tests.factories.cms import ConventionPageFactory, MilestoneFactory, ProjectPageFactory, ThemeFactory
from tests.factories.territory import QuartierFactory

DAY = date(2026, 3, 24)
THEMES = [(1, "1", "Propreté"), (2, "2", "Logements"), (3, "3", "Stationnement")]
QUARTIERS = [(10, "boudeme", "Boudème"), (20, "canto", "Canto-Perdrix")]

days = st.none() | st.dates(min_value=DAY - timedelta(days=900), max_value=DAY + timedelta(days=900))
steps = st.lists(
    st.builds(
        Step,
        project_id=st.integers(1, 6),
        quartier_id=st.none() | st.sampled_from([10, 20, 99]),
        weight=st.integers(1, 9),
        due_on=days,
        done_on=days,
        proven=st.booleans(),
        dropped=st.booleans(),
    ),
    max_size=40,
)
places = st.dictionaries(st.integers(1, 6), st.sampled_from([1, 2, 3, 77]))


def rolled(found, theme_of_project):
    return roll_up(found, day=DAY, themes=THEMES, quartiers=QUARTIERS, theme_of_project=theme_of_project)


@given(steps, places)
def test_cells_lines_columns_and_the_whole_add_up(found, theme_of_project):
    progress = rolled(found, theme_of_project)
    assert progress.whole == total(found, DAY)
    assert sum((line.tally for line in progress.themes), Tally()) == progress.whole
    assert sum((line.tally for line in progress.quartiers), Tally()) == progress.whole
    assert sum(progress.cells.values(), Tally()) == progress.whole


def known(value, among):
    return value if value in among else None


@given(steps, places)
def test_each_cell_is_what_a_naive_count_finds(found, theme_of_project):
    progress = rolled(found, theme_of_project)
    for theme in (1, 2, 3, None):
        for quartier in (10, 20, None):
            cell = progress.cells.get((theme, quartier), Tally())
            here = [
                step
                for step in found
                if known(theme_of_project.get(step.project_id), (1, 2, 3)) == theme
                and known(step.quartier_id, (10, 20)) == quartier
            ]
            owed = [step for step in here if not step.done_on and not step.dropped]
            assert cell.total == len(here)
            assert cell.done == len([step for step in here if step.done_on])
            assert cell.late == len([step for step in owed if step.due_on and step.due_on < DAY])
            assert cell.weight == sum(step.weight for step in here)


@given(steps)
def test_parts_of_a_tally_never_exceed_the_whole(found):
    tally = total(found, DAY)
    assert tally.done + tally.late + tally.dropped + tally.upcoming == tally.total == len(found)
    assert min(tally.upcoming, tally.declared) >= 0
    assert tally.proven + tally.declared == tally.done
    assert tally.weight_done <= tally.weight
    assert tally.count.rest == tally.upcoming + tally.dropped


@given(steps, st.dates(min_value=DAY, max_value=DAY + timedelta(days=400)))
def test_time_alone_turns_coming_steps_into_late_ones_and_nothing_else(found, later):
    before, after = total(found, DAY), total(found, later)
    assert (before.total, before.done, before.dropped) == (after.total, after.done, after.dropped)
    assert after.late >= before.late


def test_themes_without_any_step_keep_an_empty_line():
    progress = rolled([Step(1, 10)], {1: 2})
    assert [(line.label, line.tally.total) for line in progress.themes] == [
        ("Propreté", 0),
        ("Logements", 1),
        ("Stationnement", 0),
    ]
    assert [line.tally.total for line in progress.quartiers] == [1, 0]


def test_a_step_of_no_theme_and_no_quartier_stands_on_nameless_lines():
    progress = rolled([Step(1), Step(2, 10)], {2: 1})
    assert [(line.id, line.label, line.tally.total) for line in progress.themes][-1] == (None, "Sans thème", 1)
    assert progress.quartiers[-1].id is None
    assert progress.quartiers[-1].tally.total == 1


def test_a_convention_without_steps_counts_nothing():
    progress = rolled([], {})
    assert progress.whole == Tally()
    assert progress.cells == {}
    assert progress.even


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (Step(1, due_on=DAY - timedelta(days=1)), State.LATE),
        (Step(1, due_on=DAY), State.UPCOMING),
        (Step(1, due_on=None), State.UPCOMING),
        (Step(1, due_on=DAY - timedelta(days=1), done_on=DAY), State.DONE),
        (Step(1, due_on=DAY - timedelta(days=1), dropped=True), State.DROPPED),
        (Step(1, done_on=DAY, dropped=True), State.DONE),
    ],
)
def test_state_of_a_step(step, state):
    assert step.state(DAY) is state


def test_unequal_weights_are_noticed():
    assert rolled([Step(1, weight=2), Step(2, weight=2)], {}).even
    assert not rolled([Step(1, weight=2), Step(2, weight=1)], {}).even


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
def test_the_roll_up_costs_four_queries_whatever_its_size(convention, size, django_assert_num_queries):
    for _ in range(size):
        theme = ThemeFactory(page=convention)
        project = ProjectPageFactory(convention=convention, themes=[theme])
        MilestoneFactory(project=project, quartier=QuartierFactory())
    convention_progress(convention, DAY)
    with django_assert_num_queries(4):
        progress = convention_progress(convention, DAY)
    assert progress.whole.total == size
