"""Addresses that last, pages that stay, advice that does not stand in the way, facts that no draft erases."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import ConventionPage, Milestone, NewsPage, ProjectPage, StandardPage, Theme
from home.models import HomePage
from participation.accounts.enums import Role
from tests.cms.admin.asking import said
from tests.factories.accounts import staff_with
from tests.factories.cms import (
    ConventionPageFactory,
    DeliberationPageFactory,
    MilestoneFactory,
    NewsPageFactory,
    ProjectPageFactory,
    QuartierPageFactory,
    StandardPageFactory,
    ThemeFactory,
    conventions_index,
    home_page,
    news_index,
    quartiers_index,
)
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordination(logged_in):
    return logged_in(staff_with(Role.GUSP_COORDINATOR))


def standard(**values):
    body = streamfield([("text", rich_text(values.pop("text", "<p>Bonjour.</p>"), features=["bold"]))])
    return nested_form_data({"title": "Le service", "slug": "le-service", "intro": "", "body": body, **values})


def publish(client, page, **values):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, {**standard(**values), "action-publish": "1"})


class TestAddress:
    def test_is_frozen_for_editors_once_published(self, editor, coordination):
        page = StandardPageFactory(title="Le service", slug="le-service")
        page.save_revision().publish()
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        editor.post(url, standard(slug="autre"))
        assert StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().slug == "le-service"

    def test_is_free_before(self, editor):
        page = StandardPageFactory(slug="brouillon", live=False)
        editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), standard(slug="autre"))
        assert StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().slug == "autre"

    def test_a_new_one_leaves_a_permanent_redirect(self, coordination, client, django_capture_on_commit_callbacks):
        page = StandardPageFactory(title="Le service", slug="le-service")
        page.save_revision().publish()
        with django_capture_on_commit_callbacks(execute=True):
            publish(coordination, page, slug="nos-services")
        assert client.get("/nos-services/").status_code == 200
        response = client.get("/le-service/")
        assert (response.status_code, response["Location"]) == (301, "/nos-services/")

    def test_a_new_title_keeps_the_address(self, coordination):
        page = StandardPageFactory(title="Le service", slug="le-service")
        page.save_revision().publish()
        publish(coordination, page, title="Un tout autre titre")
        assert StandardPage.objects.get(pk=page.pk).url == "/le-service/"

    @pytest.mark.parametrize("slug", ["compte", "admin", "sante", "static", "media", "documents", "accessibilite"])
    def test_one_the_portal_answers_itself_is_refused(self, editor, slug):
        url = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", home_page().pk])
        response = editor.post(url, standard(slug=slug))
        assert f"/{slug}/" in str(response.context["form"].errors["slug"])
        assert not StandardPage.objects.exists()

    def test_nor_by_copying_or_moving(self, coordination):
        below = StandardPageFactory(title="Compte", slug="compte", parent=StandardPageFactory(title="Le service"))
        home = home_page()
        data = {"new_title": "Compte", "new_slug": "compte", "new_parent_page": home.pk}
        response = coordination.post(reverse("wagtailadmin_pages:copy", args=[below.pk]), data)
        assert "/compte/" in said(response)[0]
        response = coordination.post(reverse("wagtailadmin_pages:move_confirm", args=[below.pk, home.pk]))
        assert "/compte/" in said(response)[0]
        assert home.get_children().filter(slug="compte").count() == 0

    @pytest.mark.parametrize("index", [conventions_index, quartiers_index, news_index])
    def test_sections_keep_theirs(self, coordination, index):
        page = index()
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = nested_form_data({"title": "Autre", "slug": "autre", "intro": ""})
        coordination.post(url, {**data, "action-publish": "1"})
        page = Page.objects.get(pk=page.pk)
        assert (page.title, page.slug) == ("Autre", page.specific.fixed_slug)

    def test_two_communes_may_write_the_same_title(self, martigues, vitrolles):
        titles = [
            DeliberationPageFactory(title="Charte", slug="", commune=commune).slug for commune in (martigues, vitrolles)
        ]
        assert titles == ["charte", "charte-vitrolles"]

    def test_a_quartiers_page_lives_at_the_quartiers_address(self, coordination):
        quartier = QuartierFactory(name="Les Pins")
        url = reverse("wagtailadmin_pages:add", args=["cms", "quartierpage", quartiers_index().pk])
        data = {"title": "Bienvenue aux Pins", "quartier": quartier.pk, "intro": "", "body": streamfield([])}
        coordination.post(url, {**nested_form_data(data), "action-publish": "1"})
        assert quartier.page.url == quartier.get_absolute_url()


class TestPillars:
    @pytest.mark.parametrize("index", [home_page, conventions_index, quartiers_index, news_index])
    @pytest.mark.parametrize("view", ["delete", "unpublish"])
    def test_are_neither_deleted_nor_unpublished(self, logged_in, index, view):
        administrator = logged_in(staff_with(Role.ADMINISTRATOR))
        page = index()
        response = administrator.post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]))
        assert response.status_code == 302
        assert "reste où elle est" in said(response)[0]
        assert Page.objects.get(pk=page.pk).live

    def test_are_not_moved(self, logged_in):
        administrator = logged_in(staff_with(Role.ADMINISTRATOR))
        index, target = news_index(), StandardPageFactory()
        administrator.post(reverse("wagtailadmin_pages:move_confirm", args=[index.pk, target.pk]))
        assert Page.objects.get(pk=index.pk).get_parent().specific == HomePage.objects.get()

    def test_nor_in_bulk(self, logged_in):
        administrator = logged_in(staff_with(Role.ADMINISTRATOR))
        index = news_index()
        administrator.post(f"/admin/bulk/wagtailcore/page/delete/?id={index.pk}")
        assert Page.objects.filter(pk=index.pk).exists()

    def test_other_pages_are_deleted(self, coordination):
        page = NewsPageFactory()
        coordination.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert not NewsPage.objects.exists()


class TestPagesWithFacts:
    def test_are_not_deleted_from_above_them(self, coordination):
        milestone = MilestoneFactory()
        fiche, convention = milestone.project, milestone.project.get_parent()
        for page in (fiche, convention):
            response = coordination.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
            assert "porte 1 fait" in said(response)[0]
        coordination.post(f"/admin/bulk/wagtailcore/page/delete/?id={convention.pk}")
        assert Milestone.objects.get() == milestone

    def test_are_unpublished(self, coordination, client):
        page = MilestoneFactory().project
        coordination.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        assert client.get(page.url).status_code == 404

    def test_are_deleted_once_empty(self, coordination):
        page = ConventionPageFactory()
        coordination.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert not ConventionPage.objects.exists()


class TestAdvice:
    LONG = "<p>" + " ".join(["mot"] * 30) + ".</p>"

    def test_comes_after_saving_and_refuses_nothing(self, editor):
        page = StandardPageFactory()
        response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), standard(text=self.LONG))
        assert any("1 phrase dépasse 25 mots" in message for message in said(response))
        assert page.revisions.count() == 1

    def test_stands_in_the_editor(self, editor):
        page = StandardPageFactory(body=[("text", self.LONG)])
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "1 phrase dépasse 25 mots" in " ".join(text.split())

    def test_is_silent_on_short_sentences(self, editor):
        page = StandardPageFactory()
        response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), standard())
        assert not any("mots" in message for message in said(response))

    def test_is_silent_while_the_editor_saves_by_itself(self, editor):
        page = StandardPageFactory()
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = editor.post(url, standard(text=self.LONG), headers={"accept": "application/json"})
        assert response.json()["success"]
        assert said(response) == []

    def test_a_fiche_says_which_points_are_empty(self, editor):
        fiche = ProjectPageFactory(location="<p>Partout.</p>")
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[fiche.pk])).content.decode()
        assert "Points de la fiche encore vides" in text
        assert "Points qui tiennent en quelques mots" in text


class TestFactsAreNotRevisions:
    def test_an_older_draft_loses_no_fact(self, coordination):
        convention = ConventionPageFactory()
        fiche = ProjectPageFactory(convention=convention)
        old_fiche, old_convention = fiche.save_revision(), convention.save_revision()
        theme = ThemeFactory(page=convention)
        milestone = MilestoneFactory(project=fiche, done_on="2026-03-24")
        old_fiche.publish()
        old_convention.publish()
        assert Theme.objects.get() == theme
        assert Milestone.objects.get() == milestone
        assert str(Milestone.objects.get().done_on) == "2026-03-24"

    def test_a_theme_deleted_since_does_not_stop_an_older_draft(self):
        convention = ConventionPageFactory()
        theme = ThemeFactory(page=convention)
        fiche = ProjectPageFactory(convention=convention, themes=[theme])
        revision = fiche.save_revision()
        theme.delete()
        revision.publish()
        assert list(ProjectPage.objects.get(pk=fiche.pk).themes.all()) == []

    def test_a_fiche_offers_the_themes_of_its_own_convention(self, editor):
        own, foreign = ThemeFactory(title="À nous"), ThemeFactory(title="À eux")
        fiche = ProjectPageFactory(convention=ConventionPage.objects.get(pk=own.page_id))
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[fiche.pk])).content.decode()
        assert "À nous" in text
        assert foreign.title not in text

    def test_the_editor_leads_to_the_facts(self, editor):
        fiche = ProjectPageFactory()
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[fiche.pk])).content.decode()
        assert f"{reverse('faits_milestone:add')}?project={fiche.pk}" in text
        text = editor.get(reverse("wagtailadmin_pages:edit", args=[fiche.get_parent().pk])).content.decode()
        assert f"{reverse('faits_theme:add')}?page={fiche.get_parent().pk}" in text


def test_a_quartier_that_moves_leaves_the_page_one_redirect_to_follow(client, django_capture_on_commit_callbacks):
    from participation.territory.services import rename_slug

    page = QuartierPageFactory(quartier=QuartierFactory(name="Les Pins"))
    page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        rename_slug(quartier=page.quartier, slug="les-grands-pins")
    response = client.get("/quartiers/les-pins/")
    assert (response.status_code, response["Location"]) == (301, "/quartiers/les-grands-pins/")
    assert Redirect.objects.exists()


def test_nothing_in_the_admin_points_to_someone_elses_site(editor):
    text = editor.get("/admin/").content.decode()
    assert "guide.wagtail.org" not in text
    assert "gravatar" not in text
    text = editor.get("/admin/account/").content.decode()
    assert "first_name" not in text
    assert "avatar" not in text.split("<main")[1]
