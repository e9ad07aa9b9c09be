"""What the front page shows: the convention put forward, quartier by quartier, and the news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cms.models import ConventionPage, Milestone, NewsPage
from cms.selectors.news import latest_news
from cms.selectors.progress import Progress, convention_progress, live_projects
from cms.selectors.visibility import visible

NEWS = 3
KEPT = 4


@dataclass(frozen=True)
class FrontPage:
    """`kept`: the steps kept last, newest first, each with its fiche and quartier."""

    convention: ConventionPage | None
    progress: Progress | None
    kept: Sequence[Milestone]
    news: Sequence[NewsPage]


def front_page(convention_id: int | None, day: date) -> FrontPage:
    """At most seven queries; one when no convention is put forward, or when it is not public."""
    convention = convention_id and visible(ConventionPage.objects.filter(pk=convention_id).defer("body")).first()
    news = tuple(latest_news(NEWS))
    if not convention:
        return FrontPage(None, None, (), news)
    progress = convention_progress(convention, day)
    kept = ()
    if progress.whole.done:
        found = Milestone.objects.public().done().filter(project__in=live_projects(convention))
        found = found.select_related("project", "quartier").defer("quartier__perimeter", "quartier__note")
        kept = tuple(found.order_by("-done_on", "-pk")[:KEPT])
    return FrontPage(convention, progress, kept, news)
