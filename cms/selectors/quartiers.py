"""A quartier with what was promised and written about it; the facts themselves are read by `territory`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cms.models import ExperiencePage, NewsPage
from cms.selectors.agreements import QuartierConvention, for_quartier
from cms.selectors.visibility import visible
from participation.territory.selectors import (
    CommuneQuartiers,
    MapQuartier,
    QuartierDetail,
    quartier_detail,
    quartier_for_map,
    quartiers_by_commune,
    quartiers_for_map,
)

NEWS = 3


@dataclass(frozen=True, slots=True)
class QuartierFacts:
    """`shapes`: what the map draws; the quartier prioritaire around it where it has no outline of its own."""

    detail: QuartierDetail
    shapes: Sequence[MapQuartier]
    conventions: Sequence[QuartierConvention]
    experiences: Sequence[ExperiencePage]
    news: Sequence[NewsPage]


@dataclass(frozen=True, slots=True)
class CommunePlaces:
    commune: CommuneQuartiers
    shapes: Sequence[MapQuartier]


def quartier_facts(slug: str, day: date) -> QuartierFacts | None:
    """Everything a quartier's page shows on `day`; None when there is no such quartier. At most twelve queries."""
    detail = quartier_detail(slug, day)
    if detail is None:
        return None
    quartier = detail.quartier
    news = visible(NewsPage.objects.filter(quartiers=quartier).defer("body")).order_by("-published_on", "-pk")
    experiences = visible(ExperiencePage.objects.filter(quartiers=quartier).defer("body")).order_by("path")
    return QuartierFacts(
        detail=detail,
        shapes=quartier_for_map(quartier),
        conventions=for_quartier(quartier, day),
        experiences=tuple(experiences),
        news=tuple(news[:NEWS]),
    )


def places_by_commune(day: date) -> tuple[CommunePlaces, ...]:
    """Every quartier with its statuses on `day`, by commune, and the outlines of those that have one. Four queries."""
    shapes = {shape.slug: shape for shape in quartiers_for_map()}
    return tuple(
        CommunePlaces(commune, tuple(shapes[line.slug] for line in commune.quartiers if line.slug in shapes))
        for commune in quartiers_by_commune(day)
    )
