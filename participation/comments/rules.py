"""Who may read, decide and answer. Before it is published a comment concerns those who moderate, and nobody else."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.enums import Role
from participation.accounts.rules import grants_of, has_role
from participation.base.calendar import today
from participation.comments.enums import State
from participation.comments.tuning import edit_within
from participation.comments.workflow import EDITABLE, SENTENCES, TRANSITIONS

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


def can_correct_answer(user, comment, answer) -> bool:
    """The city's own answer: its agents. A partner's: its agents, and those who moderate."""
    if comment.state != State.PUBLISHED:
        return False
    if answer.partner_id is None:
        return _holds_over(user, ANSWER, comment.commune_id)
    return _is_agent_of(user, answer.partner_id) or _holds_over(user, MODERATE, comment.commune_id)


def can_steer_discussion(user, commune_id) -> bool:
    """Dates and outcome of the discussion about an object of this commune."""
    return _holds_over(user, MODERATE, commune_id)


def steering_role(user, commune_id) -> str:
    return next((role for role in MODERATE if _holds_over(user, (role,), commune_id)), "")


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


def is_writer(user, comment) -> bool:
    return getattr(user, "is_authenticated", False) and user.is_active and comment.user_id == user.pk


def can_edit_comment(user, comment, at) -> bool:
    """One's own, a few minutes long."""
    return is_writer(user, comment) and not why_not_editable(comment, at)


def can_withdraw_comment(user, comment) -> bool:
    """One's own, until somebody has refused or removed it."""
    return is_writer(user, comment) and State.WITHDRAWN in TRANSITIONS[comment.state]


def can_support_comment(user, comment) -> bool:
    """With an account, what everyone reads, what somebody else wrote."""
    return getattr(user, "is_authenticated", False) and user.is_active and not why_not_supportable(comment, user)


def why_not_editable(comment, at) -> str:
    """What keeps its author from changing it at this instant; empty where nothing does."""
    if comment.state not in EDITABLE:
        return str(SENTENCES[comment.state])
    if hasattr(comment, "official_answer"):
        return _("Une réponse officielle est parue : elle répond à ce que vous avez écrit.")
    if at > comment.submit_date + edit_within():
        minutes = int(edit_within().total_seconds() // 60)
        return ngettext(
            "Un commentaire se modifie pendant une minute. Vous pouvez le supprimer et en écrire un autre.",
            "Un commentaire se modifie pendant %(minutes)s minutes. Vous pouvez le supprimer et en écrire un autre.",
            minutes,
        ) % {"minutes": minutes}
    return ""


def why_not_supportable(comment, user) -> str:
    """What keeps this person from supporting it; empty where nothing does."""
    if comment.state != State.PUBLISHED:
        return _("Ce commentaire n’est plus affiché.")
    if comment.user_id is not None and comment.user_id == user.pk:
        return _("C’est votre commentaire : ce sont les autres qui le soutiennent.")
    return ""


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
