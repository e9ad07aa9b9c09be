"""Bars and curves. Positions in percent, texts in pixels: the same reading size at 320 px, 1280 px and on paper."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.html import escape

from participation.base.drawing.svg import element, number, percent, titled

AXIS_Y, TOP_Y = 136, 22
LABELS_MAX = 8


def bar(value: float, maximum: float, *, height: int = 16, fill: str = "fill-1") -> str:
    """A decorative bar for a table's row: the figure stands in the next cell. `value` is clamped to 0…`maximum`."""
    share = 100 * min(max(value / maximum, 0), 1) if maximum > 0 else 0
    content = element("rect", class_=fill, width=percent(float(share)), height=height)
    return element("svg", content, class_="chart", aria_hidden="true", focusable="false", width="100%", height=height)


def progress_bar(value: float, maximum: float, *, label: str) -> str:
    """Part done of a whole too large for windows."""
    share = 100 * min(max(value / maximum, 0), 1) if maximum > 0 else 0
    content = element("rect", class_="track", width="100%", height=12, rx=2)
    content += element("rect", class_="done", width=percent(float(share)), height=12, rx=2)
    return element("svg", content, role="img", aria_label=label)


def line_chart(
    points: Sequence[tuple[str, float]],
    *,
    identifier: str,
    title: str,
    description: str,
    goal: float | None = None,
) -> str:
    """A curve over `points` (short label, value ≥ 0), equally spaced, with its values written above the dots.

    `goal` is a dashed line. Of more than eight points only some are labelled, the last one always.
    Raises ValueError on no point or a negative value.
    """
    if not points or min(value for _, value in points) < 0:
        raise ValueError("a line chart needs points, and none below zero")
    top = max([value for _, value in points] + [goal or 0]) or 1
    step = 88 / (len(points) - 1) if len(points) > 1 else 0

    def place(index):
        x = 6 + step * index if step else 50
        return x, AXIS_Y - (AXIS_Y - TOP_Y) * float(points[index][1]) / float(top)

    attributes, content = titled(identifier, title, description)
    content += element("line", class_="axis", x1=0, x2="100%", y1=AXIS_Y, y2=AXIS_Y)
    if goal is not None:
        y = number(AXIS_Y - (AXIS_Y - TOP_Y) * float(goal) / float(top))
        content += element("line", class_="goal", x1=0, x2="100%", y1=y, y2=y)
    places = [place(index) for index in range(len(points))]
    for (x1, y1), (x2, y2) in pairwise(places):
        content += element("line", class_="curve", x1=percent(x1), y1=number(y1), x2=percent(x2), y2=number(y2))
    last, every = len(points) - 1, -(-len(points) // LABELS_MAX)
    for index, (x, y) in enumerate(places):
        label, value = points[index]
        content += element("circle", class_="dot", cx=percent(x), cy=number(y), r=6)
        if (last - index) % every:
            continue
        weight = "mid halo t-bold" if index == last else "mid halo"
        shown = number(float(value)).replace(".", ",")
        content += element("text", shown, class_=weight, x=percent(x), y=number(y - 12))
        content += element("text", escape(label), class_="mid t-soft", x=percent(x), y=158)
    return element("svg", content, class_="chart", **attributes, width="100%", height=180)
