from dataclasses import dataclass

from participation.councils.models import Council, JoinRequest, Membership
from participation.councils.rules import takes_requests


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with a council: `state` is anonymous, member, waiting, closed or free.

    `settled`: the last request that was answered or withdrawn, for who asked before.
    """

    state: str
    membership: Membership | None = None
    request: JoinRequest | None = None
    settled: JoinRequest | None = None


def standing(user, council: Council, day) -> Standing:
    """Two queries at most, none for anonymous people."""
    if not user.is_authenticated:
        return Standing("anonymous" if takes_requests(council) else "closed")
    membership = Membership.objects.in_force(day).filter(council=council, user=user).select_related("college").first()
    if membership is not None:
        return Standing("member", membership=membership)
    last = JoinRequest.objects.filter(council=council, user=user).order_by("-asked_at", "-pk").first()
    if last is not None and last.settled_at is None:
        return Standing("waiting", request=last)
    return Standing("free" if takes_requests(council) else "closed", settled=last)
