from django.db import transaction
from django.utils import timezone

from participation.reports import news
from participation.reports.enums import ClosingAnswer, EventRole, State, Verb
from participation.reports.models import Report
from participation.reports.services import steps
from participation.reports.workflow import ANSWERS_WITHIN, answer_until

_VERBS = {
    ClosingAnswer.YES: Verb.CONFIRM_REPAIR,
    ClosingAnswer.HALF: Verb.CONTEST_REPAIR,
    ClosingAnswer.NO: Verb.CONTEST_REPAIR,
}
_ANSWERED = {State.CONFIRMED: Verb.CONFIRM_REPAIR, State.CONTESTED: Verb.CONTEST_REPAIR}


@transaction.atomic
def answer_closing(*, report, answer: str, at=None) -> Report:
    """« Est-ce réparé ? », says who reported: yes confirms, « half » and no send it back to who has it.

    The same answer again changes nothing. Raises IllegalTransition, ValueError for an answer that is none.
    """
    answer = ClosingAnswer(answer)
    report = steps.locked(report)
    verb = _VERBS[answer]
    if _ANSWERED.get(report.state) == verb:
        return report
    contact = steps.contact_of(report)
    by = contact.user if contact else None
    event = steps.move(report, verb, by=by, at=steps.instant(at), role=EventRole.REPORTER, answer=answer)
    news.tell(report, event, contact=contact)
    return report


def close_unanswered(*, now=None) -> int:
    """Close what nobody answered about in time: « sans réponse des habitants », which lights no window."""
    now = now or timezone.now()
    waiting = Report.objects.unanswered_since(now - ANSWERS_WITHIN).order_by("pk")
    return sum(_close(report, now) for report in waiting)


@transaction.atomic
def _close(report, now) -> bool:
    report = steps.locked(report)
    if report.state != State.RESOLVED or answer_until(report) >= timezone.localdate(now):
        return False
    news.tell(report, steps.move(report, Verb.CLOSE, by=None, at=now), contact=None)
    return True
