"""An editor submits, coordination approves: news goes through Wagtail's moderation with the roles of the portal."""

import pytest
from wagtail.models import WorkflowState

from cms.models import NewsPage
from participation.accounts.enums import Role
from tests.factories.accounts import staff_with
from tests.factories.cms import NewsPageFactory, news_index

pytestmark = pytest.mark.django_db


WRITES = {"add_subpage", "edit"}
PUBLISHES = WRITES | {"publish_subpage", "publish", "unpublish", "delete"}


def permissions(user):
    """On the list of news and on a live one."""
    news = NewsPageFactory()
    asked = {news_index(): ("add_subpage", "publish_subpage"), news: ("edit", "publish", "unpublish", "delete")}
    return {
        name
        for page, names in asked.items()
        for name in names
        if getattr(page.permissions_for_user(user), f"can_{name}")()
    }


@pytest.fixture
def draft():
    editor = staff_with(Role.EDITOR)
    return NewsPageFactory(title="La place rouvre", live=False, owner=editor)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.EDITOR, WRITES),
        (Role.GUSP_COORDINATOR, PUBLISHES),
        (Role.ADMINISTRATOR, PUBLISHES),
        *((role, set()) for role in Role if role not in (Role.EDITOR, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)),
    ],
)
def test_who_writes_and_who_publishes(role, expected):
    assert permissions(staff_with(role)) == expected


def start(page, user):
    """What « Relecture » in the page's menu does."""
    page.save_revision(user=user)
    return page.get_workflow().start(page, user)


def offered(page, user):
    task = page.current_workflow_task
    return {name for name, _label, _modal in task.get_actions(page, user)}


def test_the_editor_submits_and_the_coordination_publishes(draft):
    editor, coordinator = draft.owner, staff_with(Role.GUSP_COORDINATOR)
    state = start(draft, editor)
    draft = NewsPage.objects.get(pk=draft.pk)
    assert not draft.live
    assert offered(draft, editor) == set()
    assert "approve" in offered(draft, coordinator)
    draft.current_workflow_task.on_action(draft.current_workflow_task_state, coordinator, "approve")
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_APPROVED
    assert NewsPage.objects.get(pk=draft.pk).live


def test_the_coordination_may_ask_for_changes(draft):
    state = start(draft, draft.owner)
    draft = NewsPage.objects.get(pk=draft.pk)
    coordinator = staff_with(Role.GUSP_COORDINATOR)
    draft.current_workflow_task.on_action(
        draft.current_workflow_task_state, coordinator, "reject", comment="Ajoutez la date."
    )
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert not NewsPage.objects.get(pk=draft.pk).live


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.GUSP_COORDINATOR])
def test_who_is_asked_to_approve(draft, role):
    start(draft, draft.owner)
    draft = NewsPage.objects.get(pk=draft.pk)
    assert "approve" in offered(draft, staff_with(role))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DATA_PROTECTION_OFFICER, Role.NEIGHBOURHOOD_OFFICER])
def test_who_is_not(draft, role):
    start(draft, draft.owner)
    draft = NewsPage.objects.get(pk=draft.pk)
    assert offered(draft, staff_with(role)) == set()


def test_every_page_of_the_portal_is_under_the_workflow():
    assert news_index().get_workflow().name == "Relecture par la coordination"
