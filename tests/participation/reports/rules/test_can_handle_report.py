import pytest

from participation.reports.enums import State
from participation.reports.rules import can_handle_report
from tests.participation.reports.rules.matrix import OF_THE_COMMUNE, OF_THE_HOLDER, may, report


@pytest.mark.parametrize("state", set(State) - {State.AWAITING_CONFIRMATION})
class TestReceived:
    def test_agents_of_the_commune_and_of_the_partner_that_has_it(self, state):
        may(lambda user: can_handle_report(user, report(state)), {**OF_THE_COMMUNE, **OF_THE_HOLDER})

    def test_no_partner_while_none_has_it(self, state):
        may(lambda user: can_handle_report(user, report(state, held=False)), OF_THE_COMMUNE)


def test_nobody_before_the_address_is_confirmed():
    may(lambda user: can_handle_report(user, report(State.AWAITING_CONFIRMATION)), {})
