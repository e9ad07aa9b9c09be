import pytest
from django.contrib.auth.models import AnonymousUser

from participation.reports.enums import State, Visibility
from participation.reports.rules import can_read_report
from tests.participation.reports.rules.matrix import OF_THE_COMMUNE, OF_THE_HOLDER, may, report, reporter_of


@pytest.mark.parametrize("state", set(State) - {State.AWAITING_CONFIRMATION})
@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.HIDDEN])
def test_what_is_not_public_is_for_those_who_handle_it(state, visibility):
    kept = report(state, visibility=visibility)
    may(lambda user: can_read_report(user, kept), {**OF_THE_COMMUNE, **OF_THE_HOLDER})


@pytest.mark.parametrize("state", set(State) - {State.AWAITING_CONFIRMATION})
def test_what_is_public_is_for_everyone(state):
    assert can_read_report(AnonymousUser(), report(state, visibility=Visibility.PUBLIC))


@pytest.mark.parametrize("state", State)
def test_ones_own_can_always_be_read(state):
    own = report(state, reporter=77)
    assert can_read_report(reporter_of(own), own)


def test_what_awaits_confirmation_is_for_nobody_else():
    may(lambda user: can_read_report(user, report(State.AWAITING_CONFIRMATION)), {})
