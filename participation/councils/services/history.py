from participation.councils.enums import ActorRole
from participation.councils.models import CouncilEvent
from participation.councils.rules import organises


def note(*, verb, at, by=None, council=None, role=None, **about) -> None:
    """Append one line. `by`: who acted, or None; `role`: in what role, worked out from the mandates unless told."""
    CouncilEvent.objects.create(
        council=council, verb=verb, actor=by, role=role or acting_role(by, council), at=at, **about
    )


def acting_role(user, council) -> str:
    """The council's own organiser first: who has both roles acts for the council here."""
    if user is None:
        return ActorRole.SYSTEM
    if council is not None and organises(user, council):
        return ActorRole.ORGANISER
    return ActorRole.COORDINATION
