"""An editor writes, the coordination approves, a visitor reads at once although the list was in the cache."""

import pytest
from playwright.sync_api import expect

from cms.models import NewsIndexPage, NewsPage
from tests.e2e.steps import follow, heading, look

TITLE = "Le marché du samedi change de place"


def open_actions(page):
    page.locator("footer .w-dropdown-button [data-w-dropdown-target='toggle']").click()


@pytest.mark.parametrize(("width", "javascript"), [(360, True), (1280, False)], ids=["360px-js", "1280px-nojs"])
def test_an_editor_publishes_through_the_workflow(open_page, outbox, settings, width, javascript):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # a robot fills the form while Wagtail saves its first half
    index = NewsIndexPage.objects.get()
    visitor = open_page(width=width, javascript=javascript)

    def list_shows_it():
        return visitor.locator("main").get_by_role("link", name=TITLE).count() == 1

    visitor.goto(index.get_url())
    assert visitor.goto(index.get_url()).headers["x-page-cache"] == "hit"
    assert not list_shows_it()

    editor = open_page(user="redaction@demo.example")
    editor.goto(f"/admin/pages/add/cms/newspage/{index.pk}/", wait_until="networkidle")
    editor.locator("#id_title").fill(TITLE)
    editor.locator("#id_intro").fill("À partir de samedi, il est sur la place centrale.")
    expect(editor.locator("#id_slug")).not_to_have_value("")
    open_actions(editor)
    assert editor.locator("[name='action-publish']").count() == 0
    editor.locator("[name='action-submit']").click()
    editor.wait_for_url(lambda url: "/add/" not in url)
    news = NewsPage.objects.get(title=TITLE)
    assert not news.live, "an editor submits, and does not publish"
    assert outbox.all(to="coordination@demo.example"), "the coordination is told"
    visitor.goto(index.get_url())
    assert not list_shows_it()

    coordinator = open_page(user="coordination@demo.example")
    coordinator.goto(f"/admin/pages/{news.pk}/edit/")
    open_actions(coordinator)
    coordinator.locator("[data-workflow-action-name='approve']:not([data-workflow-action-modal-url])").click()
    coordinator.wait_for_url(lambda url: not url.endswith("/edit/"))
    news.refresh_from_db()
    assert news.live

    answer = visitor.goto(index.get_url())
    assert answer.headers["x-page-cache"] == "miss"
    assert list_shows_it(), "the cached list gave way at once"
    look(visitor)
    follow(visitor, TITLE)
    assert heading(visitor) == TITLE
    look(visitor)
