"""Every type of page: bare, and with much in it; in public and in preview; never more than twenty queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from wagtail.models import Page, get_page_models

from cms.models import BasePage
from tests.factories import cms as factories
from tests.factories.territory import PartnerFactory, QuartierFactory, QuartierStatusFactory

pytestmark = pytest.mark.django_db

BARE = {
    "home.HomePage": factories.home_page,
    "cms.StandardPage": factories.StandardPageFactory,
    "cms.NewsIndexPage": factories.news_index,
    "cms.NewsPage": factories.NewsPageFactory,
    "cms.QuartierIndexPage": factories.quartiers_index,
    "cms.QuartierPage": factories.QuartierPageFactory,
    "cms.ConventionIndexPage": factories.conventions_index,
    "cms.ConventionPage": factories.ConventionPageFactory,
    "cms.ProjectPage": factories.ProjectPageFactory,
    "cms.DeliberationPage": factories.DeliberationPageFactory,
    "cms.ExperiencePage": factories.ExperiencePageFactory,
}


def full_convention(size):
    """A convention with `size` of everything it may hold."""
    quartiers = [QuartierFactory(with_perimeter=True) for _ in range(size)]
    convention = factories.ConventionPageFactory(
        quartiers=quartiers, parent_agreement=factories.ConventionPageFactory(), invented=True
    )
    for number, quartier in enumerate(quartiers):
        QuartierStatusFactory(quartier=quartier)
        theme = factories.ThemeFactory(page=convention)
        child = factories.ThemeFactory(page=convention, parent=theme)
        project = factories.ProjectPageFactory(
            convention=convention, themes=[theme, child], quartiers=[quartier], lead=PartnerFactory()
        )
        for due in (date(2020, 1, 1), date(2090, 1, 1)):
            factories.MilestoneFactory(project=project, quartier=quartier, due_on=due, weight=number + 1)
        factories.MilestoneFactory(project=project, quartier=quartier, done_on=date(2024, 1, 1) + timedelta(number))
        factories.SignatoryFactory(page=convention)
        statement = factories.BudgetStatementFactory(page=convention, printed_total=Decimal("1.00"))
        for _ in range(2):
            factories.BudgetLineFactory(statement=statement)
        factories.DeliberationPageFactory(convention=convention)
        factories.ConventionPageFactory(parent_agreement=convention)
    return convention


def test_the_list_of_types_is_complete():
    ours = {model._meta.label for model in get_page_models() if issubclass(model, BasePage)}
    assert ours == set(BARE)


@pytest.mark.parametrize("label", BARE)
def test_a_page_with_nothing_but_its_title_opens(client, label, django_assert_max_num_queries):
    page = BARE[label]()
    with django_assert_max_num_queries(20):
        response = client.get(page.get_url())
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert '<link rel="canonical" href="http://testserver' in html
    assert ">None<" not in html


@pytest.mark.parametrize("label", BARE)
def test_a_page_is_previewed_from_its_revision(label, rf):
    page = BARE[label]().get_latest_revision_as_object()
    response = page.make_preview_request()
    assert response.status_code == 200


@pytest.mark.parametrize("label", ["cms.ConventionPage", "cms.ProjectPage", "cms.NewsPage", "cms.ExperiencePage"])
def test_a_page_is_previewed_before_it_was_ever_saved(label):
    saved = BARE[label]()
    page = type(saved)(**{field.name: getattr(saved, field.name) for field in saved._meta.fields if field.editable})
    page.pk = page.id = None
    page.path = page.depth = None
    page.set_url_path(saved.get_parent())
    page.path, page.depth = f"{saved.get_parent().path}ZZZZ", saved.depth
    assert page.make_preview_request().status_code == 200


@pytest.mark.parametrize("size", [1, 30])
def test_a_convention_costs_the_same_with_one_and_with_thirty_of_all(client, size, django_assert_num_queries):
    convention = full_convention(size)
    client.get(convention.get_url())
    with django_assert_num_queries(15):
        html = client.get(convention.get_url()).content.decode()
    assert html.count("jours ouvrés de retard") == size


@pytest.mark.parametrize("size", [1, 30])
def test_a_fiche_costs_the_same_with_one_and_with_thirty_of_all(client, size, django_assert_num_queries):
    project = factories.ProjectPageFactory(
        convention=factories.ConventionPageFactory(),
        quartiers=[QuartierFactory() for _ in range(size)],
        lead=PartnerFactory(),
    )
    project.themes = [factories.ThemeFactory(page=project.get_parent().specific) for _ in range(size)]
    project.save()
    for quartier in project.quartiers.all():
        factories.MilestoneFactory(project=project, quartier=quartier)
    client.get(project.get_url())
    with django_assert_num_queries(9):
        assert client.get(project.get_url()).status_code == 200


@pytest.mark.parametrize("size", [1, 30])
def test_the_list_of_conventions_costs_the_same_with_one_and_with_thirty(client, size, django_assert_num_queries):
    for _ in range(size):
        factories.MilestoneFactory()
        factories.DeliberationPageFactory()
        factories.ExperiencePageFactory()
    client.get("/conventions/")
    with django_assert_num_queries(7):
        assert client.get("/conventions/").content.decode().count("<h3>") == 3 * size


@pytest.mark.parametrize("size", [1, 30])
def test_the_list_of_news_costs_the_same_with_one_and_with_thirty(client, size, django_assert_num_queries):
    for _ in range(size):
        factories.NewsPageFactory()
    client.get("/actualites/")
    with django_assert_num_queries(4):
        assert client.get("/actualites/").content.decode().count("<h3>") == min(size, 10)


@pytest.mark.parametrize("size", [2, 30])
def test_the_front_page_costs_the_same_with_two_and_with_thirty(client, size, django_assert_num_queries):
    factories.HomePageFactory(convention=full_convention(size))
    for _ in range(size):
        factories.NewsPageFactory()
    client.get("/")
    with django_assert_num_queries(7):
        assert client.get("/").status_code == 200


def test_addresses_need_neither_request_nor_query(django_assert_num_queries):
    pages = [make() for make in BARE.values()]
    fresh = list(Page.objects.filter(pk__in=[page.pk for page in pages]).specific())
    with django_assert_num_queries(0):
        assert [page.get_url() for page in fresh] == [page.get_absolute_url() for page in fresh]
        assert all(page.full_url.startswith("http://testserver/") for page in fresh)
