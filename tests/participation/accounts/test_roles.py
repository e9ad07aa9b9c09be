"""Granting, verifying, ending: who may, what is written, what never disappears."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from participation.accounts import rules
from participation.accounts.enums import Role, RoleVerb
from participation.accounts.models import RoleEvent, RoleGrant, User
from participation.accounts.selectors import held_roles
from participation.accounts.services import RoleRefused, grant_role, revoke_role, verify_elected_member
from participation.base.calendar import today
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with
from tests.factories.territory import CommuneFactory, PartnerFactory
from tests.participation.accounts.rules.matrix import grant as unsaved
from tests.participation.accounts.rules.matrix import out_of_time, possible

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return staff_with(Role.ADMINISTRATOR)


def history(user):
    return list(RoleEvent.objects.filter(user=user).order_by("id").values_list("verb", "role", "actor"))


def test_a_granted_role_counts_at_once_and_is_written_down(administrator, user):
    commune = CommuneFactory()
    assert not rules.can_edit_content(user)
    grant = grant_role(user=user, role=Role.EDITOR, by=administrator, commune=commune, until=date(2099, 1, 1))
    assert rules.can_edit_content(user)
    assert (grant.commune, grant.granted_by, grant.until) == (commune, administrator, date(2099, 1, 1))
    assert history(user) == [(RoleVerb.GRANTED, Role.EDITOR, administrator.pk)]


def test_the_same_grant_again_changes_nothing(administrator, user):
    first = grant_role(user=user, role=Role.EDITOR, by=administrator)
    assert grant_role(user=user, role=Role.EDITOR, by=administrator) == first
    assert len(history(user)) == 1


def test_an_ended_one_can_be_granted_anew(administrator, user):
    first = grant_role(user=user, role=Role.EDITOR, by=administrator)
    revoke_role(grant=first, by=administrator)
    second = grant_role(user=user, role=Role.EDITOR, by=administrator)
    assert second != first
    assert rules.can_edit_content(user)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_grant(user, role):
    somebody = RoleGrantFactory(role=role).user
    with pytest.raises(RoleRefused, match="administration"):
        grant_role(user=user, role=Role.EDITOR, by=somebody)
    assert history(user) == []


def test_an_administrator_of_one_commune_stays_there(user):
    here, elsewhere = CommuneFactory(), CommuneFactory()
    local = staff_with(Role.ADMINISTRATOR, commune=here)
    grant_role(user=user, role=Role.EDITOR, by=local, commune=here)
    for scope in ({}, {"commune": elsewhere}):
        with pytest.raises(RoleRefused):
            grant_role(user=user, role=Role.EDITOR, by=local, **scope)


@pytest.mark.parametrize(
    ("role", "scope", "sentence"),
    [
        (Role.PARTNER_AGENT, (), "L’agent d’un partenaire, et lui seul"),
        (Role.EDITOR, ("partner",), "L’agent d’un partenaire, et lui seul"),
        (Role.PARTNER_AGENT, ("partner", "commune"), "pas les deux"),
    ],
)
def test_a_role_and_a_scope_that_do_not_go_together(administrator, user, role, scope, sentence):
    made = {"partner": PartnerFactory(), "commune": CommuneFactory()}
    with pytest.raises(ValidationError, match=sentence):
        grant_role(user=user, role=role, by=administrator, **{name: made[name] for name in scope})


def test_an_end_before_the_start(administrator, user):
    with pytest.raises(ValidationError, match="La fin précède le début"):
        grant_role(user=user, role=Role.EDITOR, by=administrator, from_date=date(2026, 2, 1), until=date(2026, 1, 1))


def test_a_closed_account_receives_nothing(administrator, user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db()
    with pytest.raises(RoleRefused, match="fermé"):
        grant_role(user=user, role=Role.EDITOR, by=administrator)


def test_an_ended_role_counts_no_more_and_stays_in_the_history(administrator, user):
    grant = grant_role(user=user, role=Role.GUSP_COORDINATOR, by=administrator)
    revoke_role(grant=grant, by=administrator)
    assert not rules.can_publish_content(user)
    grant.refresh_from_db()
    assert grant.ended_on == today()
    assert [verb for verb, _role, _actor in history(user)] == [RoleVerb.GRANTED, RoleVerb.ENDED]
    revoke_role(grant=grant, by=administrator)
    assert len(history(user)) == 2
    assert held_roles(user) == []


def test_who_may_not_grant_may_not_end(user):
    grant = RoleGrantFactory(user=user, role=Role.EDITOR)
    with pytest.raises(RoleRefused):
        revoke_role(grant=grant, by=user)


def test_the_last_administrator_stays(administrator):
    grant = administrator.grants.get()
    with pytest.raises(RoleRefused, match="seule administration"):
        revoke_role(grant=grant, by=administrator)
    grant.refresh_from_db()
    assert grant.ended_on is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: staff_with(Role.ADMINISTRATOR),
        lambda: UserFactory(is_superuser=True),
    ],
)
def test_with_someone_else_there_an_administrator_may_leave(administrator, make):
    make()
    assert revoke_role(grant=administrator.grants.get(), by=administrator).ended_on == today()


@pytest.mark.parametrize(
    "make",
    [
        lambda: staff_with(Role.ADMINISTRATOR, commune=CommuneFactory()),
        lambda: staff_with(Role.ADMINISTRATOR, until=today() - timedelta(days=1)),
        lambda: User.objects.filter(pk=staff_with(Role.ADMINISTRATOR).pk).update(is_active=False),
        lambda: staff_with(Role.GUSP_COORDINATOR),
    ],
)
def test_someone_who_could_not_take_over_does_not_count(administrator, make):
    make()
    with pytest.raises(RoleRefused):
        revoke_role(grant=administrator.grants.get(), by=administrator)


def test_a_local_administrator_is_never_the_last(administrator):
    local = RoleGrantFactory(role=Role.ADMINISTRATOR, commune=CommuneFactory())
    assert revoke_role(grant=local, by=administrator).ended_on == today()


def test_an_elected_member_counts_once_verified_by_someone_else(administrator, user):
    grant = grant_role(user=user, role=Role.ELECTED_MEMBER, by=administrator)
    assert not rules.has_role(user, Role.ELECTED_MEMBER)
    assert held_roles(user)[0].waits_for_verification
    with pytest.raises(RoleRefused, match="jamais par la personne elle-même"):
        verify_elected_member(grant=grant, by=user)
    verify_elected_member(grant=grant, by=administrator)
    verify_elected_member(grant=grant, by=administrator)
    assert rules.has_role(user, Role.ELECTED_MEMBER)
    assert [verb for verb, _role, _actor in history(user)] == [RoleVerb.GRANTED, RoleVerb.VERIFIED]


def test_an_ended_mandate_is_not_verified(administrator, user):
    grant = grant_role(user=user, role=Role.ELECTED_MEMBER, by=administrator)
    revoke_role(grant=grant, by=administrator)
    with pytest.raises(ValidationError, match="terminé"):
        verify_elected_member(grant=grant, by=administrator)


def test_a_line_of_history_is_written_once(administrator, user):
    grant_role(user=user, role=Role.EDITOR, by=administrator)
    event = RoleEvent.objects.get(user=user)
    event.role = Role.ADMINISTRATOR
    with pytest.raises(TypeError, match="once"):
        event.save()


def test_the_database_refuses_what_the_rules_would_not_understand(user):
    for values in (
        {"role": "emperor"},
        {"role": Role.PARTNER_AGENT},
        {"role": Role.EDITOR, "partner": PartnerFactory()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(user=user, **values)


def test_the_query_set_and_the_grant_itself_agree_on_what_is_in_force(user):
    """The matrix of the rules, asked of the database."""
    day = today()
    CommuneFactory(pk=1), CommuneFactory(pk=2), PartnerFactory(pk=11), PartnerFactory(pk=12)
    grants = [unsaved(role, scope) for role, scope in possible()] + list(out_of_time())
    for each in grants:
        each.user = user
        each.save()
    in_force = set(RoleGrant.objects.active(day))
    assert {each for each in grants if each.in_force(day)} == in_force
    assert len(in_force) == len(list(possible()))


def test_what_the_account_page_lists(user, administrator):
    partner = PartnerFactory(name="Phare Habitat")
    grant_role(user=user, role=Role.PARTNER_AGENT, by=administrator, partner=partner)
    grant_role(user=user, role=Role.EDITOR, by=administrator, from_date=date(2099, 1, 1))
    RoleGrantFactory(user=user, role=Role.STATE_READER, until=today() - timedelta(days=1))
    rules.forget_grants(user)
    roles = {(role.label, role.scope, role.since) for role in held_roles(user)}
    assert roles == {
        ("agent d’un partenaire", "Phare Habitat (fictif)", None),
        ("rédaction", "tout le portail", date(2099, 1, 1)),
    }
