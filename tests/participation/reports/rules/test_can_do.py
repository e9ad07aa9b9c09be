"""Each verb in each state: role × state × own or other commune."""

import pytest

from participation.reports.enums import State, Verb, Visibility
from participation.reports.rules import can_do
from participation.reports.workflow import TRANSITIONS
from tests.participation.reports.rules.matrix import NOBODY, OF_THE_COMMUNE, OF_THE_HOLDER, may, report, reporter_of

WORK = (Verb.ACKNOWLEDGE, Verb.PLAN, Verb.START, Verb.RESOLVE, Verb.REFUSE)
WORKED_ON = {
    State.RECEIVED,
    State.ACKNOWLEDGED,
    State.PLANNED,
    State.IN_PROGRESS,
    State.CONTESTED,
    State.REOPENED,
}
VERDICTS = (Verb.CONFIRM_REPAIR, Verb.CONTEST_REPAIR)
JUDGED = {State.RESOLVED, State.CLOSED_UNVERIFIED}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", WORK)
def test_work_is_for_the_commune_and_the_holder(verb, state):
    expected = {**OF_THE_COMMUNE, **OF_THE_HOLDER} if state in WORKED_ON else NOBODY
    may(lambda user: can_do(user, report(state), verb), expected)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", VERDICTS)
def test_a_verdict_is_for_the_reporter_alone(verb, state):
    judged = report(state, reporter=77)
    assert can_do(reporter_of(judged), judged, verb) is (state in JUDGED)
    may(lambda user: can_do(user, judged, verb), NOBODY)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", [Verb.CREATE, Verb.CONFIRM_ADDRESS, Verb.CLOSE, Verb.WITHHOLD])
def test_these_are_nobodys_buttons(verb, state):
    may(lambda user: can_do(user, report(state), verb), NOBODY)


@pytest.mark.parametrize("state", set(State) - {State.AWAITING_CONFIRMATION})
class TestPublishing:
    def test_is_for_the_commune_while_it_is_wanted_and_not_done(self, state):
        may(lambda user: can_do(user, report(state), Verb.PUBLISH), OF_THE_COMMUNE)
        may(lambda user: can_do(user, report(state, wants_public=False), Verb.PUBLISH), NOBODY)
        done = report(state, visibility=Visibility.PUBLIC, text_published=True)
        may(lambda user: can_do(user, done, Verb.PUBLISH), NOBODY)
        withheld = report(state, text_withheld=True)
        may(lambda user: can_do(user, withheld, Verb.PUBLISH), NOBODY)

    def test_hiding_is_for_the_commune_while_it_is_public(self, state):
        may(lambda user: can_do(user, report(state, visibility=Visibility.PUBLIC), Verb.HIDE), OF_THE_COMMUNE)
        may(lambda user: can_do(user, report(state), Verb.HIDE), NOBODY)


@pytest.mark.parametrize("verb", Verb)
def test_nothing_before_the_address_is_confirmed(verb):
    may(lambda user: can_do(user, report(State.AWAITING_CONFIRMATION), verb), NOBODY)


def test_every_verb_is_asked_about():
    asked = {*WORK, *VERDICTS, Verb.CREATE, Verb.CONFIRM_ADDRESS, Verb.CLOSE, Verb.PUBLISH, Verb.HIDE, Verb.WITHHOLD}
    assert asked == set(Verb)
    assert {state for state in State if Verb.ACKNOWLEDGE in TRANSITIONS[state]} == WORKED_ON
