"""What the front page shows: the convention put forward, quartier by quartier, and the news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cms.addresses import address_of
from cms.models import ConventionPage, NewsPage
from cms.selectors.counting import Progress
from cms.selectors.news import latest_news
from cms.selectors.progress import STEP_FIELDS, counted, milestones_of, progress_of
from cms.selectors.themes import themes_of
from cms.visibility import visible

NEWS = 3
KEPT = 4
_CONVENTION = ("title", "short_title", "url_path", "path", "depth", "invented")
_QUARTIER_FIELDS = ("quartier__commune__name", "quartier__name", "quartier__slug", "quartier_id")
_KEPT_FIELDS = ("pk", "title", "done_on", "project__title", "project__url_path")
_STEP = len(STEP_FIELDS)
_PLACE = _STEP + len(_QUARTIER_FIELDS)


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A step with the day it was kept, its fiche, and its quartier (empty when it names none)."""

    title: str
    done_on: date
    quartier: str
    project: str
    url: str


@dataclass(frozen=True)
class FrontPage:
    """`kept`: the steps kept last, newest first."""

    convention: ConventionPage | None
    progress: Progress | None
    kept: Sequence[KeptStep]
    news: Sequence[NewsPage]


def front_page(convention_id: int | None, day: date, *, with_news: bool = True) -> FrontPage:
    """Four queries; one or two when no public convention is put forward."""
    chosen = ConventionPage.objects.filter(pk=convention_id).only(*_CONVENTION)
    convention = visible(chosen).first() if convention_id else None
    news = tuple(latest_news(NEWS)) if with_news else ()
    if convention is None:
        return FrontPage(None, None, (), news)
    fields = (*STEP_FIELDS, *_QUARTIER_FIELDS, *_KEPT_FIELDS)
    rows = list(milestones_of(convention).public().values_list(*fields).order_by())
    steps = [counted(row[:_STEP]) for row in rows]
    named = {row[_STEP:_PLACE] for row in rows if row[_PLACE - 1]}
    quartiers = [(key, slug, name) for _commune, name, slug, key in sorted(named)]
    progress = progress_of(steps, themes_of(convention), quartiers, day)
    return FrontPage(convention, progress, _kept_last([row[_STEP:] for row in rows]), news)


def _kept_last(rows) -> tuple[KeptStep, ...]:
    done = sorted((row for row in rows if row[6]), key=lambda row: (row[6], row[4]), reverse=True)
    return tuple(
        KeptStep(title, day, quartier or "", project, address_of(path))
        for _commune, quartier, _slug, _key, _pk, title, day, project, path in done[:KEPT]
    )
