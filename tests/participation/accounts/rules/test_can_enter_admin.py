from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import BY_COMMUNE, assert_lets_through


def test_who_enters_the_admin():
    assert_lets_through(
        rules.can_enter_admin,
        {
            Role.EDITOR: set(BY_COMMUNE),
            Role.GUSP_COORDINATOR: set(BY_COMMUNE),
            Role.DATA_PROTECTION_OFFICER: set(BY_COMMUNE),
            Role.ADMINISTRATOR: set(BY_COMMUNE),
        },
    )
