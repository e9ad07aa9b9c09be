import pytest

from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import (
    EVERYWHERE,
    HERE,
    OURS,
    PORTAL,
    assert_lets_through,
    grant,
    person,
)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTNER_AGENT])
def test_over_the_whole_portal(role):
    assert_lets_through(lambda user: rules.can_grant_roles(user, role=role), {Role.ADMINISTRATOR: {PORTAL}})


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTNER_AGENT])
def test_over_one_commune(role):
    assert_lets_through(
        lambda user: rules.can_grant_roles(user, role=role, commune=HERE), {Role.ADMINISTRATOR: {PORTAL, "here"}}
    )


def test_over_a_partner_of_a_commune():
    assert_lets_through(
        lambda user: rules.can_grant_roles(user, role=Role.PARTNER_AGENT, partner=OURS),
        {Role.ADMINISTRATOR: {PORTAL, "here"}},
    )


def test_over_a_partner_of_no_commune():
    assert_lets_through(
        lambda user: rules.can_grant_roles(user, role=Role.PARTNER_AGENT, partner=EVERYWHERE),
        {Role.ADMINISTRATOR: {PORTAL}},
    )


def test_a_role_that_does_not_exist():
    assert not rules.can_grant_roles(person(grant(Role.ADMINISTRATOR)), role="emperor")
