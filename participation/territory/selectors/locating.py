import math

from participation.territory import perimeters
from participation.territory.models import Quartier


def locate(lat: float, lon: float) -> Quartier | None:
    """The quartier at a point in degrees WGS 84, or None where no published perimeter holds it.

    Where perimeters overlap the smallest wins (a quartier inside a quartier prioritaire); a border belongs to the
    quartier. The perimeter of the returned object is deferred. Two queries.
    Raises ValueError for what is not a point of the Earth: not a number, not finite, beyond ±90° or ±180°.
    """
    lat, lon = _degrees(lat, 90), _degrees(lon, 180)
    slug = perimeters.current_tree().at(lat, lon)
    if slug is None:
        return None
    return Quartier.objects.select_related("commune").defer("perimeter").filter(slug=slug).first()


def _degrees(value, limit: int) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"not a number of degrees: {value!r}") from error
    if not math.isfinite(number) or abs(number) > limit:
        raise ValueError(f"not between -{limit} and {limit} degrees: {value!r}")
    return number
