from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import BY_COMMUNE, assert_lets_through


def test_who_writes_pages():
    assert_lets_through(
        rules.can_edit_content,
        {
            Role.EDITOR: set(BY_COMMUNE),
            Role.GUSP_COORDINATOR: set(BY_COMMUNE),
            Role.ADMINISTRATOR: set(BY_COMMUNE),
        },
    )
