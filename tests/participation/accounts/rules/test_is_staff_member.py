import pytest
from django.contrib.auth.models import AnonymousUser

from participation.accounts import rules
from participation.accounts.enums import Role
from tests.participation.accounts.rules.matrix import assert_lets_through, person, possible


def test_every_role_but_the_residents_acts_for_someone():
    expected = {}
    for role, scope in possible():
        if role != Role.RESIDENT:
            expected.setdefault(role, set()).add(scope)
    assert_lets_through(rules.is_staff_member, expected)


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_so_does_who_can_enter_the_admin_without_a_role(flag):
    assert rules.is_staff_member(person(**{flag: True}))


def test_anonymous_people_do_not():
    assert not rules.is_staff_member(AnonymousUser())
