from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import EVERYWHERE, OURS, PORTAL, assert_lets_through


def test_its_own_agents_and_who_may_validate():
    assert_lets_through(
        lambda user: rules.can_propose_facts(user, OURS),
        {
            Role.PARTNER_AGENT: {"ours"},
            Role.GUSP_COORDINATOR: {PORTAL, "here"},
            Role.ADMINISTRATOR: {PORTAL, "here"},
        },
    )


def test_for_a_partner_of_no_commune_only_who_holds_the_whole_portal():
    assert_lets_through(
        lambda user: rules.can_propose_facts(user, EVERYWHERE),
        {Role.GUSP_COORDINATOR: {PORTAL}, Role.ADMINISTRATOR: {PORTAL}},
    )
