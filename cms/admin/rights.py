"""Wagtail asks permission policies; ours answer with the named rules of `participation.accounts`."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.enums import FactState
from cms.models import BudgetLine, BudgetStatement, FactChange, Milestone, Signatory, Theme
from participation.accounts.enums import Role
from participation.accounts.models import User
from participation.accounts.rules import (
    can_edit_content,
    can_grant_roles,
    can_manage_territory,
    can_validate_facts,
    grants_of,
    has_role,
)
from participation.territory.models import Closure, Commune, Partner, Quartier, QuartierStatus, Residence

FACT_MODELS = (Theme, Signatory, BudgetStatement, BudgetLine, Milestone)
TERRITORY_MODELS = (Commune, Quartier, QuartierStatus, Partner, Residence, Closure)
DECIDERS = (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)


def commune_of_fact(fact):
    """The id of the commune whose coordination validates this fact; None for an intercommunal convention.

    Lists annotate `convention_commune_id`, so that thirty rows cost no query more than one.
    """
    if hasattr(fact, "convention_commune_id"):
        return fact.convention_commune_id
    return fact.convention.commune_id


def commune_of_ground(row):
    """The id of the commune in whose hands this row is; None for what belongs to the whole portal."""
    if isinstance(row, Commune):
        return row.pk
    if isinstance(row, Residence | QuartierStatus):
        return row.quartier.commune_id
    return row.commune_id


def acting_role(user, commune) -> str:
    """Under which of their roles this person writes: what a line of history keeps."""
    for role in (Role.ADMINISTRATOR, Role.GUSP_COORDINATOR, Role.EDITOR):
        if has_role(user, role, commune=commune):
            return role
    return ""


def decides_somewhere(user) -> bool:
    return has_role(user, *DECIDERS)


def managed_communes(user):
    """The communes whose ground this person may change."""
    if can_manage_territory(user):
        return Commune.objects.all()
    ids = {grant.commune_id for grant in grants_of(user) if grant.commune_id}
    return Commune.objects.filter(pk__in=[pk for pk in ids if can_manage_territory(user, pk)])


class RulePolicy(BasePermissionPolicy):
    def users_with_any_permission(self, actions):
        """Wagtail offers these in filters; rights themselves are asked one person at a time."""
        return get_user_model().objects.filter(is_active=True, is_staff=True)


class FactPolicy(RulePolicy):
    """Editors propose, and propose again what was set aside; the coordination validates. From then on a fact is
    changed by those who may validate it."""

    def user_has_permission(self, user, action):
        return decides_somewhere(user) if action == "validate" else can_edit_content(user)

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "view":
            return can_edit_content(user)
        if can_validate_facts(user, commune_of_fact(instance)):
            return True
        return (
            action in ("change", "delete")
            and instance.state in (FactState.PROPOSED, FactState.REJECTED)
            and instance.proposed_by_id == user.pk
            and can_edit_content(user)
        )


class HistoryPolicy(RulePolicy):
    """History is read by those who write, and written by services alone."""

    def user_has_permission(self, user, action):
        return action == "view" and can_edit_content(user)


class GroundPolicy(RulePolicy):
    def user_has_permission(self, user, action):
        if self.model is Commune and action in ("add", "delete"):
            return can_manage_territory(user)
        return decides_somewhere(user)

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        return action == "view" or can_manage_territory(user, commune_of_ground(instance))


class AccountPolicy(RulePolicy):
    """Administrators invite people and grant roles; the data-protection officer reads. Nobody deletes: one erases."""

    def user_has_permission(self, user, action):
        if action == "view":
            return has_role(user, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)
        return action in ("add", "change") and has_role(user, Role.ADMINISTRATOR)


def can_close_accounts(user) -> bool:
    """An administrator of the whole portal; one of a single commune grants its roles and no more."""
    return can_grant_roles(user, role=Role.ADMINISTRATOR)


class ClosedPolicy(RulePolicy):
    """Nobody, technical accounts included: groups follow the grants, whatever is changed by hand is undone."""

    def user_has_permission(self, user, action):
        return False


def register():
    for model in FACT_MODELS:
        register_permission_policy(model, FactPolicy(model), exact_class=True)
    for model in TERRITORY_MODELS:
        register_permission_policy(model, GroundPolicy(model), exact_class=True)
    register_permission_policy(FactChange, HistoryPolicy(FactChange), exact_class=True)
    register_permission_policy(User, AccountPolicy(User), exact_class=True)
    register_permission_policy(Group, ClosedPolicy(Group), exact_class=True)
