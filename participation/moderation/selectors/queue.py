"""What waits for one person, the gravest and the oldest first."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from participation.base.site.selectors import module_enabled
from participation.moderation import registry, rules
from participation.moderation.enums import CaseState, Decision
from participation.moderation.models import Appeal, Case
from participation.moderation.registry import Item
from participation.moderation.workflow import OPEN

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Row:
    """`item` is None for a thing that went meanwhile."""

    case: Case
    item: Item | None


@dataclass(frozen=True, slots=True)
class Queue:
    """`next`: what to give as `after` for the following page. `counts`: by state, under the same kind and rule."""

    rows: list[Row]
    next: str | None
    counts: dict[str, int] = field(default_factory=dict)


def queue(user, *, kind="", rule="", state="", after=None, limit=30, at=None) -> Queue:
    """`state`: a CaseState, empty for what waits (to read, or contested). Settled cases come newest first."""
    reached = _narrowed(reachable(user), kind, rule)
    chosen = _in_state(reached, state, user)
    settled = state in (CaseState.CLOSED, CaseState.DECIDED)
    chosen = chosen.order_by("-id") if settled else chosen.order_by("-rank", "held_at", "id")
    found = list(_behind(chosen, after, settled)[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    return Queue(rows_of(found[:limit]), _mark(more) if more else None, _counts(reached, user))


def cases(user, pks, at=None) -> list[Row]:
    """These cases, as far as they are within reach, in the order of the queue."""
    found = reachable(user).filter(pk__in=[pk for pk in pks if 0 < int(pk) <= _LARGEST])
    return rows_of(found.order_by("-rank", "held_at", "id"))


def next_case(user, *, after=None, kind="", rule="", state="") -> int | None:
    """The key of the case to read after this one; from the end, the first again."""
    waiting = _in_state(_narrowed(reachable(user), kind, rule), state, user).order_by("-rank", "held_at", "id")
    if after is None:
        return waiting.values_list("pk", flat=True).first()
    others = waiting.exclude(pk=after.pk).values_list("pk", flat=True)
    return others.filter(_past(after.rank, after.held_at, after.pk)).first() or others.first()


def reachable(user):
    """The cases that concern this person: through the reach of their kinds, never their own texts."""
    if not getattr(user, "is_authenticated", False):
        return Case.objects.none()
    found = Case.objects.none()
    for kind in registry.kinds():
        if module_enabled(kind.module):
            found = found | kind.reach(user, Case.objects.filter(kind=kind.key))
    own = Q(author_key__in=rules.own_keys(user))
    return found.exclude(own).select_related("commune", "reader", "decided_by")


def rows_of(found) -> list[Row]:
    """With the things they are about: one lookup per kind, whatever their number."""
    found = list(found)
    keys: dict[str, list[str]] = {}
    for case in found:
        keys.setdefault(case.kind, []).append(case.key)
    items = {kind: registry.kind(kind).find(of_kind) for kind, of_kind in keys.items()}
    return [Row(case, items[case.kind].get(case.key)) for case in found]


def waiting_for(user):
    """What this person may decide now."""
    return _in_state(reachable(user), "", user)


def _narrowed(found, kind, rule):
    if kind:
        found = found.filter(kind=kind)
    return found.filter(rule=rule) if rule else found


def _in_state(found, state, user):
    if state:
        found = found.filter(state=state)
        return found.filter(_for_me(user)) if state == CaseState.APPEALED else found
    return found.filter(state__in=OPEN).filter(Q(state=CaseState.WAITING) | _for_me(user))


def _for_me(user):
    """Contested, and mine to decide: not refused by me, not left to the contact outside, nor sealed from me."""
    contested = Q(state=CaseState.APPEALED) & ~Q(decided_by=user.pk) | Q(state=CaseState.APPEALED, decided_by=None)
    everywhere, communes = rules.reach(user, rules.READ_SEALED)
    unsealed = ~Q(decision=Decision.SEAL)
    if not everywhere:
        contested &= unsealed | Q(commune__in=communes)
    return contested & ~Exists(Appeal.objects.filter(case=OuterRef("pk"), decided_at__isnull=True, outside=True))


def _counts(reached, user):
    states = {state: Count("pk", filter=Q(state=state), distinct=True) for state in CaseState.values}
    states[CaseState.APPEALED.value] = Count("pk", filter=_for_me(user), distinct=True)
    return reached.select_related(None).order_by().aggregate(**states)


def _behind(chosen, after, settled):
    parts = _parsed(after)
    if parts is None:
        return chosen
    rank, held_at, pk = parts
    return chosen.filter(pk__lt=pk) if settled else chosen.filter(_past(rank, held_at, pk))


def _past(rank, held_at, pk):
    return Q(rank__lt=rank) | Q(rank=rank, held_at__gt=held_at) | Q(rank=rank, held_at=held_at, pk__gt=pk)


def _mark(case):
    micros = (case.held_at - _EPOCH) // timedelta(microseconds=1)
    return f"{case.rank}.{micros}.{case.pk}"


def _parsed(after):
    """What `_mark` wrote; None for anything else."""
    parts = (after or "").split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    rank, micros, pk = (int(part) for part in parts)
    try:
        return min(rank, 32_000), _EPOCH + timedelta(microseconds=micros), min(pk, _LARGEST)
    except OverflowError:
        return None
