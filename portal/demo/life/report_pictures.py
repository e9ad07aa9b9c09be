"""Before and after, drawn flat like the other pictures of the demonstration. No photograph, nobody on it."""

from functools import partial
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT, SCALE = 480, 320, 2

_NIGHT = {
    "before": ("#1b2730", "#2c3a44", "#35454f", "#3d4a50"),
    "after": ("#22323d", "#4a5552", "#5a625b", "#8c8468"),
}
_POST, _LIT = "#10181d", "#f2b134"


def _passage(moment: str) -> bytes:
    """A passage between two walls at night, its two lamps out or lit."""
    sky, left, right, ground = _NIGHT[moment]
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), sky)
    draw = ImageDraw.Draw(image)
    _area(draw, [(0, 40), (150, 40), (190, 160), (190, 320), (0, 320)], left)
    _area(draw, [(480, 20), (340, 20), (290, 160), (290, 320), (480, 320)], right)
    _area(draw, [(190, 160), (290, 160), (400, 320), (80, 320)], ground)
    if moment == "after":
        _area(draw, [(128, 92), (40, 320), (230, 320)], "#a5915a")
        _area(draw, [(352, 92), (256, 320), (446, 320)], "#a5915a")
        draw.ellipse(_scaled([(45, 302), (225, 318)]), fill="#c9a552")
        draw.ellipse(_scaled([(260, 302), (440, 318)]), fill="#c9a552")
    for x, side in ((100, 1), (380, -1)):
        draw.line(_scaled([(x, 300), (x, 88), (x + 24 * side, 86)]), fill=_POST, width=6 * SCALE, joint="curve")
        head = [(x + 16 * side, 82), (x + 40 * side, 82), (x + 46 * side, 94), (x + 10 * side, 94)]
        _area(draw, head, _LIT if moment == "after" else "#5c6a71")
    return _png(image)


def _sofa(moment: str) -> bytes:
    """A sofa and a mattress on a pavement."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "#cfd8d6")
    draw = ImageDraw.Draw(image)
    _area(draw, [(0, 60), (480, 60), (480, 190), (0, 190)], "#b7a68a")
    for x in range(40, 480, 90):
        _area(draw, [(x, 90), (x + 40, 90), (x + 40, 140), (x, 140)], "#5f7f8d")
    _area(draw, [(0, 190), (480, 190), (480, 260), (0, 260)], "#a39f97")
    _area(draw, [(0, 260), (480, 260), (480, 320), (0, 320)], "#6b6862")
    _area(draw, [(300, 120), (420, 140), (410, 236), (290, 216)], "#e9e3d3")
    for box, colour in (
        ([(90, 150), (270, 210)], "#a63a21"),
        ([(72, 176), (104, 236)], "#7d2b18"),
        ([(256, 176), (288, 236)], "#7d2b18"),
        ([(100, 190), (260, 232)], "#c25a3d"),
    ):
        draw.rounded_rectangle(_scaled(box), 12 * SCALE, fill=colour)
    return _png(image)


def _area(draw, points, colour):
    draw.polygon(_scaled(points), fill=colour)


def _scaled(points):
    return [(x * SCALE, y * SCALE) for x, y in points]


def _png(image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


# By the name a story gives: what is drawn for which moment.
PICTURES = {
    "passage": {moment: partial(_passage, moment) for moment in _NIGHT},
    "canape": {"before": partial(_sofa, "before")},
}
