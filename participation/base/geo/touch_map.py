"""A map that is tapped without a script: the picture of an `<input type="image">`, which posts where it was touched.

Browsers give that point in CSS pixels of the picture as shown, so that it is shown in one size everywhere (SHOWN).
As a picture of its own it has no style sheet: colours stand in the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from participation.base.drawing.svg import element, number
from participation.base.geo.still_map import Perimeter, View, mercator, render_still_map, rings

SHOWN = 288
SIDE = 2 * SHOWN
_LOOK = {
    "map-land": 'fill="#f0ebe1"',
    "map-grid": 'fill="none" stroke="#e4ddcf" stroke-width="2"',
    "perimeter": 'fill="#0b4f6c" fill-opacity=".12" stroke="#0b4f6c" stroke-width="4" stroke-linejoin="round"',
    "map-scale": 'fill="none" stroke="#1d1d22" stroke-width="3"',
    "map-north": 'fill="#1d1d22"',
    "map-scale-text": 'fill="#1d1d22" font-size="24"',
    "map-scale-text mid": 'fill="#1d1d22" font-size="24" text-anchor="middle"',
    "place-name": 'fill="#1d1d22" font-size="30" font-weight="700" text-anchor="middle" stroke="#f0ebe1" '
    'stroke-width="6" paint-order="stroke"',
}
_AREA = {"fill": "#f2b134", "fill_opacity": ".25", "stroke": "#1d1d22", "stroke_width": 3, "stroke_dasharray": "10 6"}
# A drop whose tip is the origin, and its eye.
_DROP = "M0 0c-8-26-30-38-30-62a30 30 0 1 1 60 0c0 24-22 36-30 62z"


@dataclass(frozen=True)
class TouchMap:
    """What is drawn: outlines, and the pin once one is put. Empty without any outline: nothing to touch."""

    title: str
    perimeters: Sequence[Perimeter]

    @cached_property
    def _view(self) -> View | None:
        drawn = [one.geometry for one in self.perimeters if one.geometry]
        places = [mercator(lon, lat) for geometry in drawn for ring in rings(geometry) for lon, lat, *_ in ring]
        return View(places, SIDE, SIDE) if places else None

    def __bool__(self):
        return self._view is not None

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude of what was touched, in pixels from the top left corner; the edge is the limit."""
        scale = SIDE / SHOWN
        return self._view.at(*(min(max(value, 0), SHOWN) * scale for value in (x, y)))

    def svg(self, lat: float | None = None, lon: float | None = None, radius_m: int | None = None) -> str:
        drawing = render_still_map(self.perimeters, (), SIDE, SIDE, title=self.title)
        for name, look in _LOOK.items():
            drawing = drawing.replace(f'class="{name}"', look)
        drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" ', 1)
        return drawing.removesuffix("</svg>") + self._pin(lat, lon, radius_m) + "</svg>"

    def _pin(self, lat, lon, radius_m):
        if lat is None or lon is None:
            return ""
        x, y = self._view.place(lon, lat)
        drop = element("path", d=_DROP, fill="#f2b134", stroke="#1d1d22", stroke_width=4)
        drop += element("circle", cy=-62, r=10, fill="#1d1d22")
        if radius_m:
            drop = element("circle", r=number(radius_m / self._view.metres_per_pixel), **_AREA) + drop
        return element("g", drop, transform=f"translate({number(x)} {number(y)})")
