from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.reports.enums import HANDLED, Moment, State, TextKind, Verb, Visibility
from participation.reports.models import Report
from participation.reports.services import steps
from participation.reports.services.photos import publish_photo

# Somebody has it and said so.
_TAKEN = HANDLED - {State.CONTESTED}


@transaction.atomic
def acknowledge(*, report, by, partner=None, answer="", at=None) -> Report:
    """Say who has it: `partner`, or whoever has it already (the commune itself at first).

    A report that somebody has is handed on by naming another partner; naming the same one again changes nothing.
    `answer`: what the reporter and the public may read about it. Raises IllegalTransition.
    """
    at, body = steps.instant(at), steps.clean_body(answer, "answer")
    report = steps.locked(report)
    same = partner is None or partner.pk == report.partner_id
    if same and not body and report.state in _TAKEN:
        return report
    if partner is not None:
        report.partner = partner
    return _step(report, Verb.ACKNOWLEDGE, by=by, at=at, body=body)


@transaction.atomic
def plan(*, report, by, on: date, answer="", at=None) -> Report:
    """Promise a day. Raises IllegalTransition, ValidationError for a day that is over."""
    at, body = steps.instant(at), steps.clean_body(answer, "answer")
    if on < timezone.localdate(at):
        raise ValidationError({"on": _("Ce jour est passé. Donnez un jour à venir.")})
    report = steps.locked(report)
    report.planned_for = on
    return _step(report, Verb.PLAN, by=by, at=at, body=body, due_on=on)


@transaction.atomic
def start(*, report, by, at=None) -> Report:
    """Somebody is on it. Raises IllegalTransition."""
    return _step(steps.locked(report), Verb.START, by=by, at=steps.instant(at))


def resolve(*, report, by, answer: str, photo=None, at=None) -> Report:
    """Say that it is repaired and what was done; residents are asked whether it is. Raises IllegalTransition.

    An « after » photo was chosen by an agent: it is public with the report at once.
    """
    at, body = steps.instant(at), _needed(answer, "answer", _("Dites en une phrase ce qui a été fait."))
    picture = steps.cleaned_photo(photo)
    with transaction.atomic():
        report = steps.locked(report)
        done = _step(report, Verb.RESOLVE, by=by, at=at, body=body)
        kept = steps.keep_photo(report, picture, moment=Moment.AFTER, at=at)
        if kept is not None and report.visibility == Visibility.PUBLIC:
            publish_photo(kept)
        return done


@transaction.atomic
def refuse(*, report, by, reason: str, at=None) -> Report:
    """Say that nothing will be done, and why. Raises IllegalTransition."""
    body = _needed(reason, "reason", _("Dites pourquoi : la personne et ses voisins le liront."))
    return _step(steps.locked(report), Verb.REFUSE, by=by, at=steps.instant(at), body=body)


def _step(report, verb, *, by, at, body="", due_on=None) -> Report:
    event = steps.move(report, verb, by=by, at=at, due_on=due_on)
    steps.keep_text(report, TextKind.ANSWER, body, event=event, by=by, at=at)
    return steps.finish(report, event, answer=body)


def _needed(text, field, sentence) -> str:
    body = steps.clean_body(text, field)
    if not body:
        raise ValidationError({field: sentence})
    return body
