from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import BY_COMMUNE, assert_lets_through


def test_who_reads_the_registers_internals():
    assert_lets_through(
        rules.can_view_privacy_register,
        {Role.DATA_PROTECTION_OFFICER: set(BY_COMMUNE), Role.ADMINISTRATOR: set(BY_COMMUNE)},
    )
