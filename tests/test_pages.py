"""Every type of page, found rather than listed: a new one is under all of these rules from its first day."""

import re
from collections import Counter

import pytest
from django.template.loader import get_template
from django.urls import reverse
from wagtail.models import Page, get_page_models

from cms.models import BasePage, QuartierPage
from participation.accounts.enums import Role
from tests.factories import cms as factories
from tests.factories.accounts import staff_with

pytestmark = pytest.mark.django_db

TYPES = sorted(
    (model for model in get_page_models() if model.__module__.partition(".")[0] in ("cms", "home")),
    key=lambda model: model._meta.label,
)
FACTORIES = {
    value._meta.model: value
    for value in vars(factories).values()
    if isinstance(value, type) and value.__name__.endswith("PageFactory") and value is not factories.PageFactory
}
each_type = pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.label)


def made(model):
    """One page of this type: the one there may be, or a new one."""
    found = model.objects.first() if model.max_count == 1 else None
    return found or FACTORIES[model](title="Une page comme une autre")


@pytest.fixture
def coordination(client):
    client.force_login(staff_with(Role.GUSP_COORDINATOR))
    return client


@each_type
def test_it_is_one_of_ours(model):
    assert issubclass(model, BasePage)
    assert model in FACTORIES, "tests/factories/cms.py has no factory for it"
    assert str(model._meta.verbose_name) != model._meta.model_name, "it has no French name"
    assert model.parent_page_types, "it may be created anywhere"


@each_type
def test_its_template_is_ours(model):
    name = model.template
    assert "/" in name
    assert get_template(name).origin.name.endswith(f"/templates/{name}")


@each_type
def test_it_answers_in_french_under_its_own_address(model, client):
    page = made(model)
    assert page.get_absolute_url() == page.get_url()
    response = client.get(page.get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="fr"' in html
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1].strip()
    assert title
    if page.depth > 2:
        assert title.startswith(page.title), "the title begins with the name of the thing"


@each_type
def test_a_draft_is_nowhere_to_be_found(model, client):
    """A quartier has an address before anybody wrote about it, and keeps it without its page."""
    page = made(model)
    page.live = False
    page.save()
    assert client.get(page.get_absolute_url()).status_code == (200 if model is QuartierPage else 404)


@each_type
def test_a_draft_is_seen_by_those_who_write(model, coordination):
    page = made(model)
    page.save_revision()
    response = coordination.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert page.depth == 2 or page.title in response.content.decode()


@each_type
def test_it_is_edited_and_its_versions_compared(model, coordination):
    page = made(model)
    first, second = page.save_revision(), page.save_revision()
    for name, args in (
        ("edit", [page.pk]),
        ("history", [page.pk]),
        ("revisions_compare", [page.pk, first.pk, second.pk]),
        ("revisions_view", [page.pk, first.pk]),
        ("revisions_revert", [page.pk, first.pk]),
    ):
        assert coordination.get(reverse(f"wagtailadmin_pages:{name}", args=args)).status_code == 200, name


@pytest.mark.parametrize(
    "model", [model for model in TYPES if model.max_count != 1], ids=lambda model: model._meta.label
)
def test_its_form_opens_blank(model, coordination):
    parent = made(model).get_parent()
    url = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
    response = coordination.get(url)
    assert response.status_code == 200
    assert not re.findall(r">\s*(Content|Settings|Promote|Save draft)\s*<", response.content.decode())


@each_type
def test_a_title_that_looks_like_markup_is_text(model, client):
    page = made(model)
    page.title = page.draft_title = "<b>Gras</b> & « sûr »"
    page.save()
    html = client.get(page.get_absolute_url()).content.decode()
    assert "<b>Gras</b>" not in html


def test_no_two_pages_of_the_demonstration_have_the_same_title(demo_db, client):
    titles = Counter()
    for page in Page.objects.live().filter(depth__gt=1).specific():
        html = client.get(page.get_absolute_url()).content.decode()
        titles[re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1].strip()] += 1
    assert [title for title, count in titles.items() if count > 1] == []
