import re
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.base.templatetags.ui import STATES
from portal.demo.gallery import gallery
from tests.front.rendering import soup
from tests.front.test_components import COMPONENTS, FOLDER

# What the gallery cannot show: the frame is around it, a picture needs the library, the rest are parts of others.
ELSEWHERE = {
    "photo.html",
    "data_table_row.html",
    "forms/field_errors.html",
    "site/ways_on.html",
    "site/retry.html",
    "site/messages.html",
}


@pytest.fixture
def page(rf, db):
    request = rf.get("/demo/composants/")
    request.user = AnonymousUser()
    return soup(gallery(request).content.decode())


def test_the_gallery_shows_every_state(page):
    assert {node["data-state"] for node in page.select(".status")} == set(STATES)


def test_ids_are_unique_and_references_lead_somewhere(page):
    ids = [node["id"] for node in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for node in page.select(f"[{attribute}]"):
            assert set(node[attribute].split()) <= set(ids), node
    assert {link["href"][1:] for link in page.select('a[href^="#"]')} <= set(ids)


def test_headings_do_not_skip_a_level(page):
    levels = [int(node.name[1]) for node in page.select("h1, h2, h3, h4")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_french_spaces_are_set_on_the_whole_page(page):
    for node in page.select("script, textarea"):
        node.decompose()
    assert re.findall(r"[^\s]* [;!?»]|« ", page.main.get_text()) == []


def test_a_refused_form_leads_to_its_fields(page):
    summary = page.select_one(".error-summary")
    assert summary.h2.text == "4 choses à corriger avant d’envoyer"
    targets = [page.select_one(f"[id='{link['href'][1:]}']") for link in summary.select("a")]
    assert [target["name"] for target in targets] == ["y-address", "y-what", "y-satisfied", "y-consent"]
    assert page.select_one("#y_y-address")["aria-invalid"] == "true"


def test_every_component_is_in_the_gallery():
    folder = FOLDER.parent
    pending, seen = [folder / "demo" / "composants.html", folder / "base.html"], set()
    while pending:
        path = pending.pop()
        for name in re.findall(r'(?:include|wrap|frame_part) "([^"]+)"', path.read_text()):
            if name not in seen:
                seen.add(name)
                pending.append(folder / name)
    shown = {name.removeprefix("components/") for name in seen} | {
        "forms/form.html",
        "forms/field.html",
        "forms/errors.html",
    }
    assert set(COMPONENTS) - shown == ELSEWHERE - shown


@pytest.mark.django_db
def test_the_gallery_costs_one_query(rf, django_assert_num_queries):
    request = rf.get("/demo/composants/")
    request.user = AnonymousUser()
    with django_assert_num_queries(1):
        gallery(request)
