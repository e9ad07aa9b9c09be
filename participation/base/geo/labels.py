"""Where the names of places go on the still map, so that they can be read: none over another, none cut by the edge."""

FONT = 30
LETTER = 0.56 * FONT
GAP = 8


def _box(label, x, y):
    """The room a label takes when its baseline is centred on (x, y)."""
    half = len(label) * LETTER / 2
    return x - half, y - FONT * 0.8, x + half, y + FONT * 0.25


def _overlap(one, other):
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0


def _candidates(label, box, width, height):
    """In the middle of a large outline, then above, below, at the sides; kept inside the drawing."""
    left, top, right, bottom = box
    half = len(label) * LETTER / 2
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2 + FONT * 0.3
    spots = [
        (middle_x, top - GAP),
        (middle_x, bottom + FONT),
        (right + half + GAP, middle_y),
        (left - half - GAP, middle_y),
        (middle_x, middle_y),
        (right, top - GAP),
        (left, top - GAP),
        (right, bottom + FONT),
        (left, bottom + FONT),
    ]
    if right - left > 2 * half and bottom - top > 2 * FONT:
        spots.insert(0, spots.pop(4))
    low, high = half + GAP, max(width - half - GAP, half + GAP)
    return [(min(max(x, low), high), min(max(y, FONT), height - GAP)) for x, y in spots]


def placed_labels(places, taken, width, height):
    """Yield (label, x, y): middle of the baseline, in the drawing's units.

    `places` are (label, box of the outline), a box being (left, top, right, bottom); `taken` are boxes to avoid.
    The largest outline is served first. A name that fits nowhere without hiding another is left to the list.
    """
    taken = list(taken)
    outlines = [box for _, box in places]
    for label, box in sorted(places, key=lambda place: (place[1][0] - place[1][2]) * (place[1][3] - place[1][1])):
        best = None
        for rank, (x, y) in enumerate(_candidates(label, box, width, height)):
            room = _box(label, x, y)
            hidden = sum(_overlap(room, other) for other in taken)
            crossed = sum(_overlap(room, other) for other in outlines if other != box)
            cost = (hidden, crossed + rank * 40)
            if best is None or cost < best[0]:
                best = (cost, x, y, room)
        (hidden, _), x, y, room = best
        if hidden > 0.15 * (room[2] - room[0]) * (room[3] - room[1]):
            continue
        taken.append(room)
        yield label, x, y
