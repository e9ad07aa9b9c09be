"""From an editor's draft to a public page, through the views people click."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import NewsPage
from participation.base.worker import schedule
from tests.factories.cms import NewsPageFactory, news_index

pytestmark = pytest.mark.django_db


def form(**values):
    data = {"title": "La place rouvre", "slug": "la-place-rouvre", "intro": "", "published_on": "20/03/2026"}
    text = rich_text("<p>La place rouvre lundi.</p>", features=["bold"])
    return nested_form_data({**data, "signed_by": "", "body": streamfield([("text", text)]), **values})


def add(client, action="", **values):
    url = reverse("wagtailadmin_pages:add", args=["cms", "newspage", news_index().pk])
    return client.post(url, {**form(**values), **({action: "1"} if action else {})})


def edit(client, page, action="", **values):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, {**form(**values), **({action: "1"} if action else {})})


@pytest.fixture
def pages_are_cached(settings):
    settings.PAGE_CACHE_SECONDS = 60


@pytest.fixture
def coordination(martigues, logged_in):
    from participation.accounts.enums import Role
    from tests.factories.accounts import staff_with

    return logged_in(staff_with(Role.GUSP_COORDINATOR))


def answer(client, page, name, **values):
    """What the buttons of the list « En attente de votre vérification » do."""
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, page.current_workflow_task_state.pk])
    return client.post(url, values)


def test_an_editor_cannot_publish(editor):
    add(editor, "action-publish")
    assert not NewsPage.objects.get().live


def test_submitted_approved_and_public_at_once(
    editor, coordination, client, outbox, pages_are_cached, django_capture_on_commit_callbacks
):
    index = news_index()
    assert "La place rouvre" not in client.get(index.url).content.decode()

    add(editor, "action-submit")
    page = NewsPage.objects.get()
    assert client.get("/actualites/la-place-rouvre/").status_code == 404
    mail = outbox.last(to=coordination.user.email)
    assert mail.subject == "«\N{NARROW NO-BREAK SPACE}La place rouvre\N{NARROW NO-BREAK SPACE}» attend votre relecture"
    assert f"http://testserver/admin/pages/{page.pk}/edit/" in outbox.links(mail)
    assert outbox.all(to=editor.user.email) == []

    with django_capture_on_commit_callbacks(execute=True):
        answer(coordination, page, "approve")
    assert client.get("/actualites/la-place-rouvre/").status_code == 200
    assert "La place rouvre" in client.get(index.url).content.decode()
    mail = outbox.last(to=editor.user.email)
    assert "est publiée" in mail.subject
    assert "http://testserver/actualites/la-place-rouvre/" in outbox.links(mail)


def test_sent_back_with_words(editor, coordination, outbox):
    add(editor, "action-submit")
    page = NewsPage.objects.get()
    answer(coordination, page, "reject", comment="Ajoutez la date & l’heure.")
    assert not NewsPage.objects.get().live
    mail = outbox.last(to=editor.user.email)
    assert "vous est renvoyée" in mail.subject
    assert "Ajoutez la date & l’heure." in mail.text
    assert "Ajoutez la date &amp; l’heure." in mail.html


def test_wagtail_sends_nothing_by_itself(editor, coordination, mailoutbox):
    add(editor, "action-submit")
    answer(coordination, NewsPage.objects.get(), "approve")
    assert mailoutbox == []


def test_each_person_is_told_once(editor, coordination, outbox, logged_in):
    from tests.factories.accounts import UserFactory

    technical = UserFactory(is_superuser=True, is_staff=True)
    add(editor, "action-submit")
    assert len(outbox.all(to=coordination.user.email)) == 1
    assert outbox.all(to=technical.email) == []


def test_the_coordination_publishes_alone(coordination, client):
    add(coordination, "action-publish")
    assert client.get("/actualites/la-place-rouvre/").status_code == 200


def test_a_draft_of_a_live_page_stays_behind_it(coordination, editor, client):
    add(coordination, "action-publish")
    page = NewsPage.objects.get()
    edit(editor, page, title="Un autre titre")
    text = client.get(page.url).content.decode()
    assert "La place rouvre" in text
    assert "Un autre titre" not in text


def test_unpublished_is_gone_at_once(coordination, client, pages_are_cached, django_capture_on_commit_callbacks):
    add(coordination, "action-publish")
    page = NewsPage.objects.get()
    assert client.get(page.url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        coordination.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert client.get(page.url).status_code == 404


class TestScheduling:
    def test_it_appears_and_goes_by_the_clock(self, coordination, client, monkeypatch):
        now = timezone.now()
        add(
            coordination,
            "action-publish",
            go_live_at=timezone.localtime(now + timedelta(hours=1)).strftime("%d/%m/%Y %H:%M"),
            expire_at=timezone.localtime(now + timedelta(hours=3)).strftime("%d/%m/%Y %H:%M"),
        )
        page = NewsPage.objects.get()
        assert not page.live

        self.at(monkeypatch, now)
        assert client.get(page.url).status_code == 404
        self.at(monkeypatch, now + timedelta(hours=2))
        assert client.get(page.url).status_code == 200
        self.at(monkeypatch, now + timedelta(hours=4))
        assert client.get(page.url).status_code == 404

    def at(self, monkeypatch, moment):
        """What the worker's clock runs, at that moment."""
        import_module("participation.base.jobs")
        monkeypatch.setattr(timezone, "now", lambda: moment)
        assert "publish-scheduled-pages" in schedule.run_due(moment)

    def test_an_editor_schedules_nothing_by_themselves(self, editor):
        later = timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%d/%m/%Y %H:%M")
        add(editor, "action-publish", go_live_at=later)
        assert not NewsPage.objects.get().approved_schedule


class TestHistory:
    def test_versions_are_listed_compared_and_taken_back(self, coordination):
        add(coordination, "action-publish")
        page = NewsPage.objects.get()
        edit(coordination, page, "action-publish", title="Un autre titre")
        first, last = page.revisions.order_by("pk").values_list("pk", flat=True)
        assert coordination.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200
        url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, last])
        assert "Un autre titre" in coordination.get(url).content.decode()
        assert (
            coordination.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first])).status_code == 200
        )


def test_the_admin_shows_its_own_language(editor):
    """Words of ours and of Wagtail that an editor meets first."""
    page = NewsPageFactory()
    text = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert '<html lang="fr"' in text
    assert "Aide à la lecture" in text
    for english in ("Save draft", "Publish", "Submit", "Page title", "Help"):
        assert f">{english}<" not in text
