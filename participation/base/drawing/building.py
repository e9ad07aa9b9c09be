"""The skyline: one building a quartier, twelve windows each, always, whatever their number of promises."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from participation.base.drawing.svg import element, named, number

WINDOWS = 12
WIDTH = 136
TREE = (
    "M-1.5 0-1-34h2l.5 34zM0-31-9-40l1-1 8 7 8-7 1 1zM-24-40c2-9 10-9 12-14 6-5 18-5 24 0 3 4 10 5 12 14-8 4-40 4-48 0z"
)
# left edge, width, windows a row, height of the drawing, scale of the largest tree beside it
TOWER = (31, 74, 3, 156, 0.95)
BLOCK = (21, 94, 4, 132, 0.7)


def _draw(seed: str, what: str, below: int) -> int:
    """A number below `below` that depends on `seed` and `what` alone: the same street at every visit."""
    return int.from_bytes(sha256(f"{seed}/{what}".encode()).digest()[:4]) % below


def lit_windows(done: int, total: int) -> int:
    """How many of the twelve windows `done` out of `total` lights: all only when all is done, none only for none."""
    if not 0 <= done <= total:
        raise ValueError(f"{done} done out of {total}")
    if done in (0, total):
        return WINDOWS if done else 0
    share = (Decimal(WINDOWS) * done / total).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return min(max(int(share), 1), WINDOWS - 1)


def _roof(seed, left, width):
    """Chimneys and an aerial, so that no two buildings are quite alike."""
    parts = []
    stops = [left + 12, left + width // 2 + 6, left + width - 6]
    for index, (start, end) in enumerate(pairwise(stops)):
        kind = _draw(seed, f"roof{index}", 4)
        if kind == 0:
            continue
        x = start + _draw(seed, f"x{index}", max(end - start - 22, 1))
        if kind == 1 and index:
            parts.append(f"M{x} 29V4h2v25z")
        else:
            parts.append(f"M{x} 29v-{8 + 3 * kind}h{14 + 2 * kind}v{8 + 3 * kind}z")
    return "".join(parts)


@lru_cache(maxsize=256)
def building(seed: str, done: int, total: int, *, label: str | None = None, tree: bool = True) -> str:
    """The building called `seed` (the quartier's slug), lit in the share of `done` out of `total`.

    Windows light in an order drawn from `seed` and stay lit when `done` grows. `tree` stands at its right, towards the
    next building. Raises ValueError when `done` exceeds `total`.
    """
    lit = lit_windows(done, total)
    left, width, columns, height, largest = TOWER if _draw(seed, "shape", 2) else BLOCK
    order = sorted(range(WINDOWS), key=lambda index: sha256(f"{seed}:{index}".encode()).digest())

    def panes(indexes):
        return "".join(
            f"M{left + 11 + 20 * (index % columns)} {40 + 24 * (index // columns)}h12v15h-12z"
            for index in sorted(indexes)
        )

    content = element("path", class_="wall", d=f"{_roof(seed, left, width)}M{left} 28h{width}v{height - 27}h-{width}z")
    if tree:
        scale = number(largest - _draw(seed, "tree", 4) / 12)
        place = f"translate({WIDTH - 3} {height + 1}) scale({scale})"
        content += element("path", class_="wall", transform=place, d=TREE)
    for name, indexes in (("pane lit", order[:lit]), ("pane", order[lit:])):
        if indexes:
            content += element("path", class_=name, d=panes(indexes))
    content += element("path", class_="door", d=f"M62 {height - 17}h12v17h-12z")
    return element("svg", content, **named(label), viewBox=f"0 0 {WIDTH} {height}", width=WIDTH, height=height)
