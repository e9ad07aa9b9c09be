"""Groups, their permissions and `is_staff` follow the grants. Everything here may run again at any time."""

from collections import defaultdict

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

from participation.accounts.enums import ADMIN_ACCESS_ROLES
from participation.accounts.groups import APPROVERS, GROUPS, WORKFLOW_FORMER_NAME, WORKFLOW_NAME
from participation.accounts.models import RoleGrant, User
from participation.base.calendar import today


@transaction.atomic
def sync_roles() -> int:
    """Make every group what `groups.py` says and put people where their grants of today put them.

    Returns how many accounts changed. Does nothing on a database that Wagtail has not filled yet (or that a test
    flushed): without a root page there is nothing to have rights on.
    """
    root = Page.get_first_root_node()
    if root is None:
        return 0
    groups = {definition.role: _sync_group(definition, root) for definition in GROUPS}
    _name_the_workflow(groups)
    return _sync_members(groups, User.objects.all())


@transaction.atomic
def sync_user(user) -> None:
    """After a change of this person's grants."""
    names = {definition.name: definition.role for definition in GROUPS}
    groups = {names[group.name]: group for group in Group.objects.filter(name__in=names)}
    _sync_members(groups, User.objects.filter(pk=user.pk))
    user.refresh_from_db(fields=["is_staff"])


def _sync_group(definition, root) -> Group:
    group = Group.objects.filter(name=definition.name).first()
    if group is None:
        group = Group.objects.filter(name=definition.former_name).first() or Group()
        group.name = definition.name
        group.save()
    group.permissions.set(_permissions(definition.on_models))
    _match(
        GroupPagePermission.objects.filter(group=group, page=root),
        {permission.pk for permission in _page_permissions(definition.on_pages)},
        lambda pk: GroupPagePermission(group=group, page=root, permission_id=pk),
    )
    collection = Collection.get_first_root_node()
    _match(
        GroupCollectionPermission.objects.filter(group=group, collection=collection),
        {permission.pk for permission in _permissions(definition.on_collections)},
        lambda pk: GroupCollectionPermission(group=group, collection=collection, permission_id=pk),
    )
    return group


def _match(rows, wanted, build) -> None:
    """Leave exactly the wanted permissions in these rows of a group."""
    present = set(rows.values_list("permission_id", flat=True))
    rows.exclude(permission_id__in=wanted).delete()
    rows.model.objects.bulk_create(build(pk) for pk in sorted(wanted - present))


def _page_permissions(verbs):
    return Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=[f"{verb}_page" for verb in verbs],
    )


def _permissions(names):
    """The rows of `app.codename`, or of `app.*`: of an app's own models that are not pages, as those ignore them."""
    chosen = Q(pk__in=[])
    for name in names:
        label, _, codename = name.partition(".")
        if codename == "*":
            models = [m._meta.model_name for m in apps.get_app_config(label).get_models() if not issubclass(m, Page)]
            chosen |= Q(content_type__app_label=label, content_type__model__in=models)
        else:
            chosen |= Q(content_type__app_label=label, codename=codename)
    return Permission.objects.filter(chosen)


def _name_the_workflow(groups) -> None:
    """Wagtail's one workflow speaks English until it is ours; after that, an administrator's changes stand."""
    for task in GroupApprovalTask.objects.filter(name=WORKFLOW_FORMER_NAME):
        task.name = WORKFLOW_NAME
        task.save()
        task.groups.set([groups[role] for role in APPROVERS])
    Workflow.objects.filter(name=WORKFLOW_FORMER_NAME).update(name=WORKFLOW_NAME)


def _sync_members(groups, users) -> int:
    roles = defaultdict(set)
    held = RoleGrant.objects.active(today()).filter(user__in=users.present(), role__in=ADMIN_ACCESS_ROLES)
    for user_id, role in held.values_list("user_id", "role"):
        roles[user_id].add(role)

    membership = User.groups.through
    present = set(
        membership.objects.filter(user__in=users, group__in=groups.values()).values_list("user_id", "group_id")
    )
    wanted = {(pk, groups[role].pk) for pk, held_roles in roles.items() for role in held_roles if role in groups}
    gone = present - wanted
    for user_id in {user_id for user_id, _group in gone}:
        group_ids = [group_id for other, group_id in gone if other == user_id]
        membership.objects.filter(user_id=user_id, group_id__in=group_ids).delete()
    membership.objects.bulk_create(
        membership(user_id=user_id, group_id=group_id) for user_id, group_id in sorted(wanted - present)
    )

    staff = users.filter(Q(pk__in=roles) | Q(is_superuser=True, is_active=True))
    staff_before = set(users.filter(is_staff=True).values_list("pk", flat=True))
    staff_now = set(staff.values_list("pk", flat=True))
    User.objects.filter(pk__in=staff_now - staff_before).update(is_staff=True)
    User.objects.filter(pk__in=staff_before - staff_now).update(is_staff=False)
    return len({user_id for user_id, _group in present ^ wanted} | (staff_before ^ staff_now))
