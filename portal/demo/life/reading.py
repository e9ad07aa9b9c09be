"""How a held message is read in the demonstration: by the queue of moderation, so that its figures are true ones."""

from datetime import timedelta

from participation.moderation import registry, services
from participation.moderation.enums import CaseState, Decision
from participation.moderation.models import Case


def decide(thing, kind: str, key, *, by, at, decision=Decision.PUBLISH, ground: str = "", reason: str = ""):
    """`thing` as it is after the decision took effect; unchanged where nothing waits."""
    case = Case.objects.filter(kind=kind, key=str(key), state=CaseState.WAITING).first()
    if case is not None:
        services.decide(case=case, by=by, decision=decision, version=case.version, ground=ground, reason=reason, at=at)
        services.apply_due(at=at + timedelta(minutes=1))
        thing.refresh_from_db()
    return thing


def forget_gone(kind: str) -> None:
    """Cases of things that an earlier load made and this one made anew."""
    cases = dict(Case.objects.filter(kind=kind).values_list("key", "pk"))
    there = registry.kind(kind).find(list(cases))
    Case.objects.filter(pk__in=[pk for key, pk in cases.items() if key not in there]).delete()
