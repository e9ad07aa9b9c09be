"""Circles on the ground, of a few kilometres at most: there the Earth is flat to a metre.

The distance is that of a plane that touches the circle's centre; for two kilometres it is within a metre of the great
circle's. A database computes it with the same four operations.
"""

import math

EARTH_RADIUS_METRES = 6_371_008.8
METRES_PER_DEGREE = math.pi * EARTH_RADIUS_METRES / 180


def metres(centre: tuple[float, float], point: tuple[float, float]) -> float:
    """From the centre of a circle to a point, both (latitude, longitude) in degrees WGS 84."""
    north = (point[0] - centre[0]) * METRES_PER_DEGREE
    east = (point[1] - centre[1]) * math.cos(math.radians(centre[0])) * METRES_PER_DEGREE
    return math.hypot(north, east)


def box(latitude: float, longitude: float, radius: float) -> tuple[float, float, float, float]:
    """South, north, west and east of what holds every point within `radius` metres, and a little more."""
    high = radius * 1.01 / METRES_PER_DEGREE
    narrowest = max(math.cos(math.radians(min(abs(latitude) + high, 89))), 0.01)
    wide = high / narrowest
    return latitude - high, latitude + high, longitude - wide, longitude + wide
