"""The page of a council: its next meeting, its seats, what it decided and advised, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.text import dates
from participation.councils.enums import DecisionState, MeetingState, MemberRole
from participation.councils.models import Council, Decision, Meeting, Opinion
from participation.councils.rules import takes_requests
from participation.councils.selectors.lines import MeetingLine, meeting_line
from participation.councils.wording import decision_said, opinion_said, votes_said
from participation.territory.models import Quartier

COMING = 6
PAST = 4
DECISIONS = 10
OPINIONS = 10
DECISIONS_PAGE = 40


@dataclass(frozen=True, slots=True)
class Seats:
    """One college: `seats` is None where nobody said how many there are."""

    label: str
    taken: int
    seats: int | None
    note: str

    @property
    def drawn(self) -> int:
        """Windows of the façade: the seats, or at least those that are taken."""
        return max(self.seats or 0, self.taken)


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """For the component `lines`: what was decided or advised, when, and where it stands."""

    pk: int
    title: str
    meta: str
    state: str
    label: str
    strong: str
    text: str


@dataclass(frozen=True, slots=True)
class CouncilPage:
    council: Council
    kicker: str
    sign: str
    quartiers: tuple[Quartier, ...]
    next_meeting: Meeting | None
    coming: tuple[MeetingLine, ...]
    past: tuple[MeetingLine, ...]
    colleges: tuple[Seats, ...]
    organisers: int
    members: int
    decisions: tuple[OutcomeLine, ...]
    decisions_total: int
    decisions_done: int
    opinions: tuple[OutcomeLine, ...]
    takes_requests: bool


def council_page(slug: str, instant: datetime) -> CouncilPage | None:
    """Everything the public may read of one council, or None. Eight queries, whatever it holds."""
    names = Prefetch("quartiers", Quartier.objects.only("name", "slug").order_by("name"))
    council = Council.objects.select_related("commune").prefetch_related(names).filter(slug=slug).first()
    if council is None:
        return None
    day = timezone.localdate(instant)
    quartiers = tuple(council.quartiers.all())
    kicker, sign = _sign(council, quartiers)
    coming = list(_meetings(council).to_come(instant).order_by("starts_at", "pk")[:COMING])
    past = _meetings(council).past(instant).filter(state=MeetingState.PLANNED).order_by("-starts_at", "-pk")[:PAST]
    following = next((one for one in coming if not one.is_cancelled), None)
    seats, organisers, members = _seats(council, day)
    decided = council.decisions.aggregate(total=Count("pk"), done=Count("pk", filter=Q(state=DecisionState.DONE)))
    return CouncilPage(
        council=council,
        kicker=kicker,
        sign=sign,
        quartiers=quartiers,
        next_meeting=following,
        coming=tuple(meeting_line(one, under_its_council=True) for one in coming if one is not following),
        past=tuple(meeting_line(one, under_its_council=True) for one in past),
        colleges=seats,
        organisers=organisers,
        members=members,
        decisions=tuple(_decisions(council, day)[:DECISIONS]) if decided["total"] else (),
        decisions_total=decided["total"],
        decisions_done=decided["done"],
        opinions=_opinions(council, day),
        takes_requests=takes_requests(council),
    )


def decisions_page(council, day, *, behind: Decision | None = None) -> tuple[list[OutcomeLine], int | None]:
    """All decisions, latest first, and the key of the last one shown when there are more. One query."""
    found = council.decisions
    if behind is not None:
        found = found.filter(Q(decided_on__lt=behind.decided_on) | Q(decided_on=behind.decided_on, pk__lt=behind.pk))
    rows = list(found.select_related("partner").order_by("-decided_on", "-pk")[: DECISIONS_PAGE + 1])
    shown = rows[:DECISIONS_PAGE]
    return [_decision_line(one, day) for one in shown], shown[-1].pk if len(rows) > DECISIONS_PAGE else None


def _meetings(council):
    return Meeting.objects.filter(council=council).select_related("council")


def _sign(council, quartiers) -> tuple[str, str]:
    """« Conseil citoyen de » small above « Canto-Perdrix »: the place is what the enamel sign names."""
    for quartier in quartiers:
        before = council.name.removesuffix(quartier.name)
        if before.strip() and before != council.name:
            return before.strip(), quartier.name
    return capfirst(council.get_kind_display()), council.name


def _seats(council, day):
    """Two queries: mandates in force counted by college and role, and the colleges."""
    counts = council.memberships.in_force(day).values_list("college", "role").annotate(number=Count("pk")).order_by()
    counts = list(counts)
    taken: dict = {}
    for college, role, number in counts:
        if role != MemberRole.SUBSTITUTE:
            taken[college] = taken.get(college, 0) + number
    seats = [Seats(one.get_kind_display(), taken.get(one.pk, 0), one.seats, one.note) for one in council.colleges.all()]
    if taken.get(None):
        seats.append(Seats(_("Autres membres") if seats else _("Membres"), taken[None], None, ""))
    organisers = sum(number for _college, role, number in counts if role == MemberRole.ORGANISER)
    return tuple(seats), organisers, sum(taken.values())


def _decisions(council, day):
    rows = council.decisions.select_related("partner").order_by("-decided_on", "-pk")[:DECISIONS]
    return [_decision_line(one, day) for one in rows]


def _decision_line(decision, day) -> OutcomeLine:
    shape, strong, rest = decision_said(decision, day)
    decided = _("Décidé le %(day)s") % {"day": dates.day(decision.decided_on)}
    late = shape == "retard"
    label = _("En retard") if late else capfirst(decision.get_state_display())
    return OutcomeLine(decision.pk, decision.text, decided, shape, label, strong, rest)


def _opinions(council, day) -> tuple[OutcomeLine, ...]:
    """Late first, then the latest. One query."""
    rows = Opinion.objects.filter(council=council).select_related("addressed_to", "reply").order_by("-number")
    lines = [_opinion_line(one, day) for one in rows[:OPINIONS]]
    return tuple(sorted(lines, key=lambda line: line.state != "retard"))


def _opinion_line(opinion, day) -> OutcomeLine:
    reply = getattr(opinion, "reply", None)
    shape, strong, rest = opinion_said(opinion, reply, day)
    given = _("Rendu le %(day)s") % {"day": dates.day(opinion.given_on)}
    votes = votes_said(opinion)
    labels = {"retard": _("En retard"), "prevu": _("Réponse attendue")}
    return OutcomeLine(
        pk=opinion.pk,
        title=_("Avis n° %(number)s, %(title)s") % {"number": opinion.number, "title": opinion.title},
        meta=f"{given}, {votes}" if votes else given,
        state=shape,
        label=labels.get(shape, _("Répondu")),
        strong=strong,
        text=rest,
    )


def decisions_said(total: int, done: int) -> str:
    """« 5 décisions. 3 sont faites. »"""
    number = ngettext("%(count)s décision.", "%(count)s décisions.", total) % {"count": total}
    if not done:
        return number
    kept = ngettext("%(count)s est faite.", "%(count)s sont faites.", done) % {"count": done}
    return f"{number} {kept}"
