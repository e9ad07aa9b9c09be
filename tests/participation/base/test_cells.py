import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.geo import cells

LATITUDES = st.floats(min_value=-85.05, max_value=85.05)
LONGITUDES = st.floats(min_value=-180, max_value=180, exclude_max=True)
SHARES = st.floats(min_value=0.0001, max_value=0.9999)


@st.composite
def tiles(draw, deepest=22):
    z = draw(st.integers(min_value=0, max_value=deepest))
    side = st.integers(min_value=0, max_value=2**z - 1)
    return z, draw(side), draw(side)


def place_in_tile(z, x, y, right, down):
    """The formula of the tile numbering (OpenStreetMap wiki, « Slippy map tilenames »), backwards."""
    n = 2**z
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + down) / n))))
    return lat, (x + right) / n * 360 - 180


@given(tiles(), SHARES, SHARES)
def test_a_place_inside_a_tile_is_in_the_range_of_the_tile(tile, right, down):
    low, high = cells.tile_range(*tile)
    assert low <= cells.encode(*place_in_tile(*tile, right, down)) <= high


@given(tiles(), SHARES, SHARES)
def test_the_tile_of_a_cell_at_that_zoom_is_the_tile(tile, right, down):
    z, x, y = tile
    assert cells.tile_of(cells.encode(*place_in_tile(*tile, right, down)), z) == (x, y)


@given(tiles(deepest=21))
def test_four_tiles_of_the_next_zoom_fill_a_tile_without_overlap(tile):
    z, x, y = tile
    quarters = sorted(cells.tile_range(z + 1, 2 * x + i, 2 * y + j) for i in (0, 1) for j in (0, 1))
    low, high = cells.tile_range(z, x, y)
    assert quarters[0][0] == low
    assert quarters[-1][1] == high
    assert all(before[1] + 1 == after[0] for before, after in pairwise(quarters))


@given(LATITUDES, LONGITUDES)
def test_the_centre_of_a_cell_is_within_four_centimetres(lat, lon):
    cell = cells.encode(lat, lon)
    back_lat, back_lon = cells.decode(cell)
    assert cells.encode(back_lat, back_lon) == cell
    assert abs(back_lon - lon) <= 360 / 2**30
    assert abs(back_lat - lat) <= 360 / 2**30


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_every_cell_fits_a_signed_64_bit_column(lat, lon):
    assert 0 <= cells.encode(lat, lon) < 2**60


@pytest.mark.parametrize(
    ("beyond", "edge"),
    [
        ((90, 0), (cells.MAX_LATITUDE, 0)),
        ((-90, 0), (-cells.MAX_LATITUDE, 0)),
        ((0, 180), (0, 179.9999999)),
        ((0, 720), (0, 179.9999999)),
        ((0, -200), (0, -180)),
    ],
)
def test_beyond_the_map_the_nearest_cell_answers(beyond, edge):
    assert cells.encode(*beyond) == cells.encode(*edge)


def test_martigues_is_on_the_tile_that_map_servers_give_it():
    assert cells.tile_of(cells.encode(43.4115, 5.0210), 15) == (16841, 11989)


@pytest.mark.parametrize("bad", [(math.nan, 0), (0, math.inf), (-math.inf, 0)])
def test_what_is_no_place_is_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        cells.encode(*bad)


@pytest.mark.parametrize("tile", [(-1, 0, 0), (31, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_a_tile_that_does_not_exist_is_refused(tile):
    with pytest.raises(ValueError, match="no such tile"):
        cells.tile_range(*tile)
