"""The map on which one chooses an area: all quartiers, a point, a circle around it."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _
from shapely.geometry import Point, shape

from participation.base.geo.map_view import Perimeter, build_map
from participation.base.geo.touch_map import TouchMap
from participation.base.site.selectors import portal_settings
from participation.territory.models import Quartier
from participation.territory.perimeters import current_tree

METRES_PER_DEGREE = 111_320
# How far from every outline a point may lie: beyond, nothing of this portal will ever happen.
NEAR_METRES = 4_000


@dataclass(frozen=True)
class Outlines:
    """The quartiers that have an outline, read once for a page: one query."""

    @cached_property
    def quartiers(self) -> list[Quartier]:
        """Those of the commune on the sign of the portal first."""
        home = portal_settings().place_line
        rows = Quartier.objects.with_perimeter().select_related("commune").defer("note")
        return sorted(
            rows, key=lambda one: (one.commune.name != home, one.commune.name, one.commune_id, one.name, one.slug)
        )

    def choices(self, empty: str) -> list:
        """For a select: by commune, without groups where there is one commune only."""
        groups = [
            (name, [(one.slug, one.name) for one in group])
            for name, group in groupby(self.quartiers, key=lambda one: one.commune.name)
        ]
        return [("", empty), *(groups if len(groups) > 1 else [pair for _name, pairs in groups for pair in pairs])]

    def quartier(self, slug: str) -> Quartier | None:
        return next((one for one in self.quartiers if one.slug == slug), None)

    def touch_map(self, slug: str) -> TouchMap:
        """Of one quartier, else of all those of the first commune."""
        chosen, first = self.quartier(slug), self.quartiers[0].commune_id
        drawn = [chosen] if chosen else [one for one in self.quartiers if one.commune_id == first]
        outlines = [Perimeter(one.name, one.perimeter) for one in drawn]
        return TouchMap(_("Carte : touchez le milieu de la zone"), outlines)


def live_map(drawing: TouchMap):
    """What the script needs to draw the same outlines."""
    return build_map("carte-de-la-zone", _("Où est la zone ?"), perimeters=drawing.perimeters)


def middle(quartier: Quartier) -> tuple[float, float]:
    """A point inside the quartier, near its middle: latitude and longitude."""
    point = shape(quartier.perimeter).representative_point()
    return round(point.y, 6), round(point.x, 6)


def is_near(latitude: float, longitude: float) -> bool:
    """Whether this portal could have anything to tell about that point. One query."""
    tree = current_tree()
    if not tree.slugs:
        return False
    point = Point(longitude, latitude)
    # In degrees; one of longitude is shorter, by the cosine of the latitude at most.
    away = tree.shapes[tree.tree.nearest(point)].distance(point) * METRES_PER_DEGREE
    return away * math.cos(math.radians(latitude)) <= NEAR_METRES
