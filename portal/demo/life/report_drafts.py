"""A report in memory with its history, made move by move as the services would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from participation.base.calendar import add_working_days
from participation.base.geo import cells
from participation.reports.enums import ClosingAnswer, EventRole, State, TextKind, Verb, Visibility
from participation.reports.models import Report, ReportEvent, ReportText
from participation.reports.workflow import advance, promise

_VERDICTS = {Verb.CONFIRM_REPAIR: ClosingAnswer.YES, Verb.CONTEST_REPAIR: ClosingAnswer.NO}


@dataclass(frozen=True)
class Ground:
    """What the drafts stand on. Days are counted from the day of the load."""

    clock: object
    quartiers: dict
    partners: dict
    categories: dict
    residences: dict
    pick: Callable

    def day(self, working_days: int) -> date:
        return add_working_days(self.clock.day, working_days)

    def instant(self, working_days: int, hour: int, minute: int = 0) -> datetime:
        return instant(self.day(working_days), hour, minute)


def instant(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass
class Draft:
    key: str
    report: Report
    reporter: str = ""
    picture: str = ""
    events: list[ReportEvent] = field(default_factory=list)
    texts: list[ReportText] = field(default_factory=list)

    def publish(self, at, title) -> None:
        """An agent reads it: title, text and place are public."""
        self.report.title = title
        self.report.visibility, self.report.text_published = Visibility.PUBLIC, True
        self._note(Verb.PUBLISH, self.report.state, at, EventRole.FIELD_AGENT)

    def do(self, verb: Verb, at: datetime, *, partner=None, text="", on=None, answer="") -> None:
        """One move. `partner`: who has it from now on; `on`: the day it promises."""
        before = advance(self.report, verb, at)
        if partner is not None:
            self.report.partner = partner
        if on is not None:
            self.report.planned_for = on
        answer = answer or _VERDICTS.get(verb, "")
        event = self._note(verb, before, at, self._role(verb), due_on=on, answer=answer)
        if text:
            self.texts.append(
                ReportText(event=event, kind=TextKind.ANSWER, body=text, partner=self.report.partner, at=at)
            )

    def _role(self, verb) -> EventRole:
        if verb in _VERDICTS:
            return EventRole.REPORTER
        if verb == Verb.CLOSE:
            return EventRole.PORTAL
        landlord = self.report.partner and self.report.partner.kind == "landlord" and verb != Verb.ACKNOWLEDGE
        return EventRole.PARTNER_AGENT if landlord else EventRole.FIELD_AGENT

    def _note(self, verb, before, at, role, **values) -> ReportEvent:
        event = ReportEvent(
            verb=verb, from_state=before, to_state=self.report.state, role=role, partner=self.report.partner, at=at,
            **values,
        )  # fmt: skip
        self.events.append(event)
        return event


def received(key, *, quartier, category, at, place="", text="", residence=None, point=None, public=True) -> Draft:
    """A report as it reaches the agents."""
    latitude, longitude = point or (None, None)
    report = Report(
        commune=quartier.commune,
        quartier=quartier,
        residence=residence,
        category=category,
        partner=residence.landlord if residence and category.landlord else None,
        place=place,
        latitude=latitude,
        longitude=longitude,
        cell=cells.encode(latitude, longitude) if point else None,
        state=State.RECEIVED,
        state_since=at,
        wants_public=public,
        reported_at=at,
    )
    promise(report, timezone.localdate(at))
    draft = Draft(key, report)
    event = draft._note(Verb.CREATE, "", at, EventRole.REPORTER)
    if text:
        draft.texts.append(ReportText(event=event, kind=TextKind.DESCRIPTION, body=text, at=at))
    return draft


def before(at: datetime, minutes: int = 30) -> datetime:
    return at - timedelta(minutes=minutes)
