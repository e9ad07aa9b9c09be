"""Requests to sit, as the organisers of the council find them in the queue of moderation: theirs alone, never the
city's. Publishing means accepting, refusing declining; the council's own letter tells the person."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import User
from participation.accounts.selectors import public_name
from participation.base.calendar import today
from participation.base.text import dates
from participation.councils.emails import MODULE
from participation.councils.enums import MemberRole
from participation.councils.models import JoinRequest, Membership
from participation.councils.selectors.joining import KIND
from participation.councils.services import accept_request, decline_request
from participation.councils.services.holding import audience_of, council_of
from participation.moderation.enums import Ground
from participation.moderation.registry import Item, Kind, register


def connect() -> None:
    register(
        Kind(
            key=KIND,
            label=gettext_lazy("Demandes pour siéger"),
            module=MODULE,
            find=find,
            reach=reach,
            publish=publish,
            refuse=refuse,
            tell=lambda *args, **kwargs: None,
            may_enter=may_enter,
            readers=readers,
        )
    )


def find(keys) -> dict[str, Item]:
    """Those that wait for an answer. One query."""
    numbers = [int(key) for key in keys if key.isdecimal()]
    requests = JoinRequest.objects.waiting().filter(pk__in=numbers).select_related("council", "user")
    return {str(request.pk): _item(request) for request in requests}


def _item(request) -> Item:
    return Item(
        title=_("Demande pour siéger : %(council)s") % {"council": request.council.name},
        url=request.get_desk_url(),
        text=request.motivation,
        author=public_name(request.user),
        written_at=request.asked_at,
        context=(
            (_("Conseil"), request.council.name),
            (_("Réponse promise au plus tard le"), dates.day(request.answer_by)),
        ),
    )


def reach(user, cases):
    """Of the councils this person organises today."""
    if not getattr(user, "is_authenticated", False):
        return cases.none()
    audience = Concat(Value(audience_of("")), Cast("council", CharField()))
    return cases.filter(audience__in=_organised(user).values_list(audience))


def may_enter(user) -> bool:
    return _organised(user).exists()


def readers(case):
    """The organisers of its council."""
    mandates = Membership.objects.in_force(today()).filter(council=council_of(case.audience), role=MemberRole.ORGANISER)
    return User.objects.filter(pk__in=mandates.values("user"), is_active=True)


def publish(key, by, at, text) -> None:
    request = _waiting(key)
    if request is not None:
        accept_request(request=request, by=by, at=at, decided=True)


def refuse(key, by, at, ground, reason) -> None:
    """The words addressed to the person, else the rule of the charter."""
    request = _waiting(key)
    if request is not None:
        said = reason or (str(Ground(ground).label) if ground else "")
        decline_request(request=request, by=by, reason=said, at=at, decided=True)


def _waiting(key) -> JoinRequest | None:
    return JoinRequest.objects.waiting().filter(pk=int(key)).first() if str(key).isdecimal() else None


def _organised(user):
    return user.council_memberships.in_force(today()).filter(role=MemberRole.ORGANISER)
