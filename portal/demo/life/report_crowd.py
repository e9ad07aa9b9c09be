"""The other reports: for each quartier so many of each fate in the last thirty days, and the year before them."""

from datetime import timedelta

import shapely
from django.utils import timezone
from shapely.geometry import shape

from participation.base.calendar import add_working_days
from participation.reports.enums import Verb
from participation.reports.workflow import ANSWERS_WITHIN
from portal.demo.life.report_drafts import before, instant, received

TOWN = "ville-demonstration"
YEAR, MONTH = 365, 32
LASTING = 10  # working days
# Of the year before, in percent: what became of it.
_CONFIRMED, _SILENT, _REOPENED = 52, 32, 8
_PRIVATE = 5


def crowd(tables, ground, rng):
    for row in tables["crowd"]:
        place = _Place(tables, row, ground, rng)
        for number, fate in enumerate(_fates(row), 1):
            yield fate(place, f"{row['quartier']}-{number:03d}")


def _fates(row):
    return (
        [_confirmed_lately] * row["confirmed"]
        + [_resolved_lately] * row["resolved"]
        + [(_new, _taken, _dated, _started)[n % 4] for n in range(row["open"])]
        + [_late] * row["late"]
        + [_long_ago] * row["older"]
    )


class _Place:
    """One quartier: where its reports lie and whom they go to."""

    def __init__(self, tables, row, ground, rng):
        self.ground, self.rng = ground, rng
        self.quartier = ground.pick("quartiers", row["quartier"])
        self.town = ground.pick("partners", TOWN)
        landlord = ground.pick("partners", row["landlord"])
        self.residence = ground.residences.get((self.quartier.pk, landlord.pk))
        self.problems, self.refusals = tables["problem"], tables["refusal"]["reasons"]
        self.outline = shape(self.quartier.perimeter) if self.quartier.perimeter else None

    def problem(self, *, lasting=False):
        """`lasting`: one that is promised for two weeks or more, and so is not late within a few days."""
        days = {row["category"]: self.ground.categories[row["category"]].resolve_days for row in self.problems}
        chosen = [row for row in self.problems if not lasting or days[row["category"]] >= LASTING]
        return self.rng.choices(chosen, [row["weight"] for row in chosen])[0]

    def received(self, key, problem, at, *, public=True):
        residence = self.residence if problem.get("landlord") else None
        return received(
            key,
            quartier=self.quartier,
            category=self.ground.categories[problem["category"]],
            at=at,
            place=self.rng.choice(problem["places"]),
            text=self.rng.choice(problem["texts"]),
            residence=residence,
            point=self.point(),
            public=public,
        )

    def point(self):
        """Somewhere within the perimeter; nowhere when no document gives one."""
        if self.outline is None:
            return None
        west, south, east, north = self.outline.bounds
        while True:
            lon, lat = self.rng.uniform(west, east), self.rng.uniform(south, north)
            if shapely.contains_xy(self.outline, lon, lat):
                return round(lat, 6), round(lon, 6)

    def take(self, draft, problem, day) -> None:
        """An agent reads it and says who has it."""
        at = instant(day, self.rng.randint(9, 11), self.rng.randint(0, 59))
        if draft.report.wants_public:
            draft.publish(before(at), self.rng.choice(problem["titles"]))
        draft.do(Verb.ACKNOWLEDGE, at, partner=draft.report.partner or self.town)

    def repair(self, draft, problem, day) -> None:
        at = instant(day, self.rng.randint(13, 16), self.rng.randint(0, 59))
        draft.do(Verb.RESOLVE, at, text=self.rng.choice(problem["answers"]))


def _reported(place, working_days):
    return place.ground.instant(working_days, place.rng.randint(8, 20), place.rng.randint(0, 59))


def _lately(place, key, first, last, *, lasting=False):
    """Received and taken; the working day it was reported on comes with it."""
    problem, since = place.problem(lasting=lasting), place.rng.randint(first, last)
    draft = place.received(key, problem, _reported(place, since))
    place.take(draft, problem, place.ground.day(since + 1))
    return draft, problem, since


def _confirmed_lately(place, key):
    draft, problem, since = _lately(place, key, -19, -10)
    repaired = since + place.rng.randint(2, 4)
    place.repair(draft, problem, place.ground.day(repaired))
    verdict = place.rng.randint(repaired + 1, -4)
    draft.do(Verb.CONFIRM_REPAIR, place.ground.instant(verdict, 18, place.rng.randint(0, 59)))
    return draft


def _resolved_lately(place, key):
    draft, problem, since = _lately(place, key, -9, -8)
    place.repair(draft, problem, place.ground.day(since + 3))
    return draft


def _new(place, key):
    """Nobody has read it yet: the public sees its category and its day."""
    return place.received(key, place.problem(), _reported(place, -1))


def _taken(place, key):
    return _lately(place, key, -3, -2, lasting=True)[0]


def _dated(place, key):
    draft, _problem, _since = _lately(place, key, -6, -6, lasting=True)
    draft.do(Verb.PLAN, place.ground.instant(-4, 15), on=place.ground.day(place.rng.randint(1, 4)))
    return draft


def _started(place, key):
    draft, _problem, since = _lately(place, key, -4, -3, lasting=True)
    draft.do(Verb.START, place.ground.instant(since + 2, 14))
    return draft


def _late(place, key):
    """The town of the demonstration, an invented one, lets a day pass."""
    problem = next(row for row in place.problems if row["category"] == "tags")
    draft = place.received(key, problem, _reported(place, -14))
    place.take(draft, problem, place.ground.day(-12))
    return draft


def _long_ago(place, key):
    rng, problem = place.rng, place.problem()
    ago = rng.randint(MONTH, YEAR)
    at = instant(place.ground.clock.day - timedelta(days=ago), rng.randint(7, 21), rng.randint(0, 59))
    draft = place.received(key, problem, at, public=rng.randrange(100) >= _PRIVATE)
    day = timezone.localdate(at)
    taken = add_working_days(day, rng.randint(1, 2))
    place.take(draft, problem, taken)
    fate = rng.randrange(100)
    # What was reported not long ago has to be over by now.
    slow = ago > 3 * MONTH
    repaired = add_working_days(taken, rng.randint(1, draft.report.category.resolve_days + 2 if slow else 4))
    if fate >= _CONFIRMED + _SILENT + _REOPENED:
        draft.do(Verb.REFUSE, instant(repaired, 16), text=rng.choice(place.refusals))
        return draft
    place.repair(draft, problem, repaired)
    answered = repaired + timedelta(days=rng.randint(1, 6))
    if fate < _CONFIRMED:
        draft.do(Verb.CONFIRM_REPAIR, instant(answered, 18))
    elif fate < _CONFIRMED + _SILENT or not slow:
        draft.do(Verb.CLOSE, instant(repaired + ANSWERS_WITHIN + timedelta(days=1), 4, 10))
    else:
        draft.do(Verb.CONTEST_REPAIR, instant(answered, 19))
        again = add_working_days(answered, 2)
        draft.do(Verb.ACKNOWLEDGE, instant(again, 10))
        place.repair(draft, problem, add_working_days(again, 3))
        draft.do(Verb.CONFIRM_REPAIR, instant(add_working_days(again, 5), 18))
    return draft
