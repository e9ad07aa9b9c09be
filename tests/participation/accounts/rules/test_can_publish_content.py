from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import BY_COMMUNE, assert_lets_through


def test_who_publishes_an_editor_does_not():
    assert_lets_through(
        rules.can_publish_content,
        {Role.GUSP_COORDINATOR: set(BY_COMMUNE), Role.ADMINISTRATOR: set(BY_COMMUNE)},
    )
