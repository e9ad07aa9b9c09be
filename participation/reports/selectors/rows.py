from dataclasses import dataclass
from datetime import date

from participation.base.text.dates import local_day
from participation.reports.enums import State
from participation.reports.workflow import days_late, is_late, public_shape, sentence


@dataclass(frozen=True, slots=True)
class Line:
    """A report as a line of a public list. The day, never the hour."""

    pk: int
    reference: str
    url: str
    title: str
    category: str
    icon: str
    quartier: str
    quartier_slug: str
    place: str
    day: date
    state: str
    state_label: str
    shape: str
    sentence: str
    late: bool
    days_late: int


def line(report, day) -> Line:
    """Of a report selected `with_names()`. No query."""
    return Line(
        pk=report.pk,
        reference=report.reference,
        url=report.get_absolute_url(),
        title=report.headline,
        category=report.category.label,
        icon=report.category.icon,
        quartier=report.quartier.name if report.quartier_id else report.commune.name,
        quartier_slug=report.quartier.slug if report.quartier_id else "",
        place=report.public_place,
        day=local_day(report.reported_at),
        state=report.state,
        state_label=str(State(report.state).label),
        shape=public_shape(report, day),
        sentence=sentence(report, day),
        late=is_late(report, day),
        days_late=days_late(report, day),
    )
