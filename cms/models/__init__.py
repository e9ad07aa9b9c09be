from cms.models.base import BasePage
from cms.models.conventions import (
    BudgetLine,
    BudgetStatement,
    ConventionIndexPage,
    ConventionPage,
    Signatory,
    Theme,
)
from cms.models.deliberations import DeliberationPage
from cms.models.experiences import ExperiencePage
from cms.models.facts import FactChange
from cms.models.media import PortalDocument, PortalImage, PortalRendition
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.projects import Milestone, ProjectPage
from cms.models.quartiers import QuartierIndexPage, QuartierPage
from cms.models.standard import StandardPage

__all__ = [
    "BasePage",
    "BudgetLine",
    "BudgetStatement",
    "ConventionIndexPage",
    "ConventionPage",
    "DeliberationPage",
    "ExperiencePage",
    "FactChange",
    "Milestone",
    "NewsIndexPage",
    "NewsPage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "ProjectPage",
    "QuartierIndexPage",
    "QuartierPage",
    "Signatory",
    "StandardPage",
    "Theme",
]
