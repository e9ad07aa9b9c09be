"""One map of a page: the still drawing and what the live one needs, made together so that they agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from participation.base.geo.still_map import Perimeter, Point, render_still_map, rings

__all__ = ["MapView", "Perimeter", "Point", "build_map"]


@dataclass(frozen=True)
class MapView:
    """`config` goes to the page as JSON (`json_script`) under `id`."""

    id: str
    still: SafeString
    config: dict
    credit: str


def _bounds(perimeters, points):
    """South-west and north-east corners, [latitude, longitude]."""
    places = [(lat, lon) for one in perimeters for ring in rings(one.geometry) for lon, lat, *_ in ring]
    places += [(point.lat, point.lon) for point in points]
    lats, lons = [lat for lat, _lon in places], [lon for _lat, lon in places]
    return [[min(lats), min(lons)], [max(lats), max(lons)]]


def _feature(perimeter):
    return {
        "type": "Feature",
        "properties": {"label": perimeter.label, "url": perimeter.url},
        "geometry": perimeter.geometry,
    }


def build_map(
    identifier: str,
    title: str,
    *,
    perimeters: Sequence[Perimeter] = (),
    points: Sequence[Point] = (),
    sprite: str | None = None,
) -> MapView | None:
    """The map called `title`, or None when no place has an outline or a position: the page then says so in words.

    `identifier` is unique on the page; `sprite` is the address of the status shapes, ours by default. Tiles come from
    `LEAFLET_CONFIG`, the only other host the browser contacts.
    """
    drawn = [perimeter for perimeter in perimeters if perimeter.geometry]
    still = render_still_map(drawn, points, title=title, sprite=sprite or static("icons.svg"))
    if not still:
        return None
    leaflet = settings.LEAFLET_CONFIG
    _name, tiles, options = leaflet["TILES"][0]
    config = {
        "title": title,
        "tiles": tiles,
        "attribution": options["attribution"],
        "minZoom": leaflet["MIN_ZOOM"],
        "maxZoom": leaflet["MAX_ZOOM"],
        "bounds": _bounds(drawn, points),
        "perimeters": {"type": "FeatureCollection", "features": [_feature(one) for one in drawn]},
        "points": [
            {"label": one.label, "lat": one.lat, "lon": one.lon, "url": one.url, "state": one.state} for one in points
        ],
        "words": {
            "zoomIn": _("Zoomer"),
            "zoomOut": _("Dézoomer"),
            "move": _("Touchez la carte pour la déplacer"),
        },
    }
    credit = _("Périmètres : ANCT, QPV 2024, Licence Ouverte 2.0.") if drawn else ""
    return MapView(identifier, mark_safe(still), config, credit)  # noqa: S308 - the drawing escapes every text
