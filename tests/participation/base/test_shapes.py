import copy
import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from participation.base.geo import shapes
from participation.base.geo.shapes import PerimeterError, validate_perimeter
from participation.base.geo.territories import FRANCE

SQUARE = [[5.02, 43.40], [5.04, 43.40], [5.04, 43.42], [5.02, 43.42], [5.02, 43.40]]
HOLE = [[5.025, 43.405], [5.025, 43.410], [5.030, 43.410], [5.030, 43.405], [5.025, 43.405]]
BOW_TIE = [[5.02, 43.40], [5.04, 43.42], [5.04, 43.40], [5.02, 43.42], [5.02, 43.40]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": [list(ring) for ring in rings]}


def moved(ring, lon, lat):
    return [[x + lon, y + lat] for x, y in ring]


def test_a_polygon_comes_back_as_it_was():
    given_geometry = polygon(SQUARE, HOLE)
    before = copy.deepcopy(given_geometry)
    assert validate_perimeter(given_geometry) == before
    assert given_geometry == before


@pytest.mark.parametrize(
    "wrapped",
    [
        {"type": "Feature", "properties": {"nom": "Canto-Perdrix"}, "geometry": polygon(SQUARE)},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon(SQUARE)}]},
        {"type": "FeatureCollection", "features": [polygon(SQUARE)]},
        json.dumps(polygon(SQUARE)),
        json.dumps(polygon(SQUARE)).encode(),
        {"type": "Polygon", "coordinates": [[[*point, 12.5] for point in SQUARE]]},
        {"type": "Polygon", "coordinates": [SQUARE[::-1]]},
        {"type": "Polygon", "coordinates": tuple(tuple(map(tuple, ring)) for ring in [SQUARE])},
    ],
)
def test_every_way_to_write_it_gives_the_same_geometry(wrapped):
    found = validate_perimeter(wrapped)
    assert shape(found).equals(shape(polygon(SQUARE)))
    assert found == validate_perimeter(found)
    assert found == json.loads(json.dumps(found))


def test_outer_rings_turn_anticlockwise_and_holes_clockwise():
    outer, hole = validate_perimeter(polygon(SQUARE[::-1], HOLE[::-1]))["coordinates"]
    assert _signed_area(outer) > 0 > _signed_area(hole)


def test_a_multipolygon_keeps_its_parts_and_holes():
    far = moved(SQUARE, 0.1, 0.1)
    found = validate_perimeter({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [far]]})
    assert [len(part) for part in found["coordinates"]] == [2, 1]


def test_digits_beyond_a_centimetre_go():
    ring = [[5.0200000049, 43.4], *SQUARE[1:-1], [5.0200000049, 43.4]]
    assert validate_perimeter(polygon(ring))["coordinates"][0][0] == [5.02, 43.4]


