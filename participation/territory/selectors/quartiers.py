"""What pages read about quartiers: facts alone, in frozen dataclasses, with the same number of queries however many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Case, Exists, OuterRef, Q, When
from django.urls import reverse

from participation.territory.enums import StatusKind
from participation.territory.models import Commune, Quartier, QuartierStatus, Residence
from participation.territory.selectors.maps import MapQuartier, map_quartier
from participation.territory.selectors.residences import ResidenceFacts, residence_facts
from participation.territory.selectors.statuses import StatusFact, status_fact


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A quartier by name, as others mention it."""

    slug: str
    name: str

    @property
    def url(self) -> str:
        return reverse("quartier", args=[self.slug])


@dataclass(frozen=True, slots=True)
class QuartierLine:
    id: int
    slug: str
    name: str
    commune_name: str
    commune_slug: str
    other_communes: tuple[str, ...]
    statuses: tuple[StatusFact, ...]
    within: PlaceRef | None
    population: int | None
    has_perimeter: bool

    @property
    def url(self) -> str:
        return reverse("quartier", args=[self.slug])

    @property
    def current_statuses(self) -> tuple[StatusFact, ...]:
        return tuple(status for status in self.statuses if status.is_current)

    @property
    def past_statuses(self) -> tuple[StatusFact, ...]:
        return tuple(status for status in self.statuses if status.is_past)


@dataclass(frozen=True, slots=True)
class CommuneQuartiers:
    name: str
    slug: str
    quartiers: tuple[QuartierLine, ...]


@dataclass(frozen=True, slots=True)
class QuartierDetail:
    """`shapes`: its perimeter and those of its parts; where it has none, the one of the quartier around it first."""

    line: QuartierLine
    quartier: Quartier
    within_statuses: tuple[StatusFact, ...]
    parts: tuple[PlaceRef, ...]
    shapes: tuple[MapQuartier, ...]
    residences: ResidenceFacts


def quartier_list(day: date) -> tuple[QuartierLine, ...]:
    """Every quartier by commune and name, with its statuses as of `day`. Three queries."""
    found = Quartier.objects.select_related("commune", "within").prefetch_related("statuses", "other_communes")
    found = found.defer("perimeter", "within__perimeter", "note", "within__note")
    return tuple(_line(one, one.statuses.all(), one.other_communes.all(), day) for one in found)


def quartiers_by_commune(day: date) -> tuple[CommuneQuartiers, ...]:
    """The same list, cut by commune; a quartier over several communes stands under its first one."""
    groups = groupby(quartier_list(day), key=lambda line: (line.commune_name, line.commune_slug))
    return tuple(CommuneQuartiers(name, slug, tuple(lines)) for (name, slug), lines in groups)


def quartier_detail(slug: str, day: date) -> QuartierDetail | None:
    """All facts of one quartier on `day`, or None when there is none of that slug. Three queries, one more
    for a quartier of several communes."""
    return _detail(Q(slug=slug), Q(within__slug=slug), day)


def quartier_detail_by_id(pk: int, day: date) -> QuartierDetail | None:
    """The same for a caller that holds the key."""
    return _detail(Q(pk=pk), Q(within=pk), day)


def _detail(own: Q, within: Q, day: date) -> QuartierDetail | None:
    """The quartier that `own` finds and its parts, which `within` finds, are read together."""
    shared = Exists(Quartier.other_communes.through.objects.filter(quartier=OuterRef("pk")))
    read = Quartier.objects.filter(own | within).annotate(itself=Case(When(own, then=True), default=False))
    read = list(read.annotate(shared=shared).select_related("commune", "within").order_by("name", "slug"))
    quartier = next((one for one in read if one.itself), None)
    if quartier is None:
        return None
    others = quartier.other_communes.all() if quartier.shared else ()
    statuses = QuartierStatus.objects.filter(quartier__in={quartier.pk, quartier.within_id} - {None})
    statuses = list(statuses.order_by(*QuartierStatus._meta.ordering))
    around = [status for status in statuses if status.quartier_id == quartier.within_id]
    parts = tuple(one for one in read if not one.itself)
    drawn = [quartier if quartier.perimeter is not None else quartier.within, *parts]
    return QuartierDetail(
        line=_line(quartier, [one for one in statuses if one.quartier_id == quartier.pk], others, day),
        quartier=quartier,
        within_statuses=tuple(
            fact
            for status in around
            if (fact := _status(status, quartier.within.name, day)).is_current and status.kind == StatusKind.QPV
        ),
        parts=tuple(PlaceRef(part.slug, part.name) for part in parts),
        shapes=tuple(map_quartier(one) for one in drawn if one is not None and one.perimeter is not None),
        residences=residence_facts(Residence.objects.filter(quartier=quartier)),
    )


def _line(quartier: Quartier, statuses: Iterable[QuartierStatus], others: Iterable[Commune], day: date) -> QuartierLine:
    within = quartier.within
    return QuartierLine(
        id=quartier.pk,
        slug=quartier.slug,
        name=quartier.name,
        commune_name=quartier.commune.name,
        commune_slug=quartier.commune.slug,
        other_communes=tuple(commune.name for commune in others),
        statuses=tuple(_status(status, quartier.name, day) for status in statuses),
        within=PlaceRef(within.slug, within.name) if within else None,
        population=quartier.population,
        has_perimeter=quartier.perimeter_mark is not None,
    )


def _status(status: QuartierStatus, quartier_name: str, day: date) -> StatusFact:
    return status_fact(status, quartier_name=quartier_name, day=day)
