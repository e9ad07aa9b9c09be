"""Something is put into the queue, or leaves it without anybody's decision."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from participation.moderation import registry
from participation.moderation.enums import CaseState, Rule, Verb
from participation.moderation.models import Appeal, Case
from participation.moderation.services.steps import in_transaction, note
from participation.moderation.workflow import OPEN, in_order, rank_of

_AT_ONCE = 200
NOTHING_DECIDED = {
    "decision": "",
    "ground": "",
    "reason": "",
    "edited_text": "",
    "decided_by": None,
    "decided_at": None,
    "apply_at": None,
    "applied_at": None,
}


def hold(*, kind, key, verdict_or_rules, commune=None, audience="", author_key="", changed=False, at=None) -> Case:
    """Put a thing into the queue, in the caller's transaction. What waits already keeps its place and gains the rules;
    what was settled waits again; what is decided but not yet in effect is to be read anew, since it changed.

    `changed`: the thing is no longer what may be on a moderator's screen; who decides on that is told.
    `verdict_or_rules`: what `screen` returned, a Rule or several. Raises RuntimeError outside a transaction, ValueError
    without a rule.
    """
    in_transaction("hold")
    at, rules = at or timezone.now(), _rules(verdict_or_rules)
    if not rules:
        raise ValueError("hold() without a rule")
    case = Case.objects.select_for_update(of=("self",)).about(kind, key).first()
    if case is None:
        try:
            with transaction.atomic():
                case = _new(kind, key, rules, commune, audience, author_key, at)
        except IntegrityError:
            case = Case.objects.select_for_update(of=("self",)).about(kind, key).get()
            _again(case, rules, author_key, changed, at)
    else:
        _again(case, rules, author_key, changed, at)
    return case


def _rules(given):
    if isinstance(given, str):
        return (Rule(given),)
    return in_order(getattr(given, "rules", given))


def _new(kind, key, rules, commune, audience, author_key, at):
    case = Case.objects.create(
        kind=kind,
        key=str(key),
        audience=audience,
        commune_id=getattr(commune, "pk", commune),
        rule=rules[0],
        rules=[rule.value for rule in rules],
        rank=rank_of(rules),
        held_at=at,
        author_key=author_key,
    )
    note(case, Verb.HELD, None, at, rule=rules[0])
    return case


def _again(case, rules, author_key, changed, at):
    if case.state in OPEN:
        rules, values = in_order([*case.rules, *rules]), {}
        if not changed and [rule.value for rule in rules] == case.rules:
            return
    else:
        values = {"state": CaseState.WAITING, "held_at": at, **NOTHING_DECIDED}
        if case.state == CaseState.DECIDED:
            note(case, Verb.UNDONE, None, at)
    values |= {"rule": rules[0], "rules": [rule.value for rule in rules], "rank": rank_of(rules)}
    values["author_key"] = author_key or case.author_key
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1, **values)
    case.refresh_from_db()
    note(case, Verb.HELD, None, at, rule=rules[0])


@transaction.atomic
def withdraw(*, kind, key, by=None, at=None) -> bool:
    """The thing is gone, or was decided elsewhere: nothing is left to read. False when nothing waited."""
    at = at or timezone.now()
    waiting = Case.objects.about(kind, key).exclude(state=CaseState.CLOSED)
    changed = waiting.update(state=CaseState.CLOSED, version=F("version") + 1, **NOTHING_DECIDED)
    if not changed:
        return False
    case = Case.objects.about(kind, key).get()
    Appeal.objects.filter(case=case, decided_at__isnull=True).update(decided_at=at)
    note(case, Verb.WITHDRAWN, by, at)
    return True


def withdraw_gone() -> int:
    """Things that were deleted without a word to the queue: nothing is left to read. Returns how many."""
    gone = 0
    for kind in registry.kinds():
        waiting = Case.objects.filter(kind=kind.key).exclude(state=CaseState.CLOSED).order_by("pk")
        keys = list(waiting.values_list("key", flat=True))
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            there = kind.find(some)
            gone += sum(withdraw(kind=kind.key, key=key) for key in some if key not in there)
    return gone
