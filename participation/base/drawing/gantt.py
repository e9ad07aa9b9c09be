"""The calendar of a convention: one line a project, from its start to its end, with its milestones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import escape

from participation.base.drawing.svg import element, number, percent, shape, titled

ROW = 58
TICKS_MAX = 8


@dataclass(frozen=True)
class GanttRow:
    """One project. `milestones` are (day, state: resolu, retard, prevu…); `next` is a phrase for the table."""

    label: str
    start: date
    end: date
    milestones: Sequence[tuple[date, str]] = field(default=())
    next: str = ""
    url: str = ""


def _span(rows):
    """Whole years: from 1 January of the first to 31 December of the last."""
    days = [day for row in rows for day in (row.start, row.end, *(when for when, _ in row.milestones))]
    return date(min(days).year, 1, 1), date(max(days).year, 12, 31)


def _ticks(first, last):
    years = range(first.year, last.year + 1)
    if len(years) == 1:
        return [(date(first.year, month, 1), f"{month:02d}/{first.year}") for month in (1, 4, 7, 10)]
    every = -(-len(years) // TICKS_MAX)
    return [(date(year, 1, 1), str(year)) for year in years[::every]]


def gantt(rows: Sequence[GanttRow], *, today: date, sprite: str, identifier: str, title: str, description: str) -> str:
    """The calendar as SVG; the part of a project already past is filled up to `today`, a dotted line. The table behind
    it (`components/gantt.html`) is the text version. Raises ValueError without rows or when one ends before it starts.
    """
    if not rows or any(row.end < row.start for row in rows):
        raise ValueError("a calendar needs rows that end after they start")
    first, last = _span(rows)
    days = (last - first).days

    def at(day):
        return 100 * min(max((day - first).days / days, 0), 1)

    bottom = 22 + ROW * len(rows) + 8
    attributes, content = titled(identifier, title, description)
    for day, label in _ticks(first, last):
        x = at(day)
        content += element("line", class_="grid", x1=percent(x), x2=percent(x), y1=22, y2=bottom)
        content += element("text", label, class_="t-soft", x=percent(x), dx=4 if x else 0, y=14)
    if first <= today <= last:
        now = percent(at(today))
        content += element("line", class_="now", x1=now, x2=now, y1=22, y2=bottom)
    for index, row in enumerate(rows):
        y = 46 + ROW * index
        start, end = at(row.start), at(row.end)
        content += element("text", escape(row.label), class_="halo", x=0, y=y)
        bar = {"x": percent(start), "y": y + 14, "height": 10, "rx": 2}
        content += element("rect", class_="track", width=percent(end - start), **bar)
        if today > row.start:
            content += element("rect", class_="fill-2", width=percent(min(at(today), end) - start), **bar)
        for day, state in row.milestones:
            mark = element("circle", class_="knock", r=13) + shape(sprite, state)
            content += element("svg", mark, x=percent(at(day)), y=y + 19, overflow="visible", data_state=state)
    return element("svg", content, class_="chart", **attributes, width="100%", height=number(bottom + 8))
