"""Wagtail pages and the facts of conventions. A page lands in the tree by itself: under the front page, or under the
index of its kind, which is made when it is missing. Pass `parent=` for another place."""

from datetime import date
from decimal import Decimal

import factory
from django.utils.text import slugify
from wagtail.models import Page, Site

from cms import models
from cms.enums import ConventionKind
from home.models import HomePage
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory


def home_page():
    """The one front page: the one a migration planted, or a new one where the database was flushed."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node() or Page.add_root(title="Portail", slug="root")
        home = root.add_child(instance=HomePage(title="Accueil", slug="accueil"))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "site_name": "Portail", "root_page": home}
        )
    return home


def _index(model, slug, title):
    found = model.objects.first()
    return found or home_page().add_child(instance=model(title=title, slug=slug))


def conventions_index():
    return _index(models.ConventionIndexPage, "conventions", "Les conventions")


def quartiers_index():
    return _index(models.QuartierIndexPage, "quartiers", "Les quartiers")


def news_index():
    return _index(models.NewsIndexPage, "actualites", "Les actualités")


class PageFactory(factory.django.DjangoModelFactory):
    """`live=False` gives a draft. Many-to-many values (`quartiers=`, `themes=`) are lists of saved objects."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.LazyAttribute(lambda page: slugify(page.title))

    @staticmethod
    def default_parent(values):
        return home_page()

    @classmethod
    def _create(cls, model_class, *args, parent=None, **values):
        many = {field.name for field in model_class._meta.many_to_many}
        lists = {name: values.pop(name) for name in many & values.keys()}
        parent = parent or cls.default_parent(values)
        page = Page.objects.get(pk=parent.pk).add_child(instance=model_class(*args, **values))
        if lists:
            for name, chosen in lists.items():
                setattr(page, name, chosen)
            page.save()
        return page


class HomePageFactory(factory.django.DjangoModelFactory):
    """The front page that exists already, with the given fields changed: there is never a second one."""

    class Meta:
        model = HomePage

    @classmethod
    def _create(cls, model_class, *args, **values):
        home = home_page()
        for name, value in values.items():
            setattr(home, name, value)
        home.save()
        return home


class StandardPageFactory(PageFactory):
    class Meta:
        model = models.StandardPage


class NewsIndexPageFactory(PageFactory):
    class Meta:
        model = models.NewsIndexPage

    title = "Les actualités"
    slug = "actualites"


class NewsPageFactory(PageFactory):
    class Meta:
        model = models.NewsPage

    title = factory.Sequence(lambda n: f"Nouvelle {n}")
    intro = "Le nouveau calendrier est arrivé."
    published_on = date(2026, 3, 20)

    @staticmethod
    def default_parent(values):
        return news_index()


class QuartierIndexPageFactory(PageFactory):
    class Meta:
        model = models.QuartierIndexPage

    title = "Les quartiers"
    slug = "quartiers"


class QuartierPageFactory(PageFactory):
    class Meta:
        model = models.QuartierPage

    quartier = factory.SubFactory(QuartierFactory)
    title = factory.LazyAttribute(lambda page: page.quartier.name)
    slug = factory.LazyAttribute(lambda page: page.quartier.slug)

    @staticmethod
    def default_parent(values):
        return quartiers_index()


class ConventionIndexPageFactory(PageFactory):
    class Meta:
        model = models.ConventionIndexPage

    title = "Les conventions"
    slug = "conventions"


class ConventionPageFactory(PageFactory):
    class Meta:
        model = models.ConventionPage

    title = factory.Sequence(lambda n: f"Convention {n}")
    kind = ConventionKind.CONVENTION

    @staticmethod
    def default_parent(values):
        return conventions_index()


class DeliberationPageFactory(PageFactory):
    """Nothing but what a deliberation must say: votes, quorum and rapporteur stay unknown."""

    class Meta:
        model = models.DeliberationPage

    title = factory.Sequence(lambda n: f"Délibération {n}")
    commune = factory.SubFactory(CommuneFactory)
    session_date = date(2023, 6, 26)

    @staticmethod
    def default_parent(values):
        return conventions_index()


class ExperiencePageFactory(PageFactory):
    class Meta:
        model = models.ExperiencePage

    title = factory.Sequence(lambda n: f"Expérience {n}")
    commune = factory.SubFactory(CommuneFactory)

    @staticmethod
    def default_parent(values):
        return conventions_index()


class ProjectPageFactory(PageFactory):
    """A fiche; `convention=` is its parent page, a new one by default."""

    class Meta:
        model = models.ProjectPage

    title = factory.Sequence(lambda n: f"Fiche {n}")
    number = factory.Sequence(lambda n: str(n + 1))

    @classmethod
    def _create(cls, model_class, *args, convention=None, parent=None, **values):
        parent = parent or convention or ConventionPageFactory()
        return super()._create(model_class, *args, parent=parent, **values)


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Theme

    page = factory.SubFactory(ConventionPageFactory)
    number = factory.Sequence(lambda n: str(n + 1))
    title = factory.Sequence(lambda n: f"Thème {n}")
    order = factory.Sequence(lambda n: n % 30_000)


class SignatoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Signatory

    page = factory.SubFactory(ConventionPageFactory)
    partner = factory.SubFactory(PartnerFactory)
    order = factory.Sequence(lambda n: n % 30_000)


class BudgetStatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.BudgetStatement

    page = factory.SubFactory(ConventionPageFactory)
    title = factory.Sequence(lambda n: f"Subvention {n}")
    year = 2015


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.BudgetLine

    statement = factory.SubFactory(BudgetStatementFactory)
    label = factory.Sequence(lambda n: f"Ligne {n}")
    amount = Decimal("1000.00")
    order = factory.Sequence(lambda n: n % 30_000)


class MilestoneFactory(factory.django.DjangoModelFactory):
    """Promised for 30 June 2026 and not kept yet."""

    class Meta:
        model = models.Milestone

    project = factory.SubFactory(ProjectPageFactory)
    title = factory.Sequence(lambda n: f"Étape {n}")
    due_on = date(2026, 6, 30)
