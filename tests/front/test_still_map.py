import json
import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.geo.labels import placed_labels
from participation.base.geo.map_view import build_map
from participation.base.geo.still_map import Perimeter, Point, mercator, render_still_map
from tests.front.rendering import component

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[5.03, 43.40], [5.05, 43.40], [5.05, 43.41], [5.03, 43.41], [5.03, 43.40]]],
}
HOLED = {
    "type": "MultiPolygon",
    "coordinates": [
        [SQUARE["coordinates"][0], [[5.035, 43.402], [5.04, 43.402], [5.04, 43.405], [5.035, 43.402]]],
        [[[5.06, 43.40], [5.07, 43.40], [5.07, 43.41], [5.06, 43.40]]],
    ],
}


def parsed(svg):
    return ElementTree.fromstring(svg)


def classes(svg):
    return [node.get("class") for node in parsed(svg).iter()]


def test_nothing_to_draw_is_no_map():
    assert render_still_map([Perimeter("Sans contour", None)], title="Carte") == ""
    assert build_map("m", "Carte", perimeters=[Perimeter("Sans contour", None)]) is None


def test_the_map_shows_perimeters_names_scale_and_north():
    svg = render_still_map([Perimeter("Mas & Pouane", SQUARE), Perimeter("Sans contour", None)], title="Carte <1>")
    root = parsed(svg)
    assert (root.get("aria-label"), root.get("role")) == ("Carte <1>", "img")
    assert classes(svg).count("perimeter") == 1
    assert [text.text for text in root.iter("text")] == ["500 m", "N", "Mas & Pouane"]
    assert "Sans contour" not in svg


def test_a_place_with_an_address_is_a_link():
    root = parsed(render_still_map([Perimeter("Mas", SQUARE, "/quartiers/mas/")], title="Carte"))
    assert root.get("role") == "group"
    assert [(link.get("href"), link.get("aria-label")) for link in root.iter("a")] == [("/quartiers/mas/", "Mas")]


def test_points_are_dots_or_states():
    points = [
        Point("Maison", 43.405, 5.04),
        Point("Hall", 43.404, 5.041, "/s/1/", "retard"),
        Point("Banc", 43.403, 5.042, state="pris"),
    ]
    svg = render_still_map([], points, title="Carte", sprite="/i.svg")
    assert [use.get("href") for use in parsed(svg).iter("use")] == ["/i.svg#etat-retard", "/i.svg#etat-pris"]
    assert classes(svg).count("map-dot") == 1
    assert [link.get("data-state") for link in parsed(svg).iter("a")] == ["retard"]


def test_holes_and_parts_are_drawn():
    path = next(
        node
        for node in parsed(render_still_map([Perimeter("a", HOLED)], title="c")).iter()
        if node.get("class") == "perimeter"
    )
    assert (path.get("d").count("M"), path.get("fill-rule")) == (3, "evenodd")


def test_the_scale_is_true():
    """At 43.4° north the drawn bar measures what it says, within one per cent (WGS 84 radius)."""
    svg = render_still_map([Perimeter("a", SQUARE)], title="c")
    bar = next(node.get("d") for node in parsed(svg).iter() if node.get("class") == "map-scale")
    units = float(bar.partition("h")[2].partition("v")[0])
    path = next(node.get("d") for node in parsed(svg).iter() if node.get("class") == "perimeter")
    xs = [float(part.split(" ")[0].strip("Mz")) for part in path.split("L")]
    metres = 0.02 * 111_320 * math.cos(math.radians(43.405))
    assert units * metres / (max(xs) - min(xs)) == pytest.approx(500, rel=0.01)


def test_a_lone_point_keeps_its_surroundings():
    bar = next(
        node.get("d")
        for node in parsed(render_still_map([], [Point("x", 43.4, 5.0)], title="c")).iter()
        if node.get("class") == "map-scale"
    )
    assert bar == "M20 570v12h160v-12", "100 m of 500 m across 800 units"


@given(
    st.lists(st.tuples(st.floats(-60, 60), st.floats(-175, 175)), min_size=1, max_size=6),
    st.integers(200, 900),
    st.integers(200, 900),
)
def test_every_point_falls_inside_the_drawing(places, width, height):
    svg = render_still_map([], [Point("x", lat, lon) for lat, lon in places], width, height, title="c")
    dots = list(parsed(svg).iter("circle"))
    assert len(dots) == len(places)
    assert all(0 <= float(dot.get("cx")) <= width and 0 <= float(dot.get("cy")) <= height for dot in dots)


def test_mercator_has_its_origin_in_the_middle():
    assert mercator(0, 0) == (0.5, 0.5)
    assert mercator(180, 85.0511287798066) == pytest.approx((1, 0), abs=1e-9)


BOXES = st.lists(
    st.tuples(
        st.text(alphabet="abcdefghij ", min_size=1, max_size=24),
        st.tuples(st.floats(0, 700), st.floats(0, 500), st.floats(1, 100), st.floats(1, 100)).map(
            lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
        ),
    ),
    max_size=12,
)


def label_box(label, x, y):
    half = len(label) * 0.56 * 30 / 2
    return x - half, y - 24, x + half, y + 7.5


@given(BOXES)
def test_names_do_not_cover_each_other(places):
    boxes = [label_box(*placed) for placed in placed_labels(places, [], 800, 600)]
    for index, one in enumerate(boxes):
        area = (one[2] - one[0]) * (one[3] - one[1])
        hidden = sum(
            max(min(one[2], other[2]) - max(one[0], other[0]), 0)
            * max(min(one[3], other[3]) - max(one[1], other[1]), 0)
            for other in boxes[:index]
        )
        assert hidden <= 0.15 * area + 1e-6


@given(BOXES)
def test_names_stay_on_the_map(places):
    for label, x, y in placed_labels(places, [], 800, 600):
        left, top, right, bottom = label_box(label, x, y)
        assert left >= 0 and right <= 800 and top >= 0 and bottom <= 600


def test_the_live_map_gets_the_same_places():
    view = build_map("m", "Carte", perimeters=[Perimeter("Mas", SQUARE, "/q/")], points=[Point("Maison", 43.42, 5.0)])
    assert view.config["bounds"] == [[43.40, 5.0], [43.42, 5.05]]
    assert view.config["perimeters"]["features"][0]["properties"] == {"label": "Mas", "url": "/q/"}
    figure = component("map", map=view, caption="Deux lieux")
    assert figure.div["data-map"] == "m"
    assert json.loads(figure.find("script", id="m").string) == view.config
    assert figure.find("script")["type"] == "application/json"
    assert figure.svg["aria-label"] == "Carte"


def test_a_name_cannot_leave_its_place():
    view = build_map("m", "Carte", perimeters=[Perimeter("</script><b>", SQUARE)])
    assert component("map", map=view).find("b") is None
    assert "<b>" not in view.still
