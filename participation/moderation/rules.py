"""Who reads what waits, who decides it, who reads what was sealed."""

from participation.accounts.enums import Role
from participation.accounts.rules import grants_of, has_role
from participation.base.calendar import today
from participation.base.site.selectors import module_enabled
from participation.moderation import registry
from participation.moderation.authors import author_key
from participation.moderation.enums import CaseState, Decision

MODERATE = (Role.NEIGHBOURHOOD_OFFICER, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)
READ_SEALED = (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)


def can_enter_moderation(user) -> bool:
    """The city's moderators, and those for whom things of another audience may wait (organisers of a council)."""
    if not getattr(user, "is_authenticated", False):
        return False
    if has_role(user, *MODERATE):
        return True
    return any(kind.may_enter(user) for kind in registry.kinds() if kind.may_enter and module_enabled(kind.module))


def can_read_case(user, case) -> bool:
    """Within the reach of its kind, and not one's own text."""
    kind = _kind(case)
    if kind is None or is_own(user, case) or not getattr(user, "is_authenticated", False):
        return False
    return kind.reach(user, type(case)._default_manager.filter(pk=case.pk, kind=case.kind)).exists()


def can_decide(user, case) -> bool:
    """Decide what waits to be read for the first time, or again."""
    return case.state == CaseState.WAITING and can_read_case(user, case)


def can_decide_appeal(user, appeal) -> bool:
    """A refusal that is contested: somebody else than who refused; one that was sealed, those who may read the seal."""
    case = appeal.case
    if appeal.decided_at is not None or appeal.outside or not can_read_case(user, case):
        return False
    if user.pk in (appeal.not_by_id, case.decided_by_id):
        return False
    return case.decision != Decision.SEAL or can_read_sealed(user, case)


def can_seal(user, case) -> bool:
    """Whoever decides may put a threat away; the kind must know how to take the original away."""
    kind = _kind(case)
    return kind is not None and kind.erase is not None and can_decide(user, case)


def can_undo(user, case) -> bool:
    return case.state == CaseState.DECIDED and case.decided_by_id == user.pk


def can_read_sealed(user, case) -> bool:
    """Two roles over the whole commune, whoever else may have read the text before it was sealed."""
    return not is_own(user, case) and holds_over(user, READ_SEALED, case.commune_id)


def can_read_sealed_somewhere(user) -> bool:
    return has_role(user, *READ_SEALED)


def can_ban(user, case) -> bool:
    """The city's moderators over the commune of the case."""
    return bool(case.author_key) and not is_own(user, case) and holds_over(user, MODERATE, case.commune_id)


def can_lift_ban(user, ban) -> bool:
    case = ban.case
    return holds_over(user, MODERATE, case.commune_id if case is not None else None)


def is_own(user, case) -> bool:
    if not case.author_key or not getattr(user, "is_authenticated", False):
        return False
    return case.author_key in own_keys(user)


def own_keys(user) -> tuple[str, ...]:
    return author_key(user=user), author_key(email=user.email, known_account=False)


def acting_role(user, case) -> str:
    """The role that lets this person act, for the log; empty for the organisers of a council."""
    if user is None or case.audience:
        return ""
    for role in MODERATE:
        if holds_over(user, (role,), case.commune_id):
            return role
    return ""


def city_reach(user, cases):
    """Out of a query set of cases, those that the city's moderators read: never those of another audience."""
    everywhere, communes = reach(user, MODERATE)
    cases = cases.filter(audience="")
    return cases if everywhere else cases.filter(commune__in=communes)


def reach(user, roles) -> tuple[bool, list[int]]:
    """(whole portal?, communes) over which one of `roles` holds today."""
    day = today()
    if getattr(user, "is_superuser", False) and user.is_active and Role.ADMINISTRATOR in roles:
        return True, []
    held = [grant for grant in grants_of(user) if grant.role in roles and grant.in_force(day)]
    everywhere = any(grant.commune_id is None and grant.partner_id is None for grant in held)
    return everywhere, [grant.commune_id for grant in held if grant.commune_id]


def holds_over(user, roles, commune) -> bool:
    """Of no commune (an intercommunal convention): those who hold the whole portal."""
    if not getattr(user, "is_authenticated", False):
        return False
    if commune is not None:
        return has_role(user, *roles, commune=commune)
    return reach(user, roles)[0]


def _kind(case):
    try:
        kind = registry.kind(case.kind)
    except LookupError:
        return None
    return kind if module_enabled(kind.module) else None
