from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import HERE, PORTAL, assert_lets_through


def test_who_makes_a_proposal_true():
    assert_lets_through(
        lambda user: rules.can_validate_facts(user, HERE),
        {Role.GUSP_COORDINATOR: {PORTAL, "here"}, Role.ADMINISTRATOR: {PORTAL, "here"}},
    )


def test_an_intercommunal_convention_needs_a_role_over_the_whole_portal():
    assert_lets_through(
        lambda user: rules.can_validate_facts(user, None),
        {Role.GUSP_COORDINATOR: {PORTAL}, Role.ADMINISTRATOR: {PORTAL}},
    )
