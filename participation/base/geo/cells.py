"""One integer per place, so that each map tile at each zoom is one range of an ordinary index on any database.

A cell is the Morton code (bits of column and row interleaved) of the point in Web Mercator (EPSG:3857), the plane
of the map tiles, cut into 2^30 × 2^30 squares: 60 bits, which fit a signed 64-bit column; a square measures less
than 4 cm. Shifting a cell right by two bits per level gives the tile that holds it.
"""

import math

LEVEL = 30
MAX_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))
_SIZE = 1 << LEVEL
# Masks that spread 32 bits over the even bits of 64 (« Morton numbers », S. E. Anderson, Bit Twiddling Hacks).
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
_GATHER = (
    (1, 0x3333333333333333),
    (2, 0x0F0F0F0F0F0F0F0F),
    (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF),
    (16, 0x00000000FFFFFFFF),
)


def encode(lat: float, lon: float) -> int:
    """The cell of a point in degrees WGS 84. Beyond the map's edges (±180°, ±85.05°) the nearest cell answers.

    Raises ValueError for what is not a finite number.
    """
    lat, lon = float(lat), float(lon)
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise ValueError("latitude and longitude must be finite numbers")
    lat = max(-MAX_LATITUDE, min(MAX_LATITUDE, lat))
    column = _clamp((lon + 180) / 360)
    row = _clamp((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2)
    return _spread(column) | _spread(row) << 1


def decode(cell: int) -> tuple[float, float]:
    """The centre of a cell: (latitude, longitude) in degrees WGS 84."""
    column, row = _gather(cell), _gather(cell >> 1)
    lon = (column + 0.5) / _SIZE * 360 - 180
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (row + 0.5) / _SIZE))))
    return lat, lon


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """The lowest and the highest cell, both included, of the map tile z/x/y (XYZ numbering, row 0 in the north).

    Raises ValueError for a tile that does not exist.
    """
    if not 0 <= z <= LEVEL or not 0 <= x < 1 << z or not 0 <= y < 1 << z:
        raise ValueError(f"no such tile: {z}/{x}/{y}")
    shift = 2 * (LEVEL - z)
    low = (_spread(x) | _spread(y) << 1) << shift
    return low, low + (1 << shift) - 1


def tile_of(cell: int, z: int) -> tuple[int, int]:
    """Column and row of the tile of zoom `z` that holds a cell."""
    code = cell >> 2 * (LEVEL - z)
    return _gather(code), _gather(code >> 1)


def _clamp(share: float) -> int:
    return min(_SIZE - 1, math.floor(max(0.0, min(1.0, share)) * _SIZE))


def _spread(value: int) -> int:
    for shift, mask in _SPREAD:
        value = (value | value << shift) & mask
    return value


def _gather(value: int) -> int:
    value &= 0x5555555555555555
    for shift, mask in _GATHER:
        value = (value | value >> shift) & mask
    return value
