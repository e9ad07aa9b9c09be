"""A perimeter is accepted or refused with a reason that the person who drew it can act upon."""

import json
import math
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.polygon import orient
from shapely.validation import explain_validity

from participation.base.geo.territories import in_france

MAX_VERTICES = 20_000
MAX_RINGS = 1_000
# 1e-7 degree is about one centimetre: more digits are noise of a conversion.
DIGITS = 7

_REASONS = {
    "Self-intersection": gettext_lazy("Le contour se croise lui-même."),
    "Ring Self-intersection": gettext_lazy("Le contour se touche ou se croise lui-même."),
    "Hole lies outside shell": gettext_lazy("Un trou se trouve hors du contour."),
    "Holes are nested": gettext_lazy("Un trou se trouve dans un autre trou."),
    "Nested shells": gettext_lazy("Une partie du périmètre en recouvre une autre."),
    "Interior is disconnected": gettext_lazy("Un trou coupe le périmètre en deux."),
    "Too few points in geometry component": gettext_lazy("Le contour n’a pas assez de points distincts."),
    "Duplicate Rings": gettext_lazy("Le même contour figure deux fois."),
}
_EXPLANATION = re.compile(r"^(?P<reason>[^\[]+)(?:\[(?P<lon>\S+) (?P<lat>\S+)\])?$")


class PerimeterError(ValueError):
    """Says in one French sentence what is wrong and where."""


def validate_perimeter(geojson) -> dict:
    """Return the perimeter as a clean GeoJSON geometry (RFC 7946), or raise PerimeterError.

    `geojson`: a Polygon, a MultiPolygon, a Feature or a FeatureCollection of one feature, as a dict or as text,
    longitude before latitude, degrees WGS 84. The returned dict keeps the holes, drops altitudes and properties,
    rounds to 7 digits and turns outer rings anticlockwise.
    """
    kind, parts = _polygons(_geometry(_parsed(geojson)))
    polygons = [[_ring(ring) for ring in part] for part in parts]
    _check_size(polygons)
    _check_place(polygons)
    shape = _shape(kind, polygons)
    _check_drawing(shape)
    return _plain(mapping(_oriented(shape)))


def _parsed(geojson):
    if not isinstance(geojson, str | bytes):
        return geojson
    try:
        return json.loads(geojson)
    except (ValueError, RecursionError) as error:
        raise PerimeterError(_("Ce n’est pas du GeoJSON : le texte ne se lit pas.")) from error


def _geometry(value, depth=0):
    """The Polygon or MultiPolygon inside whatever GeoJSON object was given."""
    if not isinstance(value, dict):
        raise PerimeterError(_("Ce n’est pas du GeoJSON : un objet était attendu."))
    kind = value.get("type")
    if kind == "Feature" and depth < 2:
        if value.get("geometry") is None:
            raise PerimeterError(_("L’objet n’a pas de géométrie."))
        return _geometry(value["geometry"], depth=2)
    if kind == "FeatureCollection" and depth < 1:
        features = value.get("features")
        if not isinstance(features, list) or len(features) != 1:
            count = len(features) if isinstance(features, list) else 0
            raise PerimeterError(
                _("Le fichier contient %(count)s objets : donnez-en un seul, le périmètre.") % {"count": count}
            )
        return _geometry(features[0], depth=1)
    if kind not in ("Polygon", "MultiPolygon"):
        shown = kind if isinstance(kind, str) and len(kind) <= 30 else _("type inconnu")
        raise PerimeterError(_("Un périmètre est un Polygon ou un MultiPolygon, pas « %(kind)s ».") % {"kind": shown})
    return value


def _polygons(geometry):
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(parts, list | tuple) or not parts:
        raise PerimeterError(_("Le périmètre est vide."))
    for part in parts:
        if not isinstance(part, list | tuple) or not part:
            raise PerimeterError(_("Le périmètre est vide."))
    if sum(len(part) for part in parts) > MAX_RINGS:
        raise PerimeterError(_("Le périmètre a plus de %(count)s contours.") % {"count": MAX_RINGS})
    return geometry["type"], parts


