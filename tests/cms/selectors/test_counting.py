from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.selectors.counting import State, Step, Tally, roll_up, total

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
