import pytest

from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import PORTAL, assert_lets_through, grant, person


def of_someone_else(scope=PORTAL, role=Role.ELECTED_MEMBER):
    return grant(role, scope, user_id=2, verified_at=None)


def test_administrators_of_the_place():
    assert_lets_through(
        lambda user: rules.can_verify_elected(user, of_someone_else("here")),
        {Role.ADMINISTRATOR: {PORTAL, "here"}},
    )
    assert_lets_through(lambda user: rules.can_verify_elected(user, of_someone_else()), {Role.ADMINISTRATOR: {PORTAL}})


def test_never_oneself():
    own = grant(Role.ELECTED_MEMBER, user_id=1, verified_at=None)
    assert not rules.can_verify_elected(person(grant(Role.ADMINISTRATOR), own), own)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ELECTED_MEMBER])
def test_only_elected_members_are_verified(role):
    assert not rules.can_verify_elected(person(grant(Role.ADMINISTRATOR)), grant(role, user_id=2))
