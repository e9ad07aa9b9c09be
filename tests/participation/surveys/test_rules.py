"""Role × state × own or another commune, for each verb."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.accounts.enums import Role
from participation.surveys import rules
from participation.surveys.models import Survey
from tests.participation.accounts.rules.matrix import HERE, PORTAL, assert_lets_through, grant, person, possible

DAY = date(2026, 3, 24)
STATES = {
    "coming": (DAY + timedelta(days=1), DAY + timedelta(days=9)),
    "open": (DAY - timedelta(days=1), DAY),
    "closed": (DAY - timedelta(days=9), DAY - timedelta(days=1)),
}


def survey(state="open", **values):
    opens, closes = STATES[state]
    return Survey(opens_on=opens, closes_on=closes, **{"published": True, "commune": HERE, **values})


def everyone():
    yield AnonymousUser()
    yield person()
    for role, scope in possible():
        yield person(grant(role, scope))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("live", [True, False])
def test_reading_and_answering_depend_on_the_survey_alone(state, published, live):
    one = survey(state, published=published, live_results=live)
    for user in everyone():
        assert rules.can_read_survey(user, one) is published
        assert rules.can_answer_survey(user, one, DAY) is (published and state == "open")
        shown = state == "closed" or (live and state == "open")
        assert rules.can_read_results(user, one, DAY) is (published and shown)


@pytest.mark.parametrize("state", STATES)
def test_who_manages_a_survey_of_a_commune(state):
    assert_lets_through(
        lambda user: rules.can_manage_survey(user, survey(state)),
        {Role.GUSP_COORDINATOR: {PORTAL, "here"}, Role.ADMINISTRATOR: {PORTAL, "here"}},
    )


def test_who_manages_a_survey_of_the_whole_portal():
    assert_lets_through(
        lambda user: rules.can_manage_survey(user, survey(commune=None)),
        {Role.GUSP_COORDINATOR: {PORTAL}, Role.ADMINISTRATOR: {PORTAL}},
    )


def test_who_enters_the_list():
    anywhere = {PORTAL, "here", "elsewhere"}
    assert_lets_through(rules.can_enter_surveys, {Role.GUSP_COORDINATOR: anywhere, Role.ADMINISTRATOR: anywhere})


def test_a_technical_account_manages_all():
    technical = person(is_superuser=True)
    assert rules.can_manage_survey(technical, survey())
    assert rules.can_manage_survey(technical, survey(commune=None))
    assert not rules.can_manage_survey(person(is_superuser=True, is_active=False), survey(commune=None))


def test_under_which_role_one_writes():
    user = person(grant(Role.GUSP_COORDINATOR, "here"), grant(Role.ADMINISTRATOR))
    assert rules.acting_role(user, HERE) == Role.ADMINISTRATOR
    assert rules.acting_role(person(grant(Role.GUSP_COORDINATOR, "here")), HERE) == Role.GUSP_COORDINATOR
    assert rules.acting_role(SimpleNamespace(is_authenticated=False), HERE) == ""
