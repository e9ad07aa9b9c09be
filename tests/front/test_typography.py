import re

import pytest
from django.utils.safestring import SafeString, mark_safe
from hypothesis import example, given
from hypothesis import strategies as st

from participation.base.text.typography import fr, spaced

# Shown as ~ (no-break) and _ (narrow no-break), so that the expectations can be read.
SHOWN = str.maketrans({"\u00a0": "~", "\u202f": "_"})

FRENCH_TEXT = st.text(alphabet=st.sampled_from(list(" \u00a0\u202f\n;:!?«»€%°±n123er0aàM'\"&<>-/,.)(h")), max_size=60)
MARKUP = st.lists(
    st.one_of(
        FRENCH_TEXT.map(lambda text: text.replace("<", "").replace(">", "").replace("&", "")),
        st.sampled_from(
            [
                "<b>",
                "</b>",
                '<a href="x ? y : z">',
                "</a>",
                "<br>",
                "<pre>",
                "</pre>",
                "<!-- a ? b -->",
                "&amp;",
                "&nbsp;",
            ]
        ),
        st.sampled_from(["1er avril 2026 ", "MAR-26-000412", " 12 000 € ", "<code>a ? b</code>", '<i title="«a»">']),
    ),
    max_size=8,
).map("".join)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Un souci dans le quartier ? On vous répond !", "Un souci dans le quartier_? On vous répond_!"),
        ("Un souci? Oui; non!", "Un souci_? Oui_; non_!"),
        ("Vraiment ?!", "Vraiment_?!"),
        ("Accessibilité : non conforme", "Accessibilité~: non conforme"),
        ("Attention: travaux", "Attention~: travaux"),
        ("« Phare Habitat » et «Olivier»", "«_Phare Habitat_» et «_Olivier_»"),
        ("soit 41 % et 41%", "soit 41~% et 41~%"),
        ("29 174,12 € sur 1 234 567 habitants", "29_174,12~€ sur 1_234_567 habitants"),
        ("le 24 mars 2026, en Mars 2026", "le 24~mars~2026, en Mars~2026"),
        ("à 18 h 30, 40 mètres, 2,4 Mo, 17 jours", "à 18~h~30, 40~mètres, 2,4~Mo, 17~jours"),
        ("fiche n° 12, ± 7 points", "fiche n°~12, ±~7~points"),
        ("04 65 71 20 16 ou +33 4 65 71 20 16", "04~65~71~20~16 ou +33~4~65~71~20~16"),
        ("https://exemple.fr/?a=1;b=2 et 10:30", "https://exemple.fr/?a=1;b=2 et 10:30"),
        ("en 2024 130 logements", "en 2024 130~logements"),
        ("Rien à changer ici", "Rien à changer ici"),
    ],
)
def test_spaces(written, shown):
    assert spaced(written).translate(SHOWN) == shown


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("le 1er avril 2026", "le 1<sup>er</sup>~avril~2026"),
        ("la 1re fois, le 2e et les 21es", "la 1<sup>re</sup> fois, le 2<sup>e</sup> et les 21<sup>es</sup>"),
        ("n° MAR-26-000412.", 'n° <span class="ref">MAR-26-000412</span>.'),
        ("QN01320I et A1e", "QN01320I et A1e"),
        ("<b>&</b> ?", "&lt;b&gt;&amp;&lt;/b&gt;_?"),
        ("l'eau", "l&#x27;eau"),
    ],
)
def test_markup_of_plain_text(written, html):
    assert fr(written).translate(SHOWN) == html


@pytest.mark.parametrize(
    ("html", "typeset"),
    [
        ("<p>Quoi ?</p>", "<p>Quoi_?</p>"),
        ('<a title="Quoi ?" href="/a?b=1 ;">Où ?</a>', '<a title="Quoi ?" href="/a?b=1 ;">Où_?</a>'),
        ("<strong>Danger</strong> !", "<strong>Danger</strong>_!"),
        ("<pre>a ? b</pre> c ?", "<pre>a ? b</pre> c_?"),
        (
            '<script type="application/json">{"a" : 1}</script> b :',
            '<script type="application/json">{"a" : 1}</script> b~:',
        ),
        ("<textarea>a ?</textarea>", "<textarea>a ?</textarea>"),
        ("<!-- a ? -->b ?", "<!-- a ? -->b_?"),
        ("a &lt; b &amp; c ;", "a &lt; b &amp; c_;"),
        ("L&#x27;eau ?", "L&#x27;eau_?"),
    ],
)
def test_html_keeps_its_tags(html, typeset):
    assert fr(mark_safe(html)).translate(SHOWN) == typeset


def test_no_markup_for_titles():
    assert fr("Le 1er avril : MAR-26-000412 ?", markup=False).translate(SHOWN) == "Le 1er~avril~: MAR-26-000412_?"


@given(FRENCH_TEXT | st.text(max_size=80))
def test_plain_text_never_becomes_markup(text):
    html = fr(text)
    ours = re.sub(r'</?sup>|<span class="ref">|</span>', "", html)
    assert isinstance(html, SafeString)
    assert not set("<>\"'") & set(ours)


@given(FRENCH_TEXT | st.text(max_size=80))
def test_plain_text_is_set_once(text):
    assert fr(fr(text)) == fr(text)


@given(FRENCH_TEXT | st.text(max_size=80))
def test_only_spaces_change(text):
    assert "".join(spaced(text).split()) == "".join(text.split())


@given(MARKUP)
@example("0;MAR-26-000412")
@example("0 :MAR-26-000412")
def test_html_is_set_once(html):
    once = fr(mark_safe(html))
    assert fr(once) == once


@given(MARKUP)
def test_tags_and_attributes_pass_through(html):
    added = re.compile(r'</?sup>|<span class="ref">|</span>')
    tags = re.compile(r"<!--.*?-->|</?[a-z][^>]*>", re.DOTALL)
    assert tags.findall(added.sub("", fr(mark_safe(html)))) == tags.findall(html)


def test_a_long_run_of_spaces_is_read_once():
    assert spaced("a" + " " * 50_000 + "b ?").endswith("b\u202f?")
