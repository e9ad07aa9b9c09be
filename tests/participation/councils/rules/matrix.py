"""Every role of the portal and of a council, here and elsewhere, in and out of time: whom does a rule let in?"""

from datetime import timedelta
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser

from participation.accounts.enums import Role
from participation.base.calendar import today
from participation.councils.enums import MemberRole
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.councils import CouncilFactory, MembershipFactory
from tests.factories.territory import CommuneFactory

PORTAL, HERE, ELSEWHERE = "portal", "here", "elsewhere"
OWN, SISTER, FAR = "own", "sister", "far"


def ground():
    """A council, another one of the same commune, one of another commune."""
    here, elsewhere = CommuneFactory(), CommuneFactory()
    return SimpleNamespace(
        here=here,
        elsewhere=elsewhere,
        own=CouncilFactory(commune=here),
        sister=CouncilFactory(commune=here),
        far=CouncilFactory(commune=elsewhere),
    )


def people(world):
    """(name, user) of everyone who could be asked about: by grant × scope, by mandate × council, and nobody."""
    for role in Role:
        if role == Role.PARTNER_AGENT:
            yield (role, "partner"), RoleGrantFactory(role=role).user
            continue
        for scope, commune in ((PORTAL, None), (HERE, world.here), (ELSEWHERE, world.elsewhere)):
            yield (role, scope), RoleGrantFactory(role=role, commune=commune).user
    for role in MemberRole:
        for where in (OWN, SISTER, FAR):
            yield (role, where), MembershipFactory(council=getattr(world, where), role=role).user
    yield "nobody", AnonymousUser()
    yield "resident", UserFactory()


def out_of_time(world):
    """Organisers and coordinators whose mandate or role does not hold today, or whose account is closed."""
    day, past = today(), today() - timedelta(days=1)
    for moment in ({"until": past}, {"from_date": day + timedelta(days=1)}, {"ended_on": day}):
        yield MembershipFactory(council=world.own, role=MemberRole.ORGANISER, **moment).user
        yield RoleGrantFactory(role=Role.GUSP_COORDINATOR, commune=world.here, **moment).user
    yield MembershipFactory(council=world.own, role=MemberRole.ORGANISER, user__is_active=False).user
    yield RoleGrantFactory(role=Role.ADMINISTRATOR, user=UserFactory(is_active=False)).user


def let_through(rule, world) -> set:
    assert not [user for user in out_of_time(world) if rule(user)]
    return {name for name, user in people(world) if rule(user)}


COORDINATION = {(role, scope) for role in (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR) for scope in (PORTAL, HERE)}
COORDINATION_ANYWHERE = COORDINATION | {(role, ELSEWHERE) for role in (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)}
