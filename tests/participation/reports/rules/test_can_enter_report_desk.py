from participation.accounts.enums import Role
from participation.reports.rules import can_enter_report_desk
from tests.participation.reports.rules.matrix import CITY, assert_lets_through


def test_those_who_handle_reports_anywhere():
    anywhere = {role: {"portal", "here", "elsewhere"} for role in CITY}
    assert_lets_through(can_enter_report_desk, {**anywhere, Role.PARTNER_AGENT: {"ours", "theirs"}})
