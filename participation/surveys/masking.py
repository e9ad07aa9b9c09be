"""Results in which nobody can be recognised: cells under ten are not published, nor what would let one work them out.

A share is published with at least `LEAST` answers to its question. Among the counts of a question those from 1 to
`LEAST` - 1 are hidden; as n is published, a hidden count could be found by subtraction, so that the next smallest ones
are hidden too until the hidden ones together are `LEAST` people, in `hidden_least` cells. A scale publishes its mean
beside n: two equations, so that it needs three hidden cells.
"""

from collections.abc import Sequence

LEAST = 10
HIDDEN_LEAST = 2
HIDDEN_LEAST_WITH_MEAN = 3


def masked(counts: Sequence[int], *, with_mean: bool = False) -> frozenset[int]:
    """The indices of `counts` (whole numbers ≥ 0) that must not be published.

    Cells that nobody chose stay visible unless they are needed as cover.
    """
    hidden = {index for index, count in enumerate(counts) if 0 < count < LEAST}
    if not hidden:
        return frozenset()
    cells = HIDDEN_LEAST_WITH_MEAN if with_mean else HIDDEN_LEAST
    others = sorted(
        (index for index in range(len(counts)) if index not in hidden),
        key=lambda index: (counts[index] == 0, counts[index]),
    )
    while others and (len(hidden) < cells or sum(counts[index] for index in hidden) < LEAST):
        hidden.add(others.pop(0))
    return frozenset(hidden)
