"""Role × scope × state, without a database: who may do what to a report of HERE that OURS has."""

from types import SimpleNamespace

from participation.accounts.enums import Role
from participation.reports.enums import Visibility
from participation.reports.models import Report
from tests.participation.accounts.rules.matrix import HERE, OURS, PORTAL, assert_lets_through, let_through, person

CITY = (Role.FIELD_AGENT, Role.NEIGHBOURHOOD_OFFICER, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)
OF_THE_COMMUNE = {role: {PORTAL, "here"} for role in CITY}
OF_THE_HOLDER = {Role.PARTNER_AGENT: {"ours"}}
NOBODY = {}

__all__ = [
    "CITY",
    "NOBODY",
    "OF_THE_COMMUNE",
    "OF_THE_HOLDER",
    "assert_lets_through",
    "may",
    "person",
    "report",
    "reporter_of",
]


def report(state, *, visibility=Visibility.PRIVATE, held=True, reporter=None, **values):
    """Not saved; `reporter` is the key of the account that reported, if one did."""
    made = Report(commune=HERE, partner=OURS if held else None, state=state, visibility=visibility, **values)
    if reporter is not None:
        made._state.fields_cache["contact"] = SimpleNamespace(user_id=reporter)
    return made


def reporter_of(report):
    return person(pk=report.contact.user_id)


def may(rule, expected):
    """The whole answer; nobody else, at no other time."""
    if expected:
        assert_lets_through(rule, expected)
    else:
        assert not rule(person(is_superuser=True))
        assert let_through(rule) == {}
