"""Where a problem is, from what people give: a quartier, the name of a residence, a point, or words alone."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from shapely.geometry import Point as Position

from participation.base.site.selectors import portal_settings
from participation.territory.models import Commune, Quartier, Residence
from participation.territory.perimeters import current_tree

# How far from any known perimeter a point still belongs to a commune: its own outline is in no source we have.
NEAR_METRES = 4_000
METRES_PER_DEGREE = 111_320


@dataclass(frozen=True)
class Places:
    """The quartiers and residences of the portal, loaded once for a form: two queries."""

    @cached_property
    def quartiers(self) -> list[Quartier]:
        found = Quartier.objects.select_related("commune").defer("perimeter", "note")
        home = portal_settings().place_line
        rows = found.order_by("commune__name", "commune_id", "name")
        return sorted(rows, key=lambda one: one.commune.name != home)

    @cached_property
    def residences(self) -> list[Residence]:
        return list(Residence.objects.select_related("landlord").order_by("name", "id"))

    @cached_property
    def communes(self) -> list[Commune]:
        return list({one.commune_id: one.commune for one in self.quartiers}.values())

    @property
    def default_commune(self) -> Commune | None:
        """The one on the sign of the portal, or the only one; None where a place must say more."""
        home = portal_settings().place_line
        named = [commune for commune in self.communes if commune.name == home]
        return (named or (self.communes if len(self.communes) == 1 else [None]))[0]

    def quartier(self, slug: str) -> Quartier | None:
        return next((one for one in self.quartiers if one.slug == slug), None)

    @cached_property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Slug and name, by commune; one group without a name where there is one commune only."""
        groups = [
            (name, [(one.slug, one.name) for one in group])
            for name, group in groupby(self.quartiers, key=lambda one: one.commune.name)
        ]
        return groups if len(groups) > 1 else [("", pairs) for _name, pairs in groups]

    def choices(self, empty: str) -> list:
        """For a select."""
        named = [(name, pairs) for name, pairs in self.groups if name]
        return [("", empty), *(named or [pair for _name, pairs in self.groups for pair in pairs])]

    def residence_named(self, words: str, quartier: Quartier | None) -> Residence | None:
        """The one residence of that very name, in that quartier if one is chosen."""
        wanted = words.strip().casefold()
        found = [
            one
            for one in self.residences
            if one.name.casefold() == wanted and (quartier is None or one.quartier_id == quartier.pk)
        ]
        return found[0] if len(found) == 1 else None

    def quartier_of(self, residence: Residence) -> Quartier | None:
        return next((one for one in self.quartiers if one.pk == residence.quartier_id), None)

    def on_call(self, quartier: Quartier | None) -> list[tuple[str, str]]:
        """Who answers for a broken lift or a leak, day and night: landlord and number, those of one quartier if any."""
        found = {
            (one.landlord.display_name, one.on_call_number): None
            for one in sorted(self.residences, key=lambda one: one.landlord.name)
            if one.on_call_number and (quartier is None or one.quartier_id == quartier.pk)
        }
        return list(found)


class TooFar(ValueError):
    """A point far from every quartier of this portal."""


def quartier_near(lat: float, lon: float) -> tuple[str | None, str | None]:
    """The slug of the quartier that holds the point, and of one that tells the commune it is in or beside.

    Both None where no quartier has an outline. At most two queries. Raises TooFar.
    """
    tree = current_tree()
    inside = tree.at(lat, lon)
    if inside is not None or not tree.slugs:
        return inside, inside
    index = tree.tree.nearest(Position(lon, lat))
    away = tree.shapes[index].distance(Position(lon, lat)) * METRES_PER_DEGREE
    # In degrees; one of longitude is shorter, by the cosine of the latitude at most.
    if away * math.cos(math.radians(lat)) > NEAR_METRES:
        raise TooFar
    return None, tree.slugs[index]
