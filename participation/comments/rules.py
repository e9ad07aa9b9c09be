"""Who may read, decide and answer. Before it is published a comment concerns those who moderate, and nobody else."""

from participation.accounts.enums import Role
from participation.accounts.rules import grants_of, has_role
from participation.base.calendar import today
from participation.comments.enums import State

MODERATE = (Role.NEIGHBOURHOOD_OFFICER, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)
ANSWER = (Role.FIELD_AGENT, *MODERATE)
# What a moderator sees: not what nobody has confirmed yet.
MODERATED = (State.HELD, State.PUBLISHED, State.REFUSED, State.REMOVED)


def can_moderate_comment(user, comment) -> bool:
    """Publish it, refuse it, take it away: officers, coordination and administration of its commune.

    A comment on something of no commune (an intercommunal convention) belongs to those who hold the whole portal.
    """
    return comment.state in MODERATED and _holds_over(user, MODERATE, comment.commune_id)


def can_answer_comment(user, comment) -> bool:
    """Answer in the name of the city (its agents too) or of the partner whose action it is. Only what is published."""
    if comment.state != State.PUBLISHED:
        return False
    return _holds_over(user, ANSWER, comment.commune_id) or _is_agent_of(user, comment.partner_id)


def can_read_comment(user, comment) -> bool:
    """On the desk."""
    return can_moderate_comment(user, comment) or can_answer_comment(user, comment)


def can_enter_comment_desk(user) -> bool:
    return has_role(user, *ANSWER, Role.PARTNER_AGENT)


def can_moderate_somewhere(user) -> bool:
    return has_role(user, *MODERATE)


def acts_for_partner(user, comment) -> bool:
    """Whether this person answers as the partner's agent, and not for the city."""
    return not _holds_over(user, ANSWER, comment.commune_id) and _is_agent_of(user, comment.partner_id)


def acting_role(user, comment) -> Role:
    """The role that lets this person act on the comment, for the history."""
    for role in ANSWER:
        if _holds_over(user, (role,), comment.commune_id):
            return role
    return Role.PARTNER_AGENT if _is_agent_of(user, comment.partner_id) else Role.RESIDENT


def reach(user, roles) -> tuple[bool, list[int], list[int]]:
    """For lists: (whole portal?, communes, partners) over which one of `roles` holds today."""
    day = today()
    held = [grant for grant in grants_of(user) if grant.role in roles and grant.in_force(day)]
    everywhere = any(grant.commune_id is None and grant.partner_id is None for grant in held)
    everywhere = everywhere or (getattr(user, "is_superuser", False) and user.is_active)
    communes = [grant.commune_id for grant in held if grant.commune_id]
    return bool(everywhere), communes, [grant.partner_id for grant in held if grant.partner_id]


def _is_agent_of(user, partner) -> bool:
    return partner is not None and has_role(user, Role.PARTNER_AGENT, partner=partner)


def _holds_over(user, roles, commune) -> bool:
    if commune is not None:
        return has_role(user, *roles, commune=commune)
    return reach(user, roles)[0]
