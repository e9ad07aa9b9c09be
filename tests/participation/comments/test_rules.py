"""Role × scope × state, for a comment on something of one commune, of another partner, of no commune."""

from types import SimpleNamespace

import pytest

from participation.accounts.enums import Role
from participation.comments import rules
from participation.comments.enums import State
from tests.participation.accounts.rules.matrix import HERE, OURS, PORTAL, assert_lets_through

MODERATORS = {role: {PORTAL, "here"} for role in rules.MODERATE}
ANSWERERS = {role: {PORTAL, "here"} for role in rules.ANSWER}
AGENTS = {Role.PARTNER_AGENT: {"ours"}}


def comment(state, commune=HERE, partner=OURS):
    return SimpleNamespace(state=state, commune_id=commune and commune.pk, partner_id=partner and partner.pk)


@pytest.mark.parametrize("state", State)
def test_who_moderates(state):
    expected = {} if state in (State.AWAITING_CONFIRMATION, State.WITHDRAWN) else MODERATORS
    rule = lambda user: rules.can_moderate_comment(user, comment(state))  # noqa: E731
    if expected:
        assert_lets_through(rule, expected)
    else:
        assert_nobody(rule)


@pytest.mark.parametrize("state", State)
def test_who_answers(state):
    rule = lambda user: rules.can_answer_comment(user, comment(state))  # noqa: E731
    if state == State.PUBLISHED:
        assert_lets_through(rule, {**ANSWERERS, **AGENTS})
    else:
        assert_nobody(rule)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.AWAITING_CONFIRMATION, {}),
        (State.HELD, MODERATORS),
        (State.REFUSED, MODERATORS),
        (State.REMOVED, MODERATORS),
        (State.PUBLISHED, {**ANSWERERS, **AGENTS}),
    ],
)
def test_who_reads_it_on_the_desk(state, expected):
    rule = lambda user: rules.can_read_comment(user, comment(state))  # noqa: E731
    assert_lets_through(rule, expected) if expected else assert_nobody(rule)


def test_of_no_commune_only_who_holds_the_whole_portal():
    intercommunal = comment(State.PUBLISHED, commune=None, partner=None)
    assert_lets_through(
        lambda user: rules.can_moderate_comment(user, intercommunal), {role: {PORTAL} for role in rules.MODERATE}
    )
    assert_lets_through(
        lambda user: rules.can_answer_comment(user, intercommunal), {role: {PORTAL} for role in rules.ANSWER}
    )


def test_without_partner_no_partners_agent_answers():
    alone = comment(State.PUBLISHED, partner=None)
    assert_lets_through(lambda user: rules.can_answer_comment(user, alone), ANSWERERS)


def test_who_enters_the_desk():
    everywhere = {PORTAL, "here", "elsewhere"}
    assert_lets_through(
        rules.can_enter_comment_desk,
        {**dict.fromkeys(rules.ANSWER, everywhere), Role.PARTNER_AGENT: {"ours", "theirs"}},
    )


def assert_nobody(rule):
    from tests.participation.accounts.rules.matrix import grant, person, possible

    assert not rule(person(*[grant(role, scope) for role, scope in possible()]))
