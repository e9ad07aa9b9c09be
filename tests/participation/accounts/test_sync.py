"""Groups of the admin follow the grants."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

from participation.accounts.enums import ADMIN_ACCESS_ROLES, Role
from participation.accounts.groups import GROUPS
from participation.accounts.models import RoleGrant
from participation.accounts.services import grant_role, revoke_role, sync_roles
from participation.base.calendar import today
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with

pytestmark = pytest.mark.django_db


def groups_of(user):
    return set(user.groups.values_list("name", flat=True))


def may(user, permission):
    return type(user).objects.get(pk=user.pk).has_perm(permission)


def test_after_migrating_the_groups_speak_french():
    names = set(Group.objects.values_list("name", flat=True))
    assert names == {"Rédaction", "Coordination", "Administration", "Protection des données"}


def test_each_group_is_that_of_one_role_that_enters_the_admin():
    assert {group.role for group in GROUPS} == ADMIN_ACCESS_ROLES


def test_every_named_permission_exists():
    named = {name for group in GROUPS for name in (*group.on_models, *group.on_collections) if not name.endswith("*")}
    rows = Permission.objects.values_list("content_type__app_label", "codename")
    assert named - {f"{label}.{codename}" for label, codename in rows} == set()


@pytest.mark.parametrize(
    ("role", "group", "staff"),
    [
        (Role.EDITOR, {"Rédaction"}, True),
        (Role.GUSP_COORDINATOR, {"Coordination"}, True),
        (Role.ADMINISTRATOR, {"Administration"}, True),
        (Role.DATA_PROTECTION_OFFICER, {"Protection des données"}, True),
        (Role.RESIDENT, set(), False),
        (Role.FIELD_AGENT, set(), False),
        (Role.NEIGHBOURHOOD_OFFICER, set(), False),
        (Role.PARTNER_AGENT, set(), False),
        (Role.ELECTED_MEMBER, set(), False),
        (Role.STATE_READER, set(), False),
    ],
)
def test_a_role_gives_its_group_and_the_end_of_it_takes_it_back(role, group, staff):
    boss = staff_with(Role.ADMINISTRATOR)
    grant = RoleGrantFactory(role=role)
    user = grant.user
    user.refresh_from_db()
    assert (groups_of(user), user.is_staff) == (group, staff)
    assert may(user, "wagtailadmin.access_admin") is staff
    revoke_role(grant=grant, by=boss)
    user.refresh_from_db()
    assert (groups_of(user), user.is_staff) == (set(), False)


@pytest.mark.parametrize(
    ("role", "allowed", "refused"),
    [
        (
            Role.EDITOR,
            {"wagtailadmin.access_admin"},
            {"territory.change_quartier", "accounts.view_user", "cms.change_milestone", "base.change_portalsettings"},
        ),
        (
            Role.GUSP_COORDINATOR,
            {"territory.change_quartier", "cms.change_milestone", "wagtailredirects.add_redirect"},
            {"accounts.view_user", "accounts.change_rolegrant", "base.change_portalsettings", "auth.change_group"},
        ),
        (
            Role.ADMINISTRATOR,
            {"territory.change_quartier", "accounts.change_user", "base.change_portalsettings"},
            {"auth.change_group", "accounts.delete_user", "accounts.delete_rolegrant", "accounts.change_roleevent"},
        ),
        (Role.DATA_PROTECTION_OFFICER, {"accounts.view_user"}, {"accounts.change_user", "territory.change_quartier"}),
    ],
)
def test_what_a_group_may(role, allowed, refused):
    user = staff_with(role)
    assert {name for name in allowed | refused if may(user, name)} == allowed


def test_running_it_again_changes_nothing():
    staff_with(Role.EDITOR)
    before = _everything()
    assert sync_roles() == 0
    assert _everything() == before


def test_it_repairs_what_someone_changed_in_our_groups():
    before = _everything()
    group = Group.objects.get(name="Rédaction")
    group.permissions.clear()
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    GroupPagePermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission_type="publish")
    call_command("sync_roles")
    assert _everything() == before


def test_a_role_whose_last_day_has_passed_loses_access_at_the_daily_run():
    grant = RoleGrantFactory(role=Role.EDITOR)
    RoleGrant.objects.filter(pk=grant.pk).update(until=today() - timedelta(days=1))
    assert sync_roles() == 1
    grant.user.refresh_from_db()
    assert (groups_of(grant.user), grant.user.is_staff) == (set(), False)


def test_a_role_that_begins_today_gains_it():
    grant = RoleGrantFactory(role=Role.EDITOR, from_date=today() + timedelta(days=1))
    assert groups_of(grant.user) == set()
    RoleGrant.objects.filter(pk=grant.pk).update(from_date=today())
    sync_roles()
    assert groups_of(grant.user) == {"Rédaction"}


def test_one_of_two_roles_ends():
    user = UserFactory()
    boss = staff_with(Role.ADMINISTRATOR)
    first = grant_role(user=user, role=Role.EDITOR, by=boss)
    grant_role(user=user, role=Role.GUSP_COORDINATOR, by=boss)
    assert groups_of(user) == {"Rédaction", "Coordination"}
    revoke_role(grant=first, by=boss)
    assert groups_of(user) == {"Coordination"}
    assert user.is_staff


def test_other_groups_and_technical_accounts_are_left_alone():
    own = Group.objects.create(name="Maison de quartier")
    technical = UserFactory(is_staff=True, is_superuser=True)
    technical.groups.add(own)
    sync_roles()
    technical.refresh_from_db()
    assert (groups_of(technical), technical.is_staff) == ({"Maison de quartier"}, True)
    assert Group.objects.filter(pk=own.pk).exists()


def test_staff_without_any_role_lose_the_admin():
    user = UserFactory(is_staff=True)
    assert sync_roles() == 1
    user.refresh_from_db()
    assert not user.is_staff


@pytest.mark.parametrize("people", [1, 30])
def test_the_daily_run_costs_the_same_for_one_and_for_thirty(django_assert_num_queries, people):
    for _person in range(people):
        staff_with(Role.EDITOR)
    with django_assert_num_queries(47):
        sync_roles()


def test_on_a_flushed_database_nothing_is_made():
    Group.objects.all().delete()
    Page.objects.all().delete()
    assert sync_roles() == 0
    assert not Group.objects.exists()


def test_the_workflow_speaks_french_and_keeps_what_an_administrator_calls_it():
    workflow = Workflow.objects.get()
    assert workflow.name == "Relecture par la coordination"
    task = GroupApprovalTask.objects.get()
    assert task.name == "Relecture par la coordination"
    assert set(task.groups.values_list("name", flat=True)) == {"Coordination", "Administration"}
    Workflow.objects.update(name="Deux paires d’yeux")
    sync_roles()
    assert Workflow.objects.get().name == "Deux paires d’yeux"


def _everything():
    return {
        "permissions": set(Group.permissions.through.objects.values_list("group__name", "permission__codename")),
        "pages": set(GroupPagePermission.objects.values_list("group__name", "page", "permission__codename")),
        "collections": set(
            GroupCollectionPermission.objects.values_list("group__name", "collection", "permission__codename")
        ),
        "root": Collection.get_first_root_node().pk,
    }
