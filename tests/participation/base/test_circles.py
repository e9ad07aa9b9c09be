"""Circles of a few kilometres, against the great circle of the haversine formula."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.geo.circles import EARTH_RADIUS_METRES, box, metres

FRANCE = st.tuples(st.floats(41, 51), st.floats(-5, 10))


def great_circle(a, b):
    (lat_a, lon_a), (lat_b, lon_b) = ([math.radians(part) for part in point] for point in (a, b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * math.asin(math.sqrt(half))


@given(FRANCE, st.floats(-0.018, 0.018), st.floats(-0.024, 0.024))
def test_within_a_metre_up_to_two_kilometres(centre, north, east):
    point = (centre[0] + north, centre[1] + east)
    distance = great_circle(centre, point)
    if distance <= 2000:
        assert metres(centre, point) == pytest.approx(distance, abs=1)


@given(FRANCE, st.floats(50, 2000), st.floats(0, 2 * math.pi))
def test_the_box_holds_the_circle_and_little_more(centre, radius, direction):
    south, north, west, east = box(*centre, radius)
    degree = math.pi * EARTH_RADIUS_METRES / 180
    latitude = centre[0] + radius * math.sin(direction) / degree
    longitude = centre[1] + radius * math.cos(direction) / degree / math.cos(math.radians(centre[0]))
    assert south < latitude < north
    assert west < longitude < east
    assert metres(centre, (north, east)) < radius * 1.5
