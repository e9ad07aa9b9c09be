"""What a map of quartiers shows. Quartiers without a published perimeter are left to the list beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from participation.territory.models import Quartier


@dataclass(frozen=True, slots=True)
class MapQuartier:
    """`perimeter`: a GeoJSON geometry, degrees WGS 84; `source`: who published it."""

    slug: str
    name: str
    perimeter: dict
    source: str

    @property
    def url(self) -> str:
        return reverse("quartier", args=[self.slug])


def quartiers_for_map(ids: Iterable[int] | None = None) -> tuple[MapQuartier, ...]:
    """Quartiers that have a perimeter, all or those given, by name. One query."""
    found = Quartier.objects.with_perimeter()
    if ids is not None:
        found = found.filter(pk__in=ids)
    found = found.order_by("name", "slug").only("slug", "name", "perimeter", "perimeter_source")
    return tuple(map_quartier(quartier) for quartier in found)


def map_quartier(quartier: Quartier) -> MapQuartier:
    return MapQuartier(quartier.slug, quartier.name, quartier.perimeter, quartier.perimeter_source)