@pytest.mark.parametrize("box", FRANCE, ids=lambda box: box.name)
def test_every_part_of_france_is_accepted(box):
    lon, lat = (box.west + box.east) / 2, (box.south + box.north) / 2
    ring = [[lon, lat], [lon + 0.01, lat], [lon + 0.01, lat + 0.01], [lon, lat]]
    assert validate_perimeter(polygon(ring))["type"] == "Polygon"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (polygon(SQUARE[:-1]), "n’est pas fermé"),
        (polygon(SQUARE[:2] + SQUARE[:1]), "au moins quatre points"),
        (polygon([]), "au moins quatre points"),
        (polygon([SQUARE[0]] * 4), "pas assez de points distincts"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[0], SQUARE[0]]), "point"),
        (polygon(BOW_TIE), "croise lui-même, près du point latitude 43,41000, longitude 5,03000"),
        (polygon(SQUARE, moved(HOLE, 1, 0)), "trou se trouve hors du contour"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, "contour"),
        (polygon([[y, x] for x, y in SQUARE]), "inversées"),
        (polygon(moved(SQUARE, 8, 0)), "hors de France"),
        (polygon(moved(SQUARE, 0, -30)), "hors de France"),
        (polygon([[892_000.0, 6_250_000.0]] * 4), "Lambert 93"),
        (polygon([[math.nan, 43.4]] * 4), "nombre fini"),
        (polygon([[5.0, math.inf]] * 4), "nombre fini"),
        (polygon([[10**400, 43]] * 4), "nombre fini"),
        (polygon([[True, 43.4]] * 4), "n’est pas un nombre"),
        (polygon([["5.02", "43.4"]] * 4), "n’est pas un nombre"),
        (polygon([[None, None]] * 4), "n’est pas un nombre"),
        (polygon([[5.02]] * 4), "paire"),
        (polygon([5.02, 43.4, 5.03, 43.4]), "paire"),
        (polygon("abcd"), "paire"),
        ({"type": "Polygon", "coordinates": [5]}, "liste de points"),
        ({"type": "Polygon", "coordinates": []}, "vide"),
        ({"type": "Polygon"}, "vide"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "vide"),
        ({"type": "Point", "coordinates": [5, 43]}, "« Point »"),
        ({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}, "« GeometryCollection »"),
        ({"type": ["Polygon"]}, "type inconnu"),
        ({}, "type inconnu"),
        ({"type": "Feature", "geometry": None}, "pas de géométrie"),
        ({"type": "Feature", "geometry": {"type": "Feature", "geometry": polygon(SQUARE)}}, "« Feature »"),
        ({"type": "FeatureCollection", "features": []}, "0 objets"),
        ({"type": "FeatureCollection", "features": [polygon(SQUARE)] * 3}, "3 objets"),
        ({"type": "FeatureCollection", "features": None}, "0 objets"),
        ([polygon(SQUARE)], "un objet était attendu"),
        (None, "un objet était attendu"),
        ("{", "ne se lit pas"),
        (b"\xff\xfe", "ne se lit pas"),
        ("[" * 100_000, "ne se lit pas"),
    ],
)
def test_a_refusal_says_why(value, reason):
    with pytest.raises(PerimeterError, match=reason):
        validate_perimeter(value)


def test_a_drawing_with_too_many_points_is_refused():
    circle = [
        [5.0 + math.cos(2 * math.pi * step / 30_000) / 100, 43.4 + math.sin(2 * math.pi * step / 30_000) / 100]
        for step in range(30_000)
    ]
    with pytest.raises(PerimeterError, match="20000 points"):
        validate_perimeter(polygon([*circle, circle[0]]))


def test_points_are_counted_over_all_rings(monkeypatch):
    monkeypatch.setattr(shapes, "MAX_VERTICES", 9)
    with pytest.raises(PerimeterError, match="a 10 points"):
        validate_perimeter(polygon(SQUARE, HOLE))
    monkeypatch.setattr(shapes, "MAX_RINGS", 1)
    with pytest.raises(PerimeterError, match="plus de 1 contours"):
        validate_perimeter(polygon(SQUARE, HOLE))


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
NUMBERS = st.floats(min_value=4.99, max_value=5.01) | st.floats(min_value=43.39, max_value=43.41) | SCALARS
POSITIONS = st.lists(NUMBERS, max_size=4) | st.tuples(
    st.floats(min_value=4.99, max_value=5.01), st.floats(min_value=43.39, max_value=43.41)
)
RINGS = st.lists(POSITIONS, max_size=7).map(lambda ring: ring + ring[:1])
HOSTILE = st.one_of(
    JSON,
    st.text(),
    st.binary(),
    st.builds(
        lambda kind, inner: {"type": kind, "coordinates": inner}, st.sampled_from(["Polygon", "MultiPolygon"]), JSON
    ),
    st.builds(lambda rings: {"type": "Polygon", "coordinates": rings}, st.lists(RINGS, max_size=3)),
    st.builds(
        lambda parts: {"type": "MultiPolygon", "coordinates": parts}, st.lists(st.lists(RINGS, max_size=2), max_size=3)
    ),
    st.builds(lambda inner: {"type": "Feature", "geometry": inner}, JSON),
    st.builds(lambda inner: {"type": "FeatureCollection", "features": inner}, JSON),
)


@given(HOSTILE)
def test_hostile_input_is_refused_in_words_or_accepted_for_good(value):
    try:
        accepted = validate_perimeter(value)
    except PerimeterError as error:
        assert str(error)
    else:
        assert shape(accepted).is_valid
        assert shape(accepted).area > 0


def _signed_area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
