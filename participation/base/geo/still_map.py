"""The map that needs no script, no tile and no other server: perimeters, points, a scale. It prints.

Web Mercator, like the live map that replaces it, so that both show the same shapes.
"""

import math
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape

from participation.base.drawing.svg import element, number, shape
from participation.base.geo.labels import placed_labels

EARTH_METRES = 2 * math.pi * 6_378_137
MARGIN = 0.09
LEAST_METRES = 500
SCALE_STEPS = [step * 10**power for power in range(1, 7) for step in (1, 2, 5)]


@dataclass(frozen=True)
class Perimeter:
    """A place with its outline: a GeoJSON Polygon or MultiPolygon, or None where no source publishes one."""

    label: str
    geometry: dict | None
    url: str = ""


@dataclass(frozen=True)
class Point:
    """A place without outline, in degrees WGS 84; `state` is a status shape, none a plain dot."""

    label: str
    lat: float
    lon: float
    url: str = ""
    state: str = ""


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """Position on the unit square of the map tiles: x to the east, y to the south, both from 0 to 1."""
    return (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


def rings(geometry: dict) -> list[list]:
    """All rings of a Polygon or MultiPolygon, holes included: drawn with the even-odd rule."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for part in parts for ring in part]


class View:
    """The part of the world that is drawn: fitted to the shapes, never closer than LEAST_METRES across."""

    def __init__(self, places, width, height):
        xs, ys = [x for x, _ in places], [y for _, y in places]
        middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        latitude = math.atan(math.sinh(math.pi * (1 - 2 * middle_y)))
        self.metres_across = EARTH_METRES * math.cos(latitude)
        least = LEAST_METRES / self.metres_across
        room = 1 - 2 * MARGIN
        self.unit = max((max(xs) - min(xs)) / (width * room), (max(ys) - min(ys)) / (height * room), least / width)
        self.left, self.top = middle_x - self.unit * width / 2, middle_y - self.unit * height / 2

    def place(self, lon, lat):
        x, y = mercator(lon, lat)
        return (x - self.left) / self.unit, (y - self.top) / self.unit

    def at(self, x, y):
        """Latitude and longitude of a point of the drawing."""
        east, south = self.left + x * self.unit, self.top + y * self.unit
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * south)))), east * 360 - 180

    @property
    def metres_per_pixel(self):
        return self.unit * self.metres_across


def _outline(view, geometry):
    """The path of a perimeter, without the points that fall on the same pixel as the one before."""
    path = []
    for ring in rings(geometry):
        kept = []
        for lon, lat, *_ in ring[:-1]:
            x, y = (round(value, 1) for value in view.place(lon, lat))
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 1.2:
                kept.append((x, y))
        if len(kept) > 2:
            path.append("M" + "L".join(f"{number(x)} {number(y)}" for x, y in kept) + "z")
    return "".join(path)


def _linked(content, url, label, **attributes):
    if not url:
        return content
    return element("a", content, href=url, aria_label=label, **attributes)


def _grid(view, length, width, height):
    """Faint lines one scale bar apart: distances read anywhere on the map."""
    step = length / view.metres_per_pixel
    path = "".join(f"M{number(x * step)} 0V{height}" for x in range(1, math.ceil(width / step)))
    path += "".join(f"M0 {number(height - y * step)}H{width}" for y in range(1, math.ceil(height / step)))
    return element("path", class_="map-grid", d=path) if path else ""


def _scale(view, width, height):
    length = max(step for step in SCALE_STEPS if step / view.metres_per_pixel <= width * 0.3)
    bar = length / view.metres_per_pixel
    words = f"{length // 1000} km" if length >= 1000 else f"{length} m"
    line = element("path", class_="map-scale", d=f"M20 {height - 30}v12h{number(bar)}v-12")
    return length, line + element("text", words, class_="map-scale-text", x=number(28), y=height - 28)


def _north(width):
    arrow = element("path", class_="map-north", d=f"M{width - 34} 22l11 30-11-7-11 7z")
    return arrow + element("text", "N", class_="map-scale-text mid", x=width - 34, y=78)


def _marker(view, point, sprite):
    x, y = (number(value) for value in view.place(point.lon, point.lat))
    if not point.state:
        dot = element("circle", class_="map-dot", cx=x, cy=y, r=9)
        return _linked(dot, point.url, point.label, class_="marker")
    mark = element("circle", class_="halo", r=22) + shape(sprite, point.state, 28)
    mark = element("svg", mark, x=x, y=y, overflow="visible")
    if point.url:
        return _linked(mark, point.url, point.label, class_="marker", data_state=point.state)
    return element("g", mark, class_="marker", data_state=point.state)


class _Asked:
    """What a drawing is made from, compared by content: shapes come as dictionaries, which cannot be hashed."""

    __slots__ = ("content", "drawn", "points", "size", "sprite", "title")

    def __init__(self, title, drawn, points, size, sprite):
        self.title, self.drawn, self.points, self.size, self.sprite = title, drawn, points, size, sprite
        self.content = pickle.dumps((title, drawn, points, size, sprite))

    def __eq__(self, other):
        return self.content == other.content

    def __hash__(self):
        return hash(self.content)


def render_still_map(
    perimeters: Sequence[Perimeter],
    points: Sequence[Point] = (),
    width: int = 800,
    height: int = 600,
    *,
    title: str,
    sprite: str = "",
) -> str:
    """The map as SVG, `width` × `height` its own units; an empty string when there is neither outline nor point.

    `sprite` is the address of the status shapes, for points that have a state. Places without outline are left to the
    list beside the map. A place on the map is a link when it has an address. The same places are drawn once: outlines
    change every few years, the pages that show them every day.
    """
    drawn = tuple(perimeter for perimeter in perimeters if perimeter.geometry)
    return _draw(_Asked(title, drawn, tuple(points), (width, height), sprite))


@lru_cache(maxsize=32)
def _draw(asked: _Asked) -> str:
    drawn, points, sprite = asked.drawn, asked.points, asked.sprite
    width, height = asked.size
    places = [mercator(lon, lat) for one in drawn for ring in rings(one.geometry) for lon, lat, *_ in ring]
    places += [mercator(point.lon, point.lat) for point in points]
    if not places:
        return ""
    view = View(places, width, height)
    length, scale = _scale(view, width, height)
    content = element("rect", class_="map-land", width=width, height=height) + _grid(view, length, width, height)
    boxes = []
    for perimeter in drawn:
        path = element("path", class_="perimeter", fill_rule="evenodd", d=_outline(view, perimeter.geometry))
        content += _linked(path, perimeter.url, perimeter.label)
        corners = [view.place(lon, lat) for ring in rings(perimeter.geometry) for lon, lat, *_ in ring]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        boxes.append((perimeter.label, (min(xs), min(ys), max(xs), max(ys))))
    content += "".join(_marker(view, point, sprite) for point in points)
    content += scale + _north(width)
    taken = [(0, height - 60, width * 0.35, height), (width - 60, 0, width, 90)]
    for x, y in (view.place(point.lon, point.lat) for point in points):
        taken.append((x - 22, y - 22, x + 22, y + 22))
    for label, x, y in placed_labels(boxes, taken, width, height):
        content += element("text", escape(label), class_="place-name", x=number(x), y=number(y))
    linked = any(one.url for one in (*drawn, *points))
    return element(
        "svg",
        content,
        role="group" if linked else "img",
        aria_label=asked.title,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
    )
