import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.models import StandardPage
from cms.templatetags.article import file_size, parts, sentence
from tests.factories.cms import StandardPageFactory


def body(*blocks):
    return StandardPage(title="Page", body=json.dumps([{"type": kind, "value": value} for kind, value in blocks])).body


def test_each_heading_opens_a_part():
    found = parts(body(("text", "<p>Avant</p>"), ("heading", "Qui"), ("text", "<p>a</p>"), ("heading", "Où")))
    assert [(part.id, part.heading and part.heading.value, len(part.blocks)) for part in found] == [
        ("texte", None, 1),
        ("texte-qui", "Qui", 1),
        ("texte-ou", "Où", 0),
    ]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_ids_are_unique_and_fit_an_address(titles):
    ids = [part.id for part in parts(body(*(("heading", title) for title in titles)))]
    assert len(set(ids)) == len(ids) == len(titles)
    assert all(" " not in one for one in ids)


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 octets"), (640_000, "640 ko"), (1_234_567, "1,2 Mo"), (2_000_000, "2 Mo"), (999, "999 octets")],
)
def test_sizes_are_read_in_french(size, said):
    assert file_size(size).replace("\xa0", " ") == said


@pytest.mark.parametrize(("text", "closed"), [("Attention", "Attention."), ("Pourquoi ?", "Pourquoi ?"), ("", "")])
def test_first_words_are_closed_once(text, closed):
    assert sentence(text) == closed


@pytest.mark.django_db
def test_every_block_is_rendered(client):
    page = StandardPageFactory(
        body=json.dumps(
            [
                {"type": "heading", "value": "Signaler"},
                {"type": "text", "value": "<p>Un <b>mot</b>.</p>"},
                {"type": "steps", "value": ["Où ?", "Quoi ?"]},
                {"type": "notice", "value": {"kind": "warn", "title": "À savoir", "text": "Sans compte"}},
                {"type": "picture", "value": {"image": None, "caption": ""}},
                {"type": "document", "value": {"document": None, "note": ""}},
            ]
        )
    )
    html = client.get(page.get_url()).content.decode()
    assert '<h2 id="texte-signaler">Signaler</h2>' in html
    assert "<p>Un <b>mot</b>.</p>" in html
    assert "<li>Où" in html
    assert 'class="notice warn"' in html
    assert "<strong>À savoir.</strong>" in html
