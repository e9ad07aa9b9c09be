"""Who may do what: named predicates over the grants of one person.

Every one takes a user (anonymous ones may nothing) and reads the grants once per user object, so once per request.
A grant without commune or partner holds for the whole portal; one over a commune or a partner holds there only.
A technical account (`is_superuser`, made on the command line) counts as an administrator of the whole portal.
"""

from django.db.models import Model

from participation.accounts.enums import ADMIN_ACCESS_ROLES, STAFF_ROLES, Role
from participation.base.calendar import today

_CACHE = "_grants_of_this_request"


def grants_of(user) -> tuple:
    """Every grant of this person, past and future ones too: one query per user object, none for anonymous people."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, tuple(user.grants.select_related("commune", "partner")))
    return getattr(user, _CACHE)


def forget_grants(user) -> None:
    """Read them again at the next question; for services that change them."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)


def has_role(user, *roles, commune=None, partner=None, day=None) -> bool:
    """Whether one of these roles holds on `day` (today), over that commune or partner if one is named.

    Without commune or partner the question is « anywhere? ». A grant over one commune does not cover a partner,
    nor the reverse.
    """
    if getattr(user, "is_superuser", False) and user.is_active and Role.ADMINISTRATOR in roles:
        return True
    day = day or today()
    return any(
        grant.role in roles and grant.in_force(day) and _covers(grant, commune, partner) for grant in grants_of(user)
    )


def _covers(grant, commune, partner) -> bool:
    if grant.commune_id is None and grant.partner_id is None:
        return True
    if commune is not None and grant.commune_id != _pk(commune):
        return False
    return partner is None or grant.partner_id == _pk(partner)


def _pk(thing):
    return thing.pk if isinstance(thing, Model) else thing


def _holds_over(user, roles, commune, day=None) -> bool:
    """Like `has_role`, but where no commune is named the role must be over the whole portal."""
    if getattr(user, "is_superuser", False) and user.is_active and Role.ADMINISTRATOR in roles:
        return True
    if commune is not None:
        return has_role(user, *roles, commune=commune, day=day)
    day = day or today()
    return any(
        grant.role in roles and grant.in_force(day) and grant.commune_id is None and grant.partner_id is None
        for grant in grants_of(user)
    )


def is_staff_member(user, day=None) -> bool:
    """Acts for the city or a partner: must carry a second factor in production."""
    if not getattr(user, "is_authenticated", False):
        return False
    return user.is_superuser or user.is_staff or has_role(user, *STAFF_ROLES, day=day)


def can_enter_admin(user) -> bool:
    return has_role(user, *ADMIN_ACCESS_ROLES)


def can_edit_content(user) -> bool:
    """Write pages and submit them. Pages belong to the one portal, so the role over any commune is enough."""
    return has_role(user, Role.EDITOR, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)


def can_publish_content(user) -> bool:
    """Publish, and approve what an editor submitted."""
    return has_role(user, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)


def can_manage_territory(user, commune=None) -> bool:
    """Change quartiers, residences and partners of a commune; without one, what belongs to the whole portal."""
    return _holds_over(user, (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR), commune)


def can_validate_facts(user, commune) -> bool:
    """Make a proposed milestone, budget line… of this commune's convention true. `None`: of an intercommunal one."""
    return _holds_over(user, (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR), commune)


def can_propose_facts(user, partner) -> bool:
    """Propose a change to the facts of this partner: its own agents, and those who may validate them."""
    return has_role(user, Role.PARTNER_AGENT, partner=partner) or can_validate_facts(user, partner.commune_id)


def can_read_late_lists(user, commune=None) -> bool:
    """Every delay by name, before it is public: the State's reader, and those who can act on it."""
    return _holds_over(user, (Role.STATE_READER, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR), commune)


def can_view_privacy_register(user) -> bool:
    """The register with its internals: what the purge proposes, what was removed. The register itself is public."""
    return has_role(user, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)


def can_grant_roles(user, *, role, commune=None, partner=None) -> bool:
    """Grant, verify or end this role with this scope.

    An administrator of the whole portal: all. An administrator of one commune: what stays within that commune, which
    includes the agents of its own partners.
    """
    if partner is not None:
        return _holds_over(user, (Role.ADMINISTRATOR,), partner.commune_id)
    return role in Role.values and _holds_over(user, (Role.ADMINISTRATOR,), commune)


def can_verify_elected(user, grant) -> bool:
    """An elected member's badge is given by an administrator, never by the person who asks for it."""
    return (
        grant.role == Role.ELECTED_MEMBER
        and grant.user_id != user.pk
        and can_grant_roles(user, role=grant.role, commune=grant.commune)
    )
