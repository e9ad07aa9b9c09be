"""One case, with all that a moderator needs to decide."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from participation.accounts.enums import Role
from participation.moderation import delays, registry, rules
from participation.moderation.detectors import masked, pieces
from participation.moderation.enums import CaseState, Decision, Rule
from participation.moderation.models import Appeal, Ban, Case, CaseEvent, Sealed
from participation.moderation.registry import Item, Kind
from participation.moderation.selectors.queue import reachable

_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Presence:
    """Who else has it open, by function, since when."""

    reader: str
    reader_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """The author's other messages, as figures; `ban` is the suspension in force."""

    read: int = 0
    published: int = 0
    refused: int = 0
    sealed: int = 0
    flagged: int = 0
    ban: Ban | None = None

    @property
    def banned_until(self) -> datetime | None:
        return self.ban.until if self.ban else None


@dataclass(frozen=True, slots=True)
class CasePage:
    """`pieces`: where personal data stand in the text (start, end, what); `masked`: the text without them."""

    case: Case
    item: Item | None
    kind: Kind
    events: list[CaseEvent]
    appeal: Appeal | None
    history: History
    reader: str
    reader_at: datetime | None
    pieces: tuple
    masked: str
    can_decide: bool
    can_seal: bool
    can_ban: bool
    can_read_sealed: bool
    can_decide_appeal: bool
    can_undo: bool


def case_page(user, pk, at=None) -> CasePage | None:
    """None for what this person may not see. A constant number of queries."""
    at = at or timezone.now()
    case = reachable(user).filter(pk=pk).first() if 0 < pk <= _LARGEST else None
    if case is None:
        return None
    item = item_of(case)
    open_appeal = case.appeals.filter(decided_at__isnull=True).first()
    if open_appeal is not None:
        open_appeal.case = case
    other = presence(case, user, at)
    text = item.text if item is not None else ""
    waits = case.state == CaseState.WAITING
    kind = registry.kind(case.kind)
    sealed = case.decision == Decision.SEAL and Sealed.objects.filter(case=case).exists()
    return CasePage(
        case=case,
        item=item,
        kind=kind,
        events=list(case.events.select_related("actor")),
        appeal=open_appeal,
        history=history_of(case, at),
        reader=other.reader if other else "",
        reader_at=other.reader_at if other else None,
        pieces=pieces(text),
        masked=masked(text),
        can_decide=waits,
        can_seal=waits and kind.erase is not None,
        can_ban=rules.can_ban(user, case),
        can_read_sealed=sealed and rules.can_read_sealed(user, case),
        can_decide_appeal=open_appeal is not None and rules.can_decide_appeal(user, open_appeal),
        can_undo=rules.can_undo(user, case) and case.apply_at > at,
    )


def history_of(case, at=None) -> History:
    """Of the author of this case, this one left out."""
    if not case.author_key:
        return History()
    settled = Q(state=CaseState.CLOSED, applied_at__isnull=False)
    figures = Case.objects.filter(author_key=case.author_key).exclude(pk=case.pk).order_by().aggregate(
        read=Count("pk", filter=settled),
        published=Count("pk", filter=settled & Q(decision__in=[Decision.PUBLISH, Decision.EDIT])),
        refused=Count("pk", filter=settled & Q(decision=Decision.REFUSE)),
        sealed=Count("pk", filter=settled & Q(decision=Decision.SEAL)),
        flagged=Count("pk", filter=Q(rule=Rule.FLAGGED)),
    )  # fmt: skip
    bans = Ban.objects.in_force(at or timezone.now()).filter(author_key=case.author_key)
    return History(**figures, ban=bans.select_related("case").order_by("-until").first())


def presence(case, user, at=None) -> Presence | None:
    """Somebody else who opened it lately."""
    at = at or timezone.now()
    if case.reader_id in (None, user.pk) or case.reader_at is None or case.reader_at < at - delays.presence_for():
        return None
    role = rules.acting_role(case.reader, case)
    return Presence(str(Role(role).label) if role else "", case.reader_at)


def item_of(case) -> Item | None:
    return registry.kind(case.kind).find([case.key]).get(case.key)


def sealed_for(user) -> list[Sealed]:
    """What was put away in this person's communes, newest first, without its text."""
    everywhere, communes = rules.reach(user, rules.READ_SEALED)
    found = Sealed.objects.defer("text").select_related("case__commune").order_by("-sealed_at", "-pk")
    if not everywhere:
        found = found.filter(case__commune__in=communes)
    return list(found.exclude(case__author_key__in=rules.own_keys(user))) if user.is_authenticated else []
