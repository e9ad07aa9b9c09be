"""An editor writes, the coordination approves, a visitor reads at once although the list was in the cache."""

TITLE = "Le marché du samedi change de place"


def test_an_editor_publishes_through_the_workflow(portal, open_page, outbox):
    from cms.models import NewsIndexPage, NewsPage

    visitor = open_page(width=360)
    index = NewsIndexPage.objects.get().get_url()
    visitor.goto(index)
    assert visitor.get_by_text(TITLE).count() == 0

    editor = open_page(user="redaction@demo.example")
    editor.goto(f"/admin/pages/add/cms/newspage/{NewsIndexPage.objects.get().pk}/")
    editor.get_by_label("Titre").first.fill(TITLE)
    editor.get_by_label("Chapeau").fill("À partir de samedi, il est sur la place centrale.")
    editor.get_by_role("button", name="Plus d’actions").or_(
        editor.locator("[data-w-dropdown-target='toggle'].w-dropdown__toggle, footer .w-dropdown__toggle-icon")
    ).first.click()
    editor.locator("[name='action-submit']").click()
    editor.wait_for_load_state()
    news = NewsPage.objects.get(title=TITLE)
    assert not news.live, "an editor submits, and does not publish"
    visitor.goto(index)
    assert visitor.get_by_text(TITLE).count() == 0

    coordinator = open_page(user="coordination@demo.example")
    coordinator.goto(f"/admin/pages/{news.pk}/edit/")
    coordinator.locator("footer .w-dropdown__toggle-icon, footer [data-w-dropdown-target='toggle']").first.click()
    coordinator.locator("[data-workflow-action-name='approve']").first.click()
    coordinator.wait_for_load_state()
    news.refresh_from_db()
    assert news.live

    visitor.goto(index)
    assert visitor.get_by_role("link", name=TITLE).count() == 1, "the cached list gave way at once"
    visitor.get_by_role("link", name=TITLE).click()
    assert visitor.get_by_role("heading", level=1).inner_text() == TITLE
    guarded = open_page(width=1280, javascript=False)
    guarded.goto(news.get_url())
    assert guarded.get_by_role("heading", level=1).inner_text() == TITLE
