"""Writes on accounts and roles: the only way for the floors above to change them."""

from participation.accounts.services.accounts import (
    change_display_name,
    create_account,
    end_sessions,
    free_unconfirmed_address,
    set_preferred_quartier,
    warn_unused_account,
)
from participation.accounts.services.erasure import SoleAdministrator, erase_account
from participation.accounts.services.roles import RoleRefused, grant_role, revoke_role, verify_elected_member
from participation.accounts.services.sync import sync_roles, sync_user

__all__ = [
    "RoleRefused",
    "SoleAdministrator",
    "change_display_name",
    "create_account",
    "end_sessions",
    "erase_account",
    "free_unconfirmed_address",
    "grant_role",
    "revoke_role",
    "set_preferred_quartier",
    "sync_roles",
    "sync_user",
    "verify_elected_member",
    "warn_unused_account",
]
