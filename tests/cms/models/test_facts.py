"""What a page or a fact may not be, said in French by the models themselves."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cms.models import ConventionPage, NewsPage
from cms.validators import validate_free_path, validate_link
from tests.factories.cms import (
    BudgetLineFactory,
    ConventionPageFactory,
    MilestoneFactory,
    ProjectPageFactory,
    SignatoryFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "link",
    ["https://www.vitrolles.fr/", "http://a.fr/b?c=d", "/documents/3/bilan.pdf", "/actualites/"],
)
def test_a_link_leads_to_the_web_or_into_the_portal(link):
    validate_link(link)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//pirate.example/",
        "vitrolles.fr",
        "ftp://a.fr",
    ],
)
def test_a_link_leads_nowhere_else(link):
    with pytest.raises(ValidationError):
        validate_link(link)


@pytest.mark.parametrize("slug", ["le-service", "actualites", "quartiers-nord"])
def test_a_free_path(slug):
    validate_free_path(slug)


@pytest.mark.parametrize("slug", ["admin", "compte", "static", "media", "documents"])
def test_a_taken_path(slug):
    with pytest.raises(ValidationError):
        validate_free_path(slug)


def test_every_fact_knows_its_convention():
    convention = ConventionPageFactory()
    fiche = ProjectPageFactory(convention=convention)
    facts = [
        ThemeFactory(page=convention),
        SignatoryFactory(page=convention),
        MilestoneFactory(project=fiche),
        BudgetLineFactory(statement__page=convention),
    ]
    assert {fact.convention for fact in facts} == {convention}


def test_a_convention_ends_after_it_starts():
    page = ConventionPage(title="x", slug="x", kind="convention", starts_on=date(2027, 1, 1), ends_on=date(2024, 1, 1))
    page.path, page.depth = "0001ZZZZ", 1
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "ends_on" in refused.value.error_dict


def test_the_intro_describes_a_page_unless_something_else_was_written():
    assert NewsPage(intro="a").description == "a"
    assert NewsPage(intro="a", search_description="b").description == "b"
