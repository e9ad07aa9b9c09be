"""What pages read about quartiers: facts alone, in frozen dataclasses, with the same number of queries however many."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse

from participation.territory.models import Quartier, QuartierStatus, Residence
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
    line: QuartierLine
    quartier: Quartier
    within_statuses: tuple[StatusFact, ...]
    parts: tuple[PlaceRef, ...]
    residences: ResidenceFacts


def quartier_list(day: date) -> tuple[QuartierLine, ...]:
    """Every quartier by commune and name, with its statuses as of `day`. Three queries."""
    return tuple(_line(quartier, day) for quartier in _with_facts(Quartier.objects.all()))


def quartiers_by_commune(day: date) -> tuple[CommuneQuartiers, ...]:
    """The same list, cut by commune; a quartier over several communes stands under its first one."""
    groups = groupby(quartier_list(day), key=lambda line: (line.commune_name, line.commune_slug))
    return tuple(CommuneQuartiers(name, slug, tuple(lines)) for (name, slug), lines in groups)


def quartier_detail(slug: str, day: date) -> QuartierDetail | None:
    """All facts of one quartier on `day`, or None when there is none of that slug. Six queries."""
    quartier = _with_facts(Quartier.objects.filter(slug=slug), perimeter=True).first()
    if quartier is None:
        return None
    above = QuartierStatus.objects.none()
    if quartier.within_id:
        above = QuartierStatus.objects.filter(quartier_id=quartier.within_id).current(day).qpv()
    return QuartierDetail(
        line=_line(quartier, day),
        quartier=quartier,
        within_statuses=tuple(_status(status, quartier.within.name, day) for status in above),
        parts=tuple(PlaceRef(part.slug, part.name) for part in quartier.parts.only("slug", "name", "within_id")),
        residences=residence_facts(Residence.objects.filter(quartier=quartier)),
    )


def _with_facts(quartiers: QuerySet, *, perimeter: bool = False) -> QuerySet:
    found = quartiers.select_related("commune", "within").prefetch_related("statuses", "other_communes")
    found = found.defer("within__perimeter")
    return found if perimeter else found.defer("perimeter", "within__perimeter")


def _line(quartier: Quartier, day: date) -> QuartierLine:
    within = quartier.within
    return QuartierLine(
        id=quartier.pk,
        slug=quartier.slug,
        name=quartier.name,
        commune_name=quartier.commune.name,
        commune_slug=quartier.commune.slug,
        other_communes=tuple(commune.name for commune in quartier.other_communes.all()),
        statuses=tuple(_status(status, quartier.name, day) for status in quartier.statuses.all()),
        within=PlaceRef(within.slug, within.name) if within else None,
        population=quartier.population,
        has_perimeter=quartier.perimeter_mark is not None,
    )


def _status(status: QuartierStatus, quartier_name: str, day: date) -> StatusFact:
    return status_fact(status, quartier_name=quartier_name, day=day)
