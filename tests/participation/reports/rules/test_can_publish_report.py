import pytest

from participation.reports.enums import State
from participation.reports.rules import can_publish_report
from tests.participation.reports.rules.matrix import OF_THE_COMMUNE, may, report


@pytest.mark.parametrize("state", set(State) - {State.AWAITING_CONFIRMATION})
def test_the_commune_reads_before_everyone_does_no_partner(state):
    may(lambda user: can_publish_report(user, report(state)), OF_THE_COMMUNE)


def test_nobody_before_the_address_is_confirmed():
    may(lambda user: can_publish_report(user, report(State.AWAITING_CONFIRMATION)), {})
