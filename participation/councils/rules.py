"""Who may do what around a council. Its own roles come from `Membership` alone; the coordination's from its grants.

A council's organisers are not the city's staff: an organiser of one council has no say in another.
"""

from participation.accounts.enums import Role
from participation.accounts.rules import has_role
from participation.base.calendar import today
from participation.councils.enums import Joining, MeetingState, MemberRole, RequestState

COORDINATION = (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)


def coordinates(user, commune_id, day=None) -> bool:
    """GUSP coordinator or administrator over that commune (or the whole portal)."""
    return has_role(user, *COORDINATION, commune=commune_id, day=day)


def organises(user, council, day=None) -> bool:
    """Whether a mandate of organiser of this very council is in force. One query for those who are signed in."""
    if not _is_someone(user):
        return False
    mandates = user.council_memberships.in_force(day or today()).filter(council=council, role=MemberRole.ORGANISER)
    return mandates.exists()


def can_organise_council(user, council, day=None) -> bool:
    """Answer requests, plan, move and cancel meetings, note decisions and what became of them."""
    if not _is_someone(user):
        return False
    return coordinates(user, council.commune_id, day) or organises(user, council, day)


def can_enter_council_desk(user, day=None) -> bool:
    """The desk of at least one council, or the agenda of a commune."""
    if not _is_someone(user):
        return False
    if has_role(user, *COORDINATION, day=day):
        return True
    return user.council_memberships.in_force(day or today()).filter(role=MemberRole.ORGANISER).exists()


def can_read_requests(user, council, day=None) -> bool:
    """What people write to a council is for its own organisers; the coordination reads it where nobody organises."""
    if not _is_someone(user):
        return False
    if organises(user, council, day):
        return True
    return coordinates(user, council.commune_id, day) and not has_organiser(council, day)


def has_organiser(council, day=None) -> bool:
    """Whether somebody with an account organises it. One query."""
    mandates = council.memberships.in_force(day or today()).filter(role=MemberRole.ORGANISER)
    return mandates.filter(user__is_active=True).exists()


def can_answer_request(user, request, day=None) -> bool:
    """Nobody answers their own request."""
    return (
        request.state == RequestState.WAITING
        and request.user_id != getattr(user, "pk", None)
        and can_read_requests(user, request.council, day)
    )


def can_withdraw_request(user, request) -> bool:
    return _is_someone(user) and request.state == RequestState.WAITING and request.user_id == user.pk


def can_plan_event(user, commune, day=None) -> bool:
    """An open event of the commune that belongs to no council: a doorstep meeting, a public meeting, a visit."""
    return _is_someone(user) and coordinates(user, commune, day)


def can_change_meeting(user, meeting, day=None) -> bool:
    """Move or cancel it. A cancelled meeting does not change any more."""
    if meeting.state != MeetingState.PLANNED:
        return False
    if meeting.council_id is None:
        return can_plan_event(user, meeting.commune_id, day)
    return can_organise_council(user, meeting.council, day)


def takes_requests(council) -> bool:
    """Whether the council, as it is now, takes requests at all."""
    return council.closed_on is None and council.joining in (Joining.OPEN, Joining.DRAW)


def can_ask_to_join(user, council, day=None) -> bool:
    """Signed in, not a member, no request waiting, and the council takes requests. Two queries."""
    if not (_is_someone(user) and takes_requests(council)):
        return False
    if user.council_memberships.in_force(day or today()).filter(council=council).exists():
        return False
    return not user.council_requests.waiting().filter(council=council).exists()


def _is_someone(user) -> bool:
    return bool(getattr(user, "is_authenticated", False) and user.is_active)
