from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import HERE, PORTAL, assert_lets_through


def test_who_changes_a_communes_quartiers_and_residences():
    assert_lets_through(
        lambda user: rules.can_manage_territory(user, HERE),
        {Role.GUSP_COORDINATOR: {PORTAL, "here"}, Role.ADMINISTRATOR: {PORTAL, "here"}},
    )


def test_who_changes_what_belongs_to_no_commune():
    assert_lets_through(rules.can_manage_territory, {Role.GUSP_COORDINATOR: {PORTAL}, Role.ADMINISTRATOR: {PORTAL}})
