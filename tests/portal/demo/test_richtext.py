import json
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.models import ConventionPage
from portal.demo.dates import Clock
from portal.demo.errors import DataError
from portal.demo.richtext import body, rich

CLOCK = Clock(date(2026, 3, 24))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Une phrase.", "<p>Une phrase.</p>"),
        ("Deux lignes\nqui se suivent.", "<p>Deux lignes qui se suivent.</p>"),
        ("Un.\n\nDeux.", "<p>Un.</p><p>Deux.</p>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("1. un\n2. deux", "<ol><li>un</li><li>deux</li></ol>"),
        ("Avant :\n- un", "<p>Avant :</p><ul><li>un</li></ul>"),
        ("**gras** & <b>", "<p><b>gras</b> &amp; &lt;b&gt;</p>"),
    ],
)
def test_marks_become_what_wagtail_keeps(text, html):
    assert rich(text) == html


@given(st.text())
def test_no_text_opens_a_tag_of_its_own(text):
    bare = rich(text)
    for tag in ("p", "b", "ul", "ol", "li"):
        bare = bare.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in bare
    assert ">" not in bare


def test_every_kind_of_block_is_read_back_by_the_page():
    pictures = {"rue": SimpleNamespace(pk=7)}
    raw = body(
        [
            {"heading": "Titre"},
            {"text": "Le {jour +9}."},
            {"steps": ["Un", "Le {jour +9}"]},
            {"notice": "Attention.", "title": "Note", "kind": "warn"},
            {"picture": "rue", "caption": "Une rue"},
        ],
        "essai",
        clock=CLOCK,
        pictures=pictures,
    )
    assert raw.pop()["value"] == {"image": 7, "caption": "Une rue"}
    read = ConventionPage(body=json.dumps(raw)).body
    assert [block.block_type for block in read] == ["heading", "text", "steps", "notice"]
    assert str(read[1].value.source) == "<p>Le 2 avril.</p>"
    assert list(read[2].value) == ["Un", "Le 2 avril"]
    assert read[3].value["kind"] == "warn"


@pytest.mark.parametrize("block", [{}, {"heading": "a", "text": "b"}, {"caption": "seule"}])
def test_a_block_says_one_thing(block):
    with pytest.raises(DataError, match=r"essai\[1\]"):
        body([block], "essai", clock=CLOCK, pictures={})


def test_a_picture_that_no_file_describes_is_refused():
    with pytest.raises(DataError, match="« mer »"):
        body([{"picture": "mer"}], "essai", clock=CLOCK, pictures={})
