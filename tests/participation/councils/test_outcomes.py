"""Decisions and opinions: what is noted, what may follow, and the sentence each state becomes."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from participation.councils import services
from participation.councils.enums import Answer, DecisionState, Verb
from participation.councils.models import CouncilEvent, Decision, Opinion
from participation.councils.wording import clock, decision_said, late_by, opinion_said, votes_said, when
from participation.councils.workflow import DECISION, IllegalTransition
from tests.factories.councils import CouncilFactory, DecisionFactory, OpinionFactory, ReplyFactory
from tests.factories.territory import PartnerFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 24)


def plain(said):
    return tuple(text.replace("\xa0", " ") for text in said)


@pytest.fixture
def city():
    return PartnerFactory(name="Ville (démonstration)", short_name="la Ville (démonstration)")


def test_a_decision_from_beginning_to_end(city):
    council = CouncilFactory()
    decision = services.record_decision(council=council, by=None, text="Poser deux bancs", decided_on=date(2026, 1, 15))
    assert plain(decision_said(decision, DAY)) == ("recu", "À faire.", "")
    taken = services.settle_decision(
        decision=decision, by=None, state=DecisionState.TAKEN, partner=city, on=date(2026, 2, 2), outcome="En avril."
    )
    assert plain(decision_said(taken, DAY)) == (
        "pris",
        "La Ville (démonstration) s’en occupe depuis le 2 février.",
        "En avril.",
    )
    done = services.settle_decision(decision=taken, by=None, state=DecisionState.DONE, on=date(2026, 3, 2))
    assert plain(decision_said(done, DAY)) == ("resolu", "Faite le 2 mars.", "")
    assert list(CouncilEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        Verb.DECIDED,
        Verb.SETTLED,
        Verb.SETTLED,
    ]


@pytest.mark.parametrize("before", DecisionState)
@pytest.mark.parametrize("after", DecisionState)
def test_which_state_may_follow_which(before, after):
    decision = DecisionFactory(state=before)
    if after in DECISION[before]:
        assert services.settle_decision(decision=decision, by=None, state=after, on=DAY).state == after
        return
    with pytest.raises(IllegalTransition):
        services.settle_decision(decision=decision, by=None, state=after, on=DAY)
    assert Decision.objects.get().state == before


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"due_on": date(2026, 3, 24)}, ("recu", "À faire au plus tard le 24 mars.", "")),
        ({"due_on": date(2026, 3, 23)}, ("retard", "À faire au plus tard le 23 mars. 1 jour ouvré de retard.", "")),
        ({"state": "taken"}, ("pris", "En cours depuis le 2 février.", "")),
        ({"state": "refused"}, ("clos", "Abandonnée le 2 mars.", "")),
        ({"state": "done", "done_on": date(2025, 12, 1)}, ("resolu", "Faite le 1er décembre 2025.", "")),
    ],
)
def test_what_a_decision_says(values, said):
    assert plain(decision_said(DecisionFactory(**values), DAY)) == said


def test_a_database_refuses_a_settled_decision_without_a_day():
    for values in ({"state": "done", "done_on": None}, {"state": "open", "done_on": DAY}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DecisionFactory(**values)


def test_opinions_are_numbered_by_council_and_promised_an_answer(city):
    council, other = CouncilFactory(), CouncilFactory()
    opinions = [
        services.give_opinion(council=one, by=None, title="Un arrêt", addressed_to=city, given_on=date(2026, 1, 15))
        for one in (council, council, other)
    ]
    assert [opinion.number for opinion in opinions] == [1, 2, 1]
    assert opinions[0].answer_by == date(2026, 3, 16)
    services.answer_opinion(opinion=opinions[0], by=None, answer=Answer.YES, replied_on=date(2026, 1, 26))
    with pytest.raises(ValidationError):
        services.answer_opinion(opinion=opinions[0], by=None, answer=Answer.NO)
    assert Opinion.objects.count() == 3


def test_what_an_opinion_says(city):
    opinion = OpinionFactory(addressed_to=city, answer_by=date(2026, 3, 16))
    assert plain(opinion_said(opinion, None, date(2026, 3, 16)))[:2] == (
        "prevu",
        "La Ville (démonstration) doit répondre au plus tard le 16 mars.",
    )
    assert plain(opinion_said(opinion, None, DAY))[:2] == (
        "retard",
        "La Ville (démonstration) devait répondre au plus tard le 16 mars. 6 jours ouvrés de retard.",
    )
    for answer, shape in ((Answer.YES, "resolu"), (Answer.PARTLY, "repare"), (Answer.NO, "clos")):
        reply = ReplyFactory(opinion=OpinionFactory(addressed_to=city), answer=answer)
        assert opinion_said(reply.opinion, reply, DAY)[0] == shape


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ((None, None, None), ""),
        ((13, 0, 0), "à l’unanimité"),
        ((11, 2, 1), "11 voix pour, 2 contre, 1 abstention"),
        ((9, 0, 3), "9 voix pour, 3 abstentions"),
    ],
)
def test_how_people_voted(votes, said):
    names = ("votes_for", "votes_against", "abstentions")
    assert votes_said(OpinionFactory(**dict(zip(names, votes, strict=True)))).replace("\xa0", " ") == said


def test_delays_skip_the_weekend():
    assert late_by(date(2026, 3, 20), date(2026, 3, 22)) == "La date est passée."
    assert late_by(date(2026, 3, 20), date(2026, 3, 24)).startswith("2 jours ouvrés")


def test_hours_are_those_of_france():
    assert clock(datetime(2026, 7, 1, 16, 0, tzinfo=UTC)) == "18 h"
    assert when(datetime(2026, 1, 1, 17, 5, tzinfo=UTC)).replace("\xa0", " ") == "jeudi 1er janvier 2026 à 18 h 05"
