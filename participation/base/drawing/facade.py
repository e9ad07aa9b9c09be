"""The portal's unit chart: one window for each thing promised, lit when it is kept, a triangle when it is late."""

from functools import lru_cache
from math import ceil

from participation.base.drawing.svg import element, named

PITCH_X, PITCH_Y = 17, 21
PANE_W, PANE_H = 11, 14
ROW_MAX = 11


def _check(total, lit, late):
    if min(total, lit, late) < 0 or lit + late > total:
        raise ValueError(f"{lit} lit and {late} late windows do not fit in {total}")


def _pane(index, columns):
    return 8 + PITCH_X * (index % columns), 7 + PITCH_Y * (index // columns)


def _rects(indexes, columns):
    return "".join(f"M{x} {y}h{PANE_W}v{PANE_H}h-{PANE_W}z" for x, y in (_pane(index, columns) for index in indexes))


def _triangles(indexes, columns):
    return "".join(f"M{x + 5.5} {y + 1}l6.5 12h-13z" for x, y in (_pane(index, columns) for index in indexes))


@lru_cache(maxsize=1024)
def facade(total: int, lit: int = 0, late: int = 0, *, label: str | None = None, columns: int | None = None) -> str:
    """`total` windows, the first `lit` of them lit, the next `late` ones late; rows of 11 at most, or of `columns`.

    Windows of a kind are one path with a subpath each, so that a wall of 58 stays under a kilobyte.
    Without `label` the drawing is decoration and the words beside it must say the same. Raises ValueError when the
    counts do not fit. No window, no drawing: an empty string.
    """
    _check(total, lit, late)
    if not total:
        return ""
    columns = columns or ceil(total / ceil(total / ROW_MAX))
    columns = min(columns, total)
    width, height = PITCH_X * columns + 10, PITCH_Y * ceil(total / columns) + 7
    kinds = (
        ("pane lit", _rects(range(lit), columns)),
        ("pane late", _triangles(range(lit, lit + late), columns)),
        ("pane", _rects(range(lit + late, total), columns)),
    )
    content = element("rect", class_="wall", width=width, height=height, rx=3) + "".join(
        element("path", class_=name, d=path) for name, path in kinds if path
    )
    return element(
        "svg",
        content,
        class_="facade",
        **named(label),
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )


def long_wall(total: int, lit: int = 0, late: int = 0, *, label: str) -> str:
    """The whole convention as one building, drawn twice: 15 windows a row for a telephone, 29 for a wide screen."""
    return facade(total, lit, late, label=label, columns=15) + facade(total, lit, late, label=label, columns=29)
