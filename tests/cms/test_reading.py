"""Advice to editors: what counts as a sentence, a word, a thin point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.models import NewsPage, ProjectPage
from cms.reading import LONG_SENTENCE, advise, sentences, texts_of, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour. Au revoir.", ["Bonjour.", "Au revoir."]),
        ("Vraiment ? Oui !", ["Vraiment ?", "Oui !"]),
        ("<p>Sans point</p><p>Autre</p>", ["Sans point", "Autre"]),
        ("<ul><li>un</li><li>deux</li></ul>", ["un", "deux"]),
        ("Avant<br/>après", ["Avant", "après"]),
        ("Le n° 12. et la suite", ["Le n° 12. et la suite"]),
        ("Il a dit « Oui. » Puis rien.", ["Il a dit « Oui.", "Puis rien."]),
        ("C&rsquo;est &amp; fini", ["C’est & fini"]),
        ("", []),
        ("<p></p>", []),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "count"), [("L’abattement de 30 % s’arrête", 4), ("rendez-vous", 1), ("« … »", 0), ("29 174,12 €", 3)]
)
def test_words(text, count):
    assert words(text) == count


@given(st.text(max_size=400))
def test_any_text_is_cut_without_losing_a_word(text):
    import html

    from django.utils.html import strip_tags

    assert sum(map(words, sentences(text))) >= words(" ".join(html.unescape(strip_tags(text)).split())) - text.count(
        "\n"
    )


def test_the_limit_is_the_limit():
    page = NewsPage(title="x", intro=" ".join(["mot"] * LONG_SENTENCE) + ".")
    assert not advise(page)
    page.intro = " ".join(["mot"] * (LONG_SENTENCE + 1)) + "."
    assert advise(page).long == (page.intro,)


def test_every_block_is_read():
    page = NewsPage(
        title="x",
        intro="a1.",
        body=[
            ("heading", "b2"),
            ("text", "<p>c3.</p>"),
            ("steps", ["d4", "e5"]),
            ("notice", {"kind": "info", "title": "f6", "text": "g7"}),
        ],
    )
    found = " ".join(texts_of(page))
    for word in ("a1", "b2", "c3", "d4", "e5", "f6", "g7"):
        assert word in found
    assert "info" not in found


def test_a_fiche_names_its_empty_and_its_thin_points():
    fiche = ProjectPage(
        title="x", location="<p>Partout.</p>", diagnosis="<p>Le passage est sombre et les gens ont peur le soir.</p>"
    )
    advice = advise(fiche)
    assert advice.thin == ("Lieu",)
    assert "Constat" not in advice.missing
    assert len(advice.missing) == 8
