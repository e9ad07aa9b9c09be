"""A quartier with what was promised and written about it; the facts themselves are read by `territory`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cms.models import ExperiencePage, NewsPage
from cms.selectors.agreements import QuartierConvention, for_quartier
from cms.visibility import visible
from participation.territory.selectors import (
    CommuneQuartiers,
    MapQuartier,
    QuartierDetail,
    quartiers_by_commune,
    quartiers_for_map,
)

NEWS = 3


@dataclass(frozen=True, slots=True)
class QuartierFacts:
    detail: QuartierDetail
    conventions: Sequence[QuartierConvention]
    experiences: Sequence[ExperiencePage]
    news: Sequence[NewsPage]


@dataclass(frozen=True, slots=True)
class CommunePlaces:
    commune: CommuneQuartiers
    shapes: Sequence[MapQuartier]


def quartier_facts(detail: QuartierDetail, day: date) -> QuartierFacts:
    """What a quartier's page shows on `day` besides its own facts. Five queries."""
    quartier = detail.quartier
    news = visible(NewsPage.objects.filter(quartiers=quartier).defer("body")).order_by("-published_on", "-pk")
    experiences = visible(ExperiencePage.objects.filter(quartiers=quartier).defer("body")).order_by("path")
    return QuartierFacts(detail, for_quartier(quartier, day), tuple(experiences), tuple(news[:NEWS]))


def places_by_commune(day: date) -> tuple[CommunePlaces, ...]:
    """Every quartier with its statuses on `day`, by commune, and the outlines of those that have one. Four queries."""
    shapes = {shape.slug: shape for shape in quartiers_for_map()}
    return tuple(
        CommunePlaces(commune, tuple(shapes[line.slug] for line in commune.quartiers if line.slug in shapes))
        for commune in quartiers_by_commune(day)
    )
