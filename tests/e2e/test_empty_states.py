"""A portal on its first day, and pages of which only the title exists: every empty state is a designed one."""

import pytest

from cms.models import ConventionIndexPage, NewsIndexPage, QuartierIndexPage
from participation.base import cache
from participation.comments.models import PublicComment
from participation.councils.models import Council, Meeting
from participation.reports.models import Report
from participation.surveys.models import Survey
from participation.territory.models import Quartier, Residence
from tests.e2e.steps import look_at
from tests.factories.cms import (
    ConventionPageFactory,
    DeliberationPageFactory,
    ExperiencePageFactory,
    NewsPageFactory,
    ProjectPageFactory,
    StandardPageFactory,
)
from tests.factories.territory import QuartierFactory

OPTIONS = [{"width": 320}, {"width": 1280, "color_scheme": "dark"}]


@pytest.fixture(params=OPTIONS, ids=["320", "1280-dark"])
def page(request, open_page):
    for model in (ConventionIndexPage, NewsIndexPage, QuartierIndexPage):
        for child in model.objects.get().get_children():
            child.delete()
    for model in (PublicComment, Report, Council, Meeting, Survey):
        model.objects.all().delete()
    Residence.objects.all().delete()
    Quartier.objects.all().delete()
    cache.bump()
    return open_page(**request.param)


def test_the_first_day(page):
    for address in (
        "/",
        "/quartiers/",
        "/conventions/",
        "/actualites/",
        "/signalements/",
        "/conseils/",
        "/agenda/",
        "/enquetes/",
        "/participer/",
        "/recherche/?q=lampes",
    ):
        look_at(page, address)


def test_pages_with_nothing_but_their_name(page):
    bare = [
        ConventionPageFactory(title="Une convention dont rien n’est encore écrit"),
        DeliberationPageFactory(),
        ExperiencePageFactory(),
        NewsPageFactory(intro=""),
        ProjectPageFactory(),
        StandardPageFactory(),
    ]
    for one in bare:
        look_at(page, one.get_url())
    look_at(page, QuartierFactory(perimeter=None).get_absolute_url())
