from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from participation.base import cache
from participation.base.calendar import add_working_days
from participation.councils import news, workflow
from participation.councils.enums import DecisionState, Verb
from participation.councils.models import Decision, Opinion, Reply
from participation.councils.services.history import note

# Two months of working days: what a council may expect of an authority unless its rules say otherwise.
REPLY_DAYS = 42


@transaction.atomic
def record_decision(
    *,
    council,
    by,
    text: str,
    decided_on: date | None = None,
    meeting=None,
    due_on: date | None = None,
    at: datetime | None = None,
) -> Decision:
    """Write down what the council decided, on `decided_on` or the day of the act. Raises ValidationError."""
    at = at or timezone.now()
    decision = Decision(
        council=council,
        meeting=meeting,
        text=text,
        decided_on=decided_on or timezone.localdate(at),
        due_on=due_on,
    )
    decision.full_clean()
    decision.save()
    note(verb=Verb.DECIDED, at=at, by=by, council=council, decision=decision)
    news.decision_told(decision, at=at)
    cache.bump()
    return decision


@transaction.atomic
def settle_decision(
    *, decision, by, state, outcome: str = "", partner=None, on: date | None = None, at: datetime | None = None
) -> Decision:
    """Say what became of it: somebody deals with it, it is done, or it was refused.

    `on`: the day of that, today unless told; `outcome`: one sentence. Raises IllegalTransition.
    """
    at = at or timezone.now()
    found = Decision.objects.select_for_update(of=("self",)).select_related("council").get(pk=decision.pk)
    workflow.check(workflow.DECISION, found.state, state)
    day = on or timezone.localdate(at)
    found.state, found.outcome = state, outcome
    found.partner = partner or found.partner
    if state == DecisionState.TAKEN:
        found.taken_on = day
    else:
        found.done_on = day
    found.full_clean(exclude=["council", "meeting", "partner"])
    found.save()
    note(verb=Verb.SETTLED, at=at, by=by, council=found.council, decision=found)
    news.decision_told(found, at=at)
    cache.bump()
    return found


@transaction.atomic
def give_opinion(
    *,
    council,
    by,
    title: str,
    addressed_to,
    given_on: date | None = None,
    answer_by: date | None = None,
    text: str = "",
    meeting=None,
    votes: tuple | None = None,
    at: datetime | None = None,
) -> Opinion:
    """The council's next « avis ». `votes`: (for, against, abstentions). Raises ValidationError."""
    at = at or timezone.now()
    given_on = given_on or timezone.localdate(at)
    # The council's row is the turnstile: two opinions at once get two numbers.
    type(council).objects.select_for_update(of=("self",)).get(pk=council.pk)
    last = Opinion.objects.filter(council=council).order_by("-number").values_list("number", flat=True).first()
    in_favour, against, abstentions = votes or (None, None, None)
    opinion = Opinion(
        council=council,
        meeting=meeting,
        number=(last or 0) + 1,
        title=title,
        text=text,
        given_on=given_on,
        votes_for=in_favour,
        votes_against=against,
        abstentions=abstentions,
        addressed_to=addressed_to,
        answer_by=answer_by or add_working_days(given_on, REPLY_DAYS),
    )
    opinion.full_clean()
    opinion.save()
    note(verb=Verb.ADVISED, at=at, by=by, council=council)
    news.opinion_told(opinion, at=at)
    cache.bump()
    return opinion


@transaction.atomic
def answer_opinion(
    *, opinion, by, answer, text: str = "", replied_on: date | None = None, at: datetime | None = None
) -> Reply:
    """The authority's written answer. Raises ValidationError where there is one already."""
    at = at or timezone.now()
    reply = Reply(opinion=opinion, answer=answer, text=text, replied_on=replied_on or timezone.localdate(at))
    reply.full_clean()
    reply.save()
    note(verb=Verb.ANSWERED, at=at, by=by, council=opinion.council)
    news.opinion_told(opinion, reply=reply, at=at)
    cache.bump()
    return reply
