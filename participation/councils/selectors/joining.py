from dataclasses import dataclass

from participation.councils.enums import MemberRole
from participation.councils.models import Council, JoinRequest, Membership
from participation.councils.rules import takes_requests
from participation.moderation.models import Case

# Requests in the queue of moderation.
KIND = "demande-conseil"


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


def mandate_badge(user, commune_id, day) -> str:
    """« Conseil citoyen de la Gare »: for whom sits in a council of this commune on that day; empty else."""
    if commune_id is None or not getattr(user, "is_authenticated", False):
        return ""
    mandates = Membership.objects.in_force(day).filter(user=user, council__commune=commune_id, council__closed_on=None)
    mandate = mandates.exclude(role=MemberRole.PARTNER).select_related("council").order_by("pk").first()
    return mandate.council.name if mandate else ""


def version_of(request: JoinRequest) -> int | None:
    """The version of its case in the queue: what a page about it sends back. One query."""
    return Case.objects.about(KIND, request.pk).values_list("version", flat=True).first()
