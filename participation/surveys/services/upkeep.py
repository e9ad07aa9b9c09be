"""What the clock does to surveys, and what a person may ask for."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from participation.base import cache
from participation.surveys import news
from participation.surveys.masking import LEAST
from participation.surveys.models import Answer, AnswerSheet, Participation, Survey
from participation.surveys.selectors import count

BATCH = 500
# A worker that was away for a few days makes up for it.
MIXED_AFTER_CLOSING = timedelta(days=14)
TOLD_WITHIN = timedelta(days=7)


def mix_answers(at: datetime | None = None) -> int:
    """Write the sheets of every survey that is open, or closed lately, anew, in random order, under new random keys.

    A database remembers on its disk in which order, and in which transaction, rows came: enough to lay the two tables
    side by side. Afterwards the sheets of a survey are all of the same night. Returns how many were written.
    """
    day = timezone.localdate(at or timezone.now())
    recent = Survey.objects.filter(opens_on__lte=day).filter(closes_on__gte=day - MIXED_AFTER_CLOSING)
    return sum(_mix(survey) for survey in recent)


@transaction.atomic
def _mix(survey) -> int:
    """Holds the survey's row: nobody hands in a sheet meanwhile."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    former = list(AnswerSheet.objects.filter(survey=survey).values_list("pk", flat=True))
    renamed = {pk: uuid4() for pk in former}
    answers = list(Answer.objects.filter(sheet__survey=survey))
    for answer in answers:
        answer.pk, answer.sheet_id = uuid4(), renamed[answer.sheet_id]
        answer._state.adding = True
    Answer.objects.filter(sheet__survey=survey).delete()
    AnswerSheet.objects.filter(survey=survey).delete()
    fresh = [AnswerSheet(pk=pk, survey=survey) for pk in sorted(renamed.values())]
    AnswerSheet.objects.bulk_create(fresh, batch_size=BATCH)
    Answer.objects.bulk_create(sorted(answers, key=lambda answer: answer.pk), batch_size=BATCH)
    return len(fresh)


def tell_opened(at: datetime | None = None) -> int:
    """Tell of the surveys whose first day has come, once each; a worker that was away makes up for a week.

    Returns how many were looked at.
    """
    at = at or timezone.now()
    day = timezone.localdate(at)
    begun = list(Survey.objects.public().open_on(day).filter(opens_on__gt=day - TOLD_WITHIN))
    for survey in begun:
        with transaction.atomic():
            news.opened(survey, at=at)
    return len(begun)


def count_live(at: datetime | None = None) -> int:
    """Count the open surveys that show their results, where ten more people answered since the last count.

    Returns how many were counted.
    """
    day = timezone.localdate(at or timezone.now())
    return sum(_count(survey, day) for survey in Survey.objects.public().open_on(day).filter(live_results=True))


@transaction.atomic
def _count(survey, day) -> bool:
    tally = count(survey)
    if tally["n"] - (survey.tally or {"n": 0})["n"] < LEAST:
        return False
    Survey.objects.filter(pk=survey.pk).update(tally={**tally, "on": day.isoformat()})
    cache.bump()
    return True


@transaction.atomic
def forget_participations(rows) -> int:
    """Delete these participations; n does not depend on them. `rows`: a query set."""
    return rows.delete()[0]


@transaction.atomic
def blank_texts(rows) -> int:
    """Erase the free texts of these answers; they stay counted. `rows`: a query set."""
    return rows.update(text="")


@transaction.atomic
def erase_person(*, user, at: datetime | None = None) -> None:
    """Untie a person from the surveys they answered.

    Of a closed survey the participation goes; of one that is not over, its keyed hash stays without the account until
    the survey's own purge, or the same address could answer again.
    """
    day = timezone.localdate(at or timezone.now())
    mine = Participation.objects.of_user(user)
    mine.filter(survey__closes_on__lt=day).delete()
    mine.filter(~Q(survey__closes_on__lt=day)).update(user=None)
