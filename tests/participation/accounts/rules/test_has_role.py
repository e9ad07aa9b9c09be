from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.accounts import rules
from participation.accounts.enums import Role
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with
from tests.factories.territory import CommuneFactory
from tests.participation.accounts.rules.matrix import (
    BY_COMMUNE,
    HERE,
    OURS,
    PORTAL,
    SCOPES,
    assert_lets_through,
    grant,
    person,
)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTNER_AGENT])
def test_a_role_holds_anywhere_when_no_place_is_named(role):
    assert_lets_through(lambda user: rules.has_role(user, role), {role: set(BY_COMMUNE)})


def test_a_partner_agent_holds_anywhere_when_no_partner_is_named():
    assert_lets_through(lambda user: rules.has_role(user, Role.PARTNER_AGENT), {Role.PARTNER_AGENT: {"ours", "theirs"}})


def test_over_a_commune_the_portal_and_that_commune_count():
    assert_lets_through(lambda user: rules.has_role(user, Role.EDITOR, commune=HERE), {Role.EDITOR: {PORTAL, "here"}})


def test_over_a_partner_that_partner_counts():
    assert_lets_through(
        lambda user: rules.has_role(user, *Role, partner=OURS),
        {
            **{role: {PORTAL} for role in Role if role != Role.PARTNER_AGENT},
            Role.PARTNER_AGENT: {"ours"},
        },
    )


def test_a_primary_key_names_a_place_as_well():
    user = person(grant(Role.EDITOR, "here"))
    assert rules.has_role(user, Role.EDITOR, commune=HERE.pk)
    assert not rules.has_role(user, Role.EDITOR, commune=99)


def test_another_day_may_be_asked_about():
    user = person(grant(Role.EDITOR, from_date=date(2024, 1, 1), until=date(2024, 6, 30)))
    assert not rules.has_role(user, Role.EDITOR)
    assert rules.has_role(user, Role.EDITOR, day=date(2024, 6, 30))
    assert not rules.has_role(user, Role.EDITOR, day=date(2024, 7, 1))


def test_a_technical_account_is_an_administrator_and_nothing_else():
    user = person(is_superuser=True)
    assert rules.has_role(user, Role.ADMINISTRATOR, commune=HERE, partner=OURS)
    assert not rules.has_role(user, Role.EDITOR)
    assert not rules.has_role(person(is_superuser=True, is_active=False), Role.ADMINISTRATOR)


@pytest.mark.parametrize("scope", SCOPES)
def test_anonymous_people_have_no_role(scope):
    assert not rules.has_role(AnonymousUser(), *Role, **SCOPES[scope])


@pytest.mark.django_db
@pytest.mark.parametrize("grants", [1, 30])
def test_one_query_answers_every_question_about_a_person(django_assert_num_queries, grants):
    user = UserFactory()
    for _number in range(grants):
        RoleGrantFactory(user=user, role=Role.EDITOR, commune=CommuneFactory())
    with django_assert_num_queries(1):
        assert rules.can_edit_content(user)
        assert not rules.can_publish_content(user)
        assert rules.is_staff_member(user)
        assert all(str(each) for each in rules.grants_of(user))


@pytest.mark.django_db
def test_forgotten_grants_are_read_again():
    user = staff_with(Role.EDITOR)
    assert rules.can_edit_content(user)
    user.grants.all().delete()
    assert rules.can_edit_content(user)
    rules.forget_grants(user)
    assert not rules.can_edit_content(user)
