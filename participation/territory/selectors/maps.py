"""What a map of quartiers shows. Quartiers without a published perimeter are left to the list beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from participation.territory.models import Quartier


@dataclass(frozen=True, slots=True)
class MapQuartier:
    slug: str
    name: str
    perimeter: dict
    source: str

    @property
    def url(self) -> str:
        return reverse("quartier", args=[self.slug])


def quartiers_for_map(ids: Iterable[int] | None = None) -> tuple[MapQuartier, ...]:
    """Quartiers that have a perimeter (GeoJSON geometry, degrees WGS 84), all or those given, by name. One query."""
    found = Quartier.objects.with_perimeter()
    if ids is not None:
        found = found.filter(pk__in=ids)
    return _read(found)


def quartier_for_map(quartier: Quartier) -> tuple[MapQuartier, ...]:
    """One quartier with what lies in it; where it has no perimeter, the one that contains it. One query."""
    around = Q(pk=quartier.pk) | Q(within=quartier)
    if quartier.perimeter_mark is None and quartier.within_id:
        around |= Q(pk=quartier.within_id)
    return _read(Quartier.objects.with_perimeter().filter(around))


def _read(quartiers) -> tuple[MapQuartier, ...]:
    rows = quartiers.order_by("name", "slug").values_list("slug", "name", "perimeter", "perimeter_source")
    return tuple(MapQuartier(*row) for row in rows)
