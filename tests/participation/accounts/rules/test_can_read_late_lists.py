from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import HERE, PORTAL, assert_lets_through


def test_the_states_reader_and_those_who_can_act():
    scopes = {PORTAL, "here"}
    assert_lets_through(
        lambda user: rules.can_read_late_lists(user, HERE),
        {Role.STATE_READER: scopes, Role.GUSP_COORDINATOR: scopes, Role.ADMINISTRATOR: scopes},
    )


def test_the_list_of_the_whole_portal():
    assert_lets_through(
        rules.can_read_late_lists,
        {Role.STATE_READER: {PORTAL}, Role.GUSP_COORDINATOR: {PORTAL}, Role.ADMINISTRATOR: {PORTAL}},
    )
