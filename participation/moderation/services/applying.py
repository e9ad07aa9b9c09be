"""What was decided takes effect: by the worker's clock, and before each reading of the queue."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from participation.base.links.signing import make_link
from participation.base.turns import in_turn
from participation.moderation import delays
from participation.moderation.configuration import moderation_settings
from participation.moderation.enums import CaseState, Decision, Ground, Verb
from participation.moderation.models import Case, Sealed
from participation.moderation.services.holding import NOTHING_DECIDED
from participation.moderation.services.steps import kind_of, note, tell
from participation.moderation.workflow import REFUSALS

logger = logging.getLogger(__name__)

APPEAL = "moderation-appeal"
AT_ONCE = 200  # one reading of the queue applies no more than this


def apply_due(at=None) -> int:
    """Each decision in its own transaction; returns how many took effect. Any number of processes may call it."""
    at = at or timezone.now()
    due = list(Case.objects.to_apply(at).values_list("pk", flat=True)[:AT_ONCE])
    return sum(_apply(pk, at) for pk in due)


def _apply(pk, at) -> int:
    try:
        with in_turn(), transaction.atomic():
            mine = Case.objects.filter(pk=pk, state=CaseState.DECIDED, apply_at__lte=at)
            if not mine.update(state=CaseState.CLOSED, applied_at=at, version=F("version") + 1):
                return 0
            _take_effect(Case.objects.select_related("decided_by", "commune").get(pk=pk), at)
        return 1
    except Exception:
        # Whatever the feature says no to must not stand in the way of the others.
        logger.exception("decision on case %s could not take effect", pk)
        _postpone(pk, at)
        return 0


def _postpone(pk, at) -> None:
    """Tried again in a minute; after ten the message waits to be read again, where somebody sees it."""
    due = Case.objects.filter(pk=pk, state=CaseState.DECIDED, apply_at__lte=at)
    with in_turn(), transaction.atomic():
        case = due.first()
        if case is None:
            return
        if case.decided_at < at - delays.give_up_after():
            back = due.update(state=CaseState.WAITING, version=F("version") + 1, **NOTHING_DECIDED)
            if back:
                note(case, Verb.UNDONE, None, at)
        else:
            due.update(apply_at=at + delays.retry_after())


def _take_effect(case, at) -> None:
    kind = kind_of(case)
    item = kind.find([case.key]).get(case.key)
    if item is None:
        Case.objects.filter(pk=case.pk).update(**{**NOTHING_DECIDED, "applied_at": None})
        note(case, Verb.WITHDRAWN, None, at)
        return
    by, decision = case.decided_by, Decision(case.decision)
    if decision == Decision.SEAL:
        _seal(case, item, at)
    # Told first: what goes may take the address along.
    _tell(case, decision, at)
    if decision in REFUSALS:
        kind.refuse(case.key, by, at, case.ground, case.reason)
    else:
        kind.publish(case.key, by, at, case.edited_text if decision == Decision.EDIT else None)
    if decision == Decision.SEAL:
        kind.erase(case.key, at)
    Case.objects.filter(pk=case.pk).update(edited_text="")


def _seal(case, item, at) -> None:
    """What was sealed before stays beside it: the original is gone."""
    before = Sealed.objects.filter(case=case).values_list("text", flat=True).first()
    text = "\n\n".join(part for part in (before, item.text) if part)
    values = {"text": text, "written_at": item.written_at, "sealed_at": at}
    Sealed.objects.update_or_create(case=case, defaults=values)


def _tell(case, decision, at) -> None:
    if decision == Decision.EDIT:
        tell(case, "edited", {}, not_before=case.apply_at)
    elif decision in REFUSALS:
        days = moderation_settings().appeal_days
        link = make_link(APPEAL, {"case": case.pk}, path_name="moderation:appeal", max_age=timedelta(days=days))
        values = {"ground": Ground(case.ground).label, "reason": case.reason, "days": days}
        tell(case, "refused", values, href=link, not_before=case.apply_at)