def _ring(ring):
    if not isinstance(ring, list | tuple):
        raise PerimeterError(_("Un contour doit être une liste de points."))
    if len(ring) > MAX_VERTICES:
        raise PerimeterError(_("Le contour a plus de %(count)s points : simplifiez-le.") % {"count": MAX_VERTICES})
    points = [_position(position) for position in ring]
    if len(points) < 4:
        raise PerimeterError(
            _("Un contour a au moins quatre points, dont le dernier répète le premier ; celui-ci en a %(count)s.")
            % {"count": len(points)}
        )
    if points[0] != points[-1]:
        raise PerimeterError(
            _("Le contour n’est pas fermé : le dernier point (%(last)s) ne répète pas le premier (%(first)s).")
            % {"first": _where(*points[0]), "last": _where(*points[-1])}
        )
    return points


def _position(position):
    if not isinstance(position, list | tuple) or not 2 <= len(position) <= 4:
        raise PerimeterError(_("Un point doit être une paire [longitude, latitude]."))
    lon, lat = (_number(value) for value in position[:2])
    if abs(lon) > 180 or abs(lat) > 180:
        raise PerimeterError(
            _(
                "Les coordonnées ne sont pas en degrés (%(lon)s ; %(lat)s) : convertissez le fichier en WGS 84. "
                "Il est peut-être en Lambert 93."
            )
            % {"lon": f"{lon:.6g}", "lat": f"{lat:.6g}"}
        )
    return round(lon, DIGITS), round(lat, DIGITS)


def _number(value):
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PerimeterError(_("Une coordonnée n’est pas un nombre."))
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise PerimeterError(_("Une coordonnée n’est pas un nombre fini."))
    return number


def _check_size(polygons):
    count = sum(len(ring) for part in polygons for ring in part)
    if count > MAX_VERTICES:
        raise PerimeterError(
            _("Le périmètre a %(count)s points, la limite est de %(limit)s : simplifiez-le.")
            % {"count": count, "limit": MAX_VERTICES}
        )


def _check_place(polygons):
    points = [point for part in polygons for ring in part for point in ring]
    outside = next(((lon, lat) for lon, lat in points if not in_france(lat, lon)), None)
    if outside is None:
        return
    if all(in_france(lon, lat) for lon, lat in points):
        raise PerimeterError(
            _("Latitude et longitude sont inversées : GeoJSON écrit la longitude d’abord (ici [%(lat)s, %(lon)s]).")
            % {"lon": f"{outside[0]:.5f}", "lat": f"{outside[1]:.5f}"}
        )
    raise PerimeterError(
        _("Le point %(where)s est hors de France métropolitaine et d’outre-mer.") % {"where": _where(*outside)}
    )


def _shape(kind, polygons):
    made = [Polygon(part[0], part[1:]) for part in polygons]
    return made[0] if kind == "Polygon" else MultiPolygon(made)


def _check_drawing(shape):
    if shape.is_valid:
        return
    found = _EXPLANATION.match(explain_validity(shape))
    reason = found["reason"] if found else ""
    sentence = str(_REASONS.get(reason, _("Le dessin du périmètre est incohérent.")))
    if found and found["lat"]:
        where = _where(float(found["lon"]), float(found["lat"]))
        sentence = sentence.rstrip(".") + _(", près du point %(where)s.") % {"where": where}
    raise PerimeterError(sentence)


def _oriented(shape):
    if isinstance(shape, Polygon):
        return orient(shape)
    return MultiPolygon([orient(part) for part in shape.geoms])


def _plain(geometry):
    """Lists instead of tuples, so that the dict equals itself after a round trip through JSON."""

    def lists(value):
        return [lists(item) for item in value] if isinstance(value, tuple | list) else value

    return {"type": geometry["type"], "coordinates": lists(geometry["coordinates"])}


def _where(lon, lat):
    """« latitude 43,40512, longitude 5,05123 »"""
    return _("latitude %(lat)s, longitude %(lon)s") % {
        "lat": f"{lat:.5f}".replace(".", ","),
        "lon": f"{lon:.5f}".replace(".", ","),
    }
