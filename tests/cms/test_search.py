"""The search follows the pages: published, withdrawn, moved, restricted, deleted."""

import json

import pytest
from wagtail.models import PageViewRestriction

from participation.base.search.models import SearchEntry
from participation.base.search.selectors import search
from participation.base.search.services import rebuild
from participation.territory.services import rename_slug
from tests.factories.cms import (
    ConventionPageFactory,
    DeliberationPageFactory,
    ExperiencePageFactory,
    NewsPageFactory,
    ProjectPageFactory,
    QuartierPageFactory,
    StandardPageFactory,
    news_index,
)
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db


def found(query):
    return [hit.url for hit in search(query).hits]


def publish(page):
    page.save_revision().publish()


def text(words):
    return json.dumps([{"type": "text", "value": f"<p>{words} &amp; <b>le reste</b></p>"}])


def test_a_published_page_is_found_by_its_title_and_its_text():
    page = NewsPageFactory(title="Une fontaine place Desnos", body=text("Les enfants l’attendaient"), live=False)
    assert found("fontaine") == []
    publish(page)
    assert found("fontaines") == found("enfant") == found("reste") == [page.url]
    assert search("fontaine").hits[0].kind == "actualite"
    assert search("fontaine").hits[0].day == page.published_on


def test_a_draft_changes_nothing():
    page = NewsPageFactory(title="Une fontaine")
    publish(page)
    page.title = "Un kiosque"
    page.save_revision()
    assert found("fontaine") == [page.url]
    assert found("kiosque") == []


def test_a_withdrawn_page_is_not_found():
    page = NewsPageFactory(title="Une fontaine")
    publish(page)
    page.unpublish()
    assert found("fontaine") == []


def test_a_deleted_page_is_not_found():
    page = NewsPageFactory(title="Une fontaine")
    publish(page)
    page.delete()
    assert found("fontaine") == []


def test_deleting_a_section_forgets_what_is_below():
    project = ProjectPageFactory(title="Une fontaine")
    publish(project)
    project.get_parent().specific.delete()
    assert found("fontaine") == []
    assert not SearchEntry.objects.exclude(kind="quartier").exists()


def test_a_moved_page_is_found_where_it_is():
    first, second = StandardPageFactory(title="Règles"), StandardPageFactory(title="Autre")
    page = StandardPageFactory(title="Une fontaine", parent=first)
    publish(page)
    page.move(second, pos="last-child")
    assert found("fontaine") == [f"{second.url}{page.slug}/"]


def test_a_new_address_is_followed_by_the_pages_below():
    parent = StandardPageFactory(title="Règles")
    page = StandardPageFactory(title="Une fontaine", parent=parent)
    publish(page)
    parent.refresh_from_db()
    parent.slug = "vivre-ici"
    publish(parent)
    assert found("fontaine") == [f"/vivre-ici/{page.slug}/"]


def test_a_restricted_page_is_not_found_nor_what_is_below_or_shows_the_same():
    convention = ConventionPageFactory(title="Convention de la fontaine")
    project = ProjectPageFactory(title="Une fontaine", convention=convention)
    news = NewsPageFactory(title="La fontaine coule")
    alias = news.create_alias(update_slug="ailleurs", parent=news_index())
    rebuild()
    assert set(found("fontaine")) == {convention.url, project.url, news.url, alias.specific.url}
    restrictions = [
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        for page in (convention, news)
    ]
    assert found("fontaine") == []
    for restriction in restrictions:
        restriction.delete()
    assert len(found("fontaine")) == 4


def test_a_quartier_is_found_without_a_page_and_with_the_words_of_its_page():
    quartier = QuartierFactory(name="Les Rayettes")
    assert found("rayettes") == [quartier.get_absolute_url()]
    page = QuartierPageFactory(quartier=quartier, body=text("La fontaine du mail"))
    publish(page)
    assert found("fontaine") == [quartier.get_absolute_url()]
    page.unpublish()
    assert found("fontaine") == []
    assert found("rayettes") == [quartier.get_absolute_url()]
    page.delete()
    rename_slug(quartier=quartier, slug="rayettes-nord")
    assert found("rayettes") == ["/quartiers/rayettes-nord/"]
    quartier.delete()
    assert found("rayettes") == []


@pytest.mark.parametrize(
    ("factory", "fields", "kind"),
    [
        (ProjectPageFactory, {"number": "12", "diagnosis": "<p>Une <b>fontaine</b> à sec</p>"}, "fiche"),
        (ConventionPageFactory, {"duration_text": "Tant que la fontaine coule"}, "convention"),
        (DeliberationPageFactory, {"identifier": "fontaine"}, "deliberation"),
        (ExperiencePageFactory, {"operator": "La fontaine"}, "experience"),
        (StandardPageFactory, {"intro": "La fontaine."}, "page"),
    ],
)
def test_every_kind_of_page_is_read(factory, fields, kind):
    page = factory(**fields)
    publish(page)
    [hit] = search("fontaine").hits
    assert (hit.kind, hit.url) == (kind, page.url)
    assert "<b>" not in hit.excerpt and "&lt;b" not in hit.excerpt


def test_the_demonstration_is_found(demo_db):
    assert "/quartiers/canto-perdrix/" in found("canto-perdrix")
    kinds = {kind.key for kind in search("quartier").kinds}
    assert {"fiche", "convention"} <= kinds
    assert all(rebuilt.complete for rebuilt in rebuild())


def test_deleting_a_restricted_page_does_not_bring_it_back():
    convention = ConventionPageFactory(title="Convention de la fontaine")
    ProjectPageFactory(title="Une fontaine", convention=convention)
    PageViewRestriction.objects.create(page=convention, restriction_type=PageViewRestriction.LOGIN)
    convention.delete()
    assert found("fontaine") == []
