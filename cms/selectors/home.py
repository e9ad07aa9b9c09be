"""What the front page shows: the convention put forward, quartier by quartier, and the news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cms.addresses import address_of
from cms.models import ConventionPage, NewsPage
from cms.selectors.counting import Progress
from cms.selectors.news import latest_news
from cms.selectors.progress import STEP_FIELDS, counted, milestones_of, progress_of, quartiers_with_steps
from cms.selectors.themes import themes_of
from cms.visibility import visible

NEWS = 3
KEPT = 4
_CONVENTION = ("title", "short_title", "url_path", "path", "depth", "invented")
_KEPT_FIELDS = ("pk", "title", "quartier_id", "done_on", "project__title", "project__url_path")


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
    """Six queries; one or two when no public convention is put forward."""
    chosen = ConventionPage.objects.filter(pk=convention_id).only(*_CONVENTION)
    convention = visible(chosen).first() if convention_id else None
    news = tuple(latest_news(NEWS)) if with_news else ()
    if convention is None:
        return FrontPage(None, None, (), news)
    rows = list(milestones_of(convention).public().values_list(*STEP_FIELDS, *_KEPT_FIELDS).order_by())
    steps = [counted(row[: len(STEP_FIELDS)]) for row in rows]
    quartiers = quartiers_with_steps(steps)
    progress = progress_of(steps, themes_of(convention), quartiers, day)
    names = {pk: name for pk, _slug, name in quartiers}
    return FrontPage(convention, progress, _kept_last([row[len(STEP_FIELDS) :] for row in rows], names), news)


def _kept_last(rows, names) -> tuple[KeptStep, ...]:
    done = sorted((row for row in rows if row[3]), key=lambda row: (row[3], row[0]), reverse=True)
    return tuple(
        KeptStep(title, day, names.get(quartier, ""), project, address_of(path))
        for _pk, title, quartier, day, project, path in done[:KEPT]
    )
