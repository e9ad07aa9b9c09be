"""The search tree over all perimeters, kept in the process and thrown away when any process changes one.

Each `locate` asks the database for the map's version: one aggregate over a column of marks (see `perimeter_mark`).
The tree answers with slugs rather than ids, since the mark is made of them.
"""

import logging
import math
from dataclasses import dataclass, field

from django.db.models import Count, Sum
from shapely import STRtree
from shapely.errors import ShapelyError
from shapely.geometry import Point, shape

from participation.territory.models import Quartier

logger = logging.getLogger(__name__)

_kept = None


@dataclass(frozen=True, slots=True)
class PerimeterTree:
    """`slugs` and `shapes` run from the smallest perimeter to the largest, so that the lowest index is the answer."""

    version: tuple[int, int]
    slugs: tuple[str, ...]
    shapes: tuple
    tree: STRtree = field(repr=False)

    def at(self, lat: float, lon: float) -> str | None:
        """The slug of the smallest perimeter that holds the point; its border belongs to it."""
        hits = self.tree.query(Point(lon, lat), predicate="intersects")
        return self.slugs[hits.min()] if len(hits) else None


def version() -> tuple[int, int]:
    """How many perimeters there are and the sum of their marks: changes with any of them. One query."""
    found = Quartier.objects.with_perimeter().aggregate(count=Count("id"), marks=Sum("perimeter_mark"))
    return found["count"], int(found["marks"] or 0)


def current_tree() -> PerimeterTree:
    """The tree of the perimeters as they are now: one query when nothing changed since the last call, else two."""
    global _kept
    now = version()
    kept = _kept
    if kept is None or kept.version != now:
        kept = _kept = build(now, Quartier.objects.with_perimeter().order_by("slug").values_list("slug", "perimeter"))
    return kept


def build(version: tuple[int, int], perimeters) -> PerimeterTree:
    """`perimeters`: pairs of slug and GeoJSON geometry. One that cannot be read is left out, and logged."""
    found = []
    for slug, geojson in perimeters:
        try:
            drawn = shape(geojson)
            found.append((_area(drawn), slug, drawn))
        except (ShapelyError, AttributeError, KeyError, TypeError, ValueError):
            logger.exception("perimeter left out of the search", extra={"quartier": slug})
    found.sort(key=lambda item: item[:2])
    shapes = tuple(drawn for _, _, drawn in found)
    return PerimeterTree(version, tuple(slug for _, slug, _ in found), shapes, STRtree(shapes))


def _area(drawn) -> float:
    """Square degrees of latitude, so that perimeters of different latitudes compare."""
    south, north = drawn.bounds[1], drawn.bounds[3]
    return drawn.area * math.cos(math.radians((south + north) / 2))
