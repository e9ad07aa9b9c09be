from datetime import UTC, date, datetime

import pytest

from participation.reports.enums import CLOSED, DONE, HANDLED, OPEN, UNTOUCHED, State, Verb
from participation.reports.models import Report
from participation.reports.workflow import (
    FIRST_STATES,
    PUBLIC_SHAPES,
    TRANSITIONS,
    IllegalTransition,
    days_late,
    due_on,
    is_late,
    next_state,
    possible_verbs,
    public_shape,
    sentence,
)
from participation.territory.models import Partner

NBSP = "\u00a0"


def at(month, day, year=2026):
    return datetime(year, month, day, 15, 30, tzinfo=UTC)


def report(state, **values):
    basic = {
        "state_since": at(3, 12),
        "reported_at": at(3, 6),
        "acknowledged_at": at(3, 12),
        "resolved_at": at(3, 20) if state in DONE else None,
        "acknowledge_by": date(2026, 3, 10),
        "resolve_by": date(2026, 3, 27),
        "partner": Partner(pk=1, name="Phare Habitat", fictional=True),
    }
    return Report(state=state, **{**basic, **values})


def told(report, day):
    return sentence(report, day).replace(NBSP, " ")


class TestTransitions:
    def test_every_state_has_its_line_and_its_shape(self):
        assert set(TRANSITIONS) == set(PUBLIC_SHAPES) == set(State)

    def test_every_state_but_duplicates_can_be_reached(self):
        reached = set(FIRST_STATES)
        while more := {after for state in reached for after in TRANSITIONS[state].values()} - reached:
            reached |= more
        assert reached == set(State) - {State.DUPLICATE}

    def test_the_sets_of_states_cover_every_state_once(self):
        assert OPEN | CLOSED | {State.AWAITING_CONFIRMATION, State.RESOLVED} == set(State)
        assert not OPEN & CLOSED
        assert not HANDLED & UNTOUCHED

    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("verb", set(Verb) - {Verb.CREATE, Verb.PUBLISH, Verb.HIDE})
    def test_what_is_not_possible_is_refused_with_a_sentence(self, state, verb):
        if verb in possible_verbs(state):
            assert next_state(state, verb) in State
        else:
            with pytest.raises(IllegalTransition, match=r"\w.*\.$"):
                next_state(state, verb)

    def test_a_closed_report_stays_closed_but_for_a_late_answer(self):
        assert {state: set(possible_verbs(state)) for state in CLOSED} == {
            State.CONFIRMED: set(),
            State.CLOSED_UNVERIFIED: {Verb.CONFIRM_REPAIR, Verb.CONTEST_REPAIR},
            State.REFUSED: set(),
            State.DUPLICATE: set(),
        }


class TestLate:
    def test_the_promised_day_itself_is_not_late(self):
        received = report(State.RECEIVED)
        assert not is_late(received, date(2026, 3, 10))
        assert is_late(received, date(2026, 3, 11))
        assert days_late(received, date(2026, 3, 17)) == 5

    def test_a_promised_date_counts_when_it_comes_first(self):
        planned = report(State.PLANNED, planned_for=date(2026, 3, 20))
        assert due_on(planned) == date(2026, 3, 20)
        assert due_on(report(State.PLANNED, planned_for=date(2026, 4, 20))) == date(2026, 3, 27)

    def test_a_date_that_is_no_longer_planned_counts_no_more(self):
        assert due_on(report(State.IN_PROGRESS, planned_for=date(2026, 3, 20))) == date(2026, 3, 27)

    @pytest.mark.parametrize("state", [State.AWAITING_CONFIRMATION, State.RESOLVED, State.CONFIRMED, State.REFUSED])
    def test_nothing_is_promised_any_more(self, state):
        assert due_on(report(state)) is None
        assert days_late(report(state), date(2027, 1, 1)) == 0

    def test_late_has_a_shape_of_its_own(self):
        planned = report(State.PLANNED, planned_for=date(2026, 3, 20))
        assert [public_shape(planned, date(2026, 3, day)) for day in (20, 23)] == ["prevu", "retard"]


class TestSentence:
    DAY = date(2026, 3, 24)

    @pytest.mark.parametrize(
        ("state", "values", "words"),
        [
            (State.RECEIVED, {"acknowledge_by": date(2026, 3, 25)},
             "Reçu. Nous disons qui s’en occupe au plus tard le 25 mars."),
            (State.ACKNOWLEDGED, {},
             "Phare Habitat (fictif) s’en occupe depuis le 12 mars. Réparation au plus tard le 27 mars."),
            (State.PLANNED, {"planned_for": date(2026, 3, 26)},
             "Phare Habitat (fictif) s’en occupe depuis le 12 mars, réparation prévue le 26 mars."),
            (State.RESOLVED, {},
             "Phare Habitat (fictif) dit avoir réparé le 20 mars. Les habitants ne l’ont pas encore confirmé."),
            (State.CONTESTED, {"state_since": at(3, 21)},
             "Contesté par les habitants le 21 mars. Phare Habitat (fictif) dit avoir réparé le 20 mars."),
            (State.ACKNOWLEDGED, {"resolve_by": date(2026, 3, 17), "partner": None},
             "La Ville devait réparer au plus tard le 17 mars : 5 jours ouvrés de retard."),
            (State.RECEIVED, {"acknowledge_by": date(2026, 3, 23)},
             "Nous devions dire qui s’en occupe au plus tard le 23 mars : 1 jour ouvré de retard."),
            (State.RESOLVED, {"resolved_at": at(12, 1, 2025)},
             "Phare Habitat (fictif) dit avoir réparé le 1er décembre 2025. "
             "Les habitants ne l’ont pas encore confirmé."),
        ],
    )  # fmt: skip
    def test_it_says_who_and_by_when(self, state, values, words):
        assert told(report(state, **values), self.DAY) == words

    def test_the_town_of_the_demonstration_says_so_once(self):
        town = Partner(pk=2, name="Ville (démonstration)", short_name="la Ville (démonstration)", fictional=True)
        assert told(report(State.IN_PROGRESS, partner=town), self.DAY).startswith("La Ville (démonstration) intervient")

    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 6, 1)])
    def test_every_state_has_one_and_none_tells_the_hour(self, state, day):
        words = told(report(state, planned_for=date(2026, 3, 20)), day)
        assert words.endswith(".")
        assert "15" not in words and "%" not in words
