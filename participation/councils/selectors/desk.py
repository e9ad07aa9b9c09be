"""What waits for those who organise a council, and the lists of their desk."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.rules import grants_of
from participation.base.desk.registry import DeskItem, DeskLink
from participation.base.text import dates
from participation.councils.enums import MemberRole, RequestState
from participation.councils.models import Council, Decision, JoinRequest, Meeting, Membership, Opinion
from participation.councils.rules import COORDINATION
from participation.councils.wording import when

SOON = timedelta(days=30)
MOST = 100


@dataclass(frozen=True, slots=True)
class DeskPage:
    """`requests`: empty for who may not read them; `waiting`: how many there are."""

    requests: list[JoinRequest]
    waiting: int
    coming: list[Meeting]
    past: list[Meeting]
    decisions: list[Decision]
    opinions: list[Opinion]


def desk_councils(user, day: date):
    """The open councils this person organises or coordinates, with `waiting`, the number of requests. One query."""
    found = Council.objects.open().filter(pk__in=_organised(user, day) | _coordinated(user, day))
    waiting = Count("requests", filter=Q(requests__state=RequestState.WAITING))
    return found.select_related("commune").annotate(waiting=waiting).order_by("commune__name", "name")[:MOST]


def desk_events(user, instant: datetime):
    """The open events to come that this person may change. One query."""
    found = Meeting.objects.filter(council__isnull=True).to_come(instant)
    return found.filter(_over_communes(user, timezone.localdate(instant))).order_by("starts_at", "pk")[:MOST]


def desk_page(council, instant: datetime, *, reads_requests: bool = True) -> DeskPage:
    """Five queries, whatever waits."""
    requests = list(council.requests.waiting().select_related("user").order_by("answer_by", "pk")[:MOST])
    awaited = council.opinions.filter(reply__isnull=True)
    meetings = Meeting.objects.filter(council=council).select_related("council")
    return DeskPage(
        requests=requests if reads_requests else [],
        waiting=len(requests),
        coming=list(meetings.to_come(instant).order_by("starts_at", "pk")[:MOST]),
        past=list(meetings.past(instant).order_by("-starts_at", "-pk")[:5]),
        decisions=list(council.decisions.unsettled().select_related("partner").order_by("decided_on", "pk")[:MOST]),
        opinions=list(awaited.select_related("addressed_to").order_by("answer_by", "pk")[:MOST]),
    )


def desk_items(user, day: date) -> list[DeskItem]:
    """Requests, meetings of the month, decisions past their day. Three queries.

    Requests go to the council's own organisers; the coordination sees that they wait once they are late.
    """
    own = _organised(user, day)
    all_of_them = own | _coordinated(user, day)
    requests = JoinRequest.objects.waiting().filter(Q(council__in=own) | Q(council__in=all_of_them, answer_by__lt=day))
    others = Membership.objects.in_force(day).filter(role=MemberRole.ORGANISER, user__is_active=True)
    requests = requests.annotate(
        own=ExpressionWrapper(Q(council__in=own), BooleanField()),
        organised=Exists(others.filter(council=OuterRef("council"))),
    )
    start = timezone.make_aware(datetime.combine(day, time.min))
    meetings = Meeting.objects.planned().filter(council__in=own, starts_at__gte=start, starts_at__lt=start + SOON)
    late = Decision.objects.unsettled().filter(council__in=own, due_on__lt=day)
    return [
        *(_request_item(one, day) for one in requests.select_related("council").order_by("answer_by")[:MOST]),
        *(_meeting_item(one) for one in meetings.select_related("council").order_by("starts_at")[:MOST]),
        *(_decision_item(one) for one in late.select_related("council").order_by("due_on")[:MOST]),
    ]


def desk_links(user) -> list[DeskLink]:
    return [DeskLink(url=reverse("councils:desk-list"), label=str(_("Conseils et agenda")))]


def _request_item(request, day) -> DeskItem:
    """Who may not read it is led to the council's desk, which says that it waits (see `rules.can_read_requests`)."""
    mine = request.own or not request.organised
    at_the_desk = reverse("councils:desk", args=[request.council.slug]) + "#demandes"
    return DeskItem(
        title=_("Demande pour siéger : %(council)s") % {"council": request.council.name},
        url=request.get_desk_url() if mine else at_the_desk,
        detail=_("Reçue le %(day)s.") % {"day": dates.day(request.asked_at)},
        action=_("Répondre à la personne") if mine else _("Voir avec l’organisation du conseil"),
        due=request.answer_by,
        late=request.answer_by < day,
        icon="" if request.answer_by < day else "recu",
    )


def _meeting_item(meeting) -> DeskItem:
    return DeskItem(
        title=f"{meeting.title}, {meeting.council.name}",
        url=reverse("councils:desk", args=[meeting.council.slug]) + "#reunions",
        detail=f"{when(meeting.starts_at).capitalize()}, {meeting.place or _('lieu à préciser')}.",
        action=_("Préparer la réunion"),
        due=timezone.localdate(meeting.starts_at),
        icon="prevu",
    )


def _decision_item(decision) -> DeskItem:
    return DeskItem(
        title=decision.text,
        url=reverse("councils:desk-decision", args=[decision.council.slug, decision.pk]),
        detail=decision.council.name,
        action=_("Dire ce que c’est devenu"),
        due=decision.due_on,
        late=True,
    )


def _organised(user, day):
    """The councils of which this person is an organiser, as a sub-query."""
    mandates = user.council_memberships.in_force(day).filter(role=MemberRole.ORGANISER)
    return Council.objects.open().filter(pk__in=mandates.values("council"))


def _coordinated(user, day):
    return Council.objects.open().filter(_over_communes(user, day))


def _over_communes(user, day) -> Q:
    """The communes over which this person coordinates; every one for a role over the whole portal."""
    if user.is_superuser:
        return Q()
    grants = [grant for grant in grants_of(user) if grant.role in COORDINATION and grant.in_force(day)]
    if any(grant.commune_id is None for grant in grants):
        return Q()
    return Q(commune__in=[grant.commune_id for grant in grants])
