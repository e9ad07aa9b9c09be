"""One report: its public page, and what its own reporter sees through the signed link."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from participation.base.calendar import working_days_between
from participation.base.text.dates import local_day
from participation.reports.enums import OPEN, EventRole, Moment, State, TextKind, Verb
from participation.reports.models import Report, ReportContact, ReportText
from participation.reports.selectors.rows import Line, line
from participation.reports.workflow import (
    PUBLIC_SHAPES,
    answer_until,
    due_on,
    holder_name,
    partner_name,
    possible_verbs,
)
from participation.territory.enums import PartnerKind

# Steps everyone may read; publishing or not, hiding and confirming an address are nobody's news.
_SHOWN = frozenset(Verb) - {Verb.PUBLISH, Verb.HIDE, Verb.WITHHOLD, Verb.CONFIRM_ADDRESS}
# A point drawn for everyone: four decimals, some ten metres.
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the timeline. `texts`: what may be read with it; `role`: by whom, as a function, never a name."""

    verb: str
    label: str
    shape: str
    day: date
    who: str
    role: str
    due_on: date | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """How long somebody had it, in working days; `until` is None while they have it."""

    who: str
    since: date
    until: date | None
    working_days: int


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    moment: str
    label: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`photos` are published copies. `private` says that only the reporter and the agents may read this page."""

    report: Report
    line: Line
    holder: str
    steps: tuple[Step, ...]
    held: tuple[Held, ...]
    photos: tuple[Picture, ...]
    description: str
    point: tuple[float, float] | None
    due_on: date | None
    asks_if_repaired: bool
    answer_until: date | None
    private: bool = False


def report_page(reference: str, day) -> ReportPage | None:
    """The public page, or None when there is nothing the public may read. Four queries."""
    report = Report.objects.public().with_names().called(reference).first()
    return _page(report, day, everything=False) if report else None


def follow_page(report, day) -> ReportPage:
    """All that concerns its reporter, published or not. Three queries beyond the report (`report_of`)."""
    return _page(report, day, everything=True)


def report_of(reference: str) -> Report | None:
    """Any report, with its contact: for whoever holds a signed link or a right. One query."""
    return Report.objects.with_names().select_related("contact", "contact__user").called(reference).first()


def has_contact(report) -> bool:
    return ReportContact.objects.filter(report=report).exists()


def _page(report, day, *, everything: bool) -> ReportPage:
    events = list(report.events.select_related("partner").order_by("pk"))
    readable = everything or report.text_published
    texts = shown_texts(report, report.texts.order_by("pk"), everything=everything)
    pictures = [photo for photo in report.photos.order_by("pk") if photo.public_name]
    return ReportPage(
        report=report,
        line=line(report, day),
        holder=holder_name(report),
        steps=tuple(_step(event, texts) for event in events if event.verb in _SHOWN),
        held=tuple(_held(report, events, day)),
        photos=tuple(Picture(p.public_url, p.moment, Moment(p.moment).label) for p in pictures),
        description="\n\n".join(text.body for text in texts if text.kind != TextKind.ANSWER),
        point=_point(report) if readable else None,
        due_on=due_on(report),
        asks_if_repaired=Verb.CONFIRM_REPAIR in possible_verbs(report.state),
        answer_until=answer_until(report) if report.state == State.RESOLVED else None,
        private=everything,
    )


def shown_texts(report, texts, *, everything: bool = False) -> list[ReportText]:
    """Those that may be read: answers always, what was written once it was read, in its version for everyone if there
    is one. `everything`: for who wrote it, as it was written."""
    texts = list(texts)
    edited = any(text.kind == TextKind.PUBLIC for text in texts)
    described = TextKind.PUBLIC if edited and not everything else TextKind.DESCRIPTION
    kinds = {TextKind.ANSWER, described} if everything or report.text_published else {TextKind.ANSWER}
    return [text for text in texts if text.kind in kinds]


def _point(report):
    if report.latitude is None:
        return None
    return round(report.latitude, DECIMALS), round(report.longitude, DECIMALS)


def _step(event, texts) -> Step:
    return Step(
        verb=event.verb,
        label=event.get_verb_display(),
        shape=PUBLIC_SHAPES[State(event.to_state)],
        day=local_day(event.at),
        who=partner_name(event.partner) if event.partner_id else "",
        role=EventRole(event.role).label,
        due_on=event.due_on,
        texts=tuple(text.body for text in texts if text.event_id == event.pk and text.kind == TextKind.ANSWER),
    )


def _held(report, events, day):
    """Who had it, one after the other, from the day it was received to the day it was said to be repaired.

    While no partner is named the commune has it, under the name of its own service if one comes first.
    """
    first = next((event.partner for event in events if event.partner_id), None)
    city = partner_name(first) if first is not None and first.kind == PartnerKind.CITY else _("La Ville")
    current, since = None, None
    for event in events:
        when = local_day(event.at)
        working = event.to_state in OPEN
        name = (partner_name(event.partner) if event.partner_id else city) if working else None
        if name == current:
            continue
        if current is not None:
            yield Held(current, since, when, working_days_between(since, when))
        current, since = name, when
    if current is not None:
        yield Held(current, since, None, max(working_days_between(since, day), 0))
