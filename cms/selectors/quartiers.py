"""A quartier with what was promised and written about it; the facts themselves are read by `territory`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, Value

from cms.addresses import address_of
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
class Mention:
    """A page that names the quartier; `published_on` of a piece of news."""

    title: str
    url: str
    intro: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class QuartierFacts:
    detail: QuartierDetail
    conventions: Sequence[QuartierConvention]
    experiences: Sequence[Mention]
    news: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class CommunePlaces:
    commune: CommuneQuartiers
    shapes: Sequence[MapQuartier]


def quartier_facts(detail: QuartierDetail, day: date) -> QuartierFacts:
    """What a quartier's page shows on `day` besides its own facts. Four queries."""
    quartier = detail.quartier
    experiences, news = _mentions(quartier)
    return QuartierFacts(detail, for_quartier(quartier, day), experiences, news)


def _mentions(quartier) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Experiences in the editors' order and the newest news, in one query."""
    columns = ("title", "url_path", "intro", "path", "pk")
    newest = visible(NewsPage.objects.filter(quartiers=quartier)).order_by("-published_on", "-pk")[:NEWS]
    news = NewsPage.objects.filter(pk__in=newest.values("pk")).order_by().values_list("published_on", *columns)
    undated = Value(None, DateField())
    told = visible(ExperiencePage.objects.filter(quartiers=quartier)).order_by().values_list(undated, *columns)
    rows = list(news.union(told, all=True))
    dated = sorted((row for row in rows if row[0] is not None), key=lambda row: (row[0], row[5]), reverse=True)
    others = sorted((row for row in rows if row[0] is None), key=lambda row: row[4])
    return tuple(map(_mention, others)), tuple(map(_mention, dated))


def _mention(row) -> Mention:
    published_on, title, url_path, intro, _path, _pk = row
    return Mention(title, address_of(url_path), intro, published_on)


def places_by_commune(day: date) -> tuple[CommunePlaces, ...]:
    """Every quartier with its statuses on `day`, by commune, and the outlines of those that have one. Four queries."""
    shapes = {shape.slug: shape for shape in quartiers_for_map()}
    return tuple(
        CommunePlaces(commune, tuple(shapes[line.slug] for line in commune.quartiers if line.slug in shapes))
        for commune in quartiers_by_commune(day)
    )
