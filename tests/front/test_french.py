from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

SHOWN = str.maketrans({"\u00a0": "~", "\u202f": "_"})


def render(expression, autoescape=True, **context):
    return Template("{% load french %}{{ " + expression + " }}").render(Context(context, autoescape)).translate(SHOWN)


@pytest.mark.parametrize(
    ("expression", "value", "shown"),
    [
        ("v|euros", Decimal("29174.12"), "29_174,12~€"),
        ("v|euros", 130000, "130_000,00~€"),
        ("v|euros:0", 130000, "130_000~€"),
        ("v|euros:0", Decimal("0.50"), "0,50~€"),
        ("v|euros", Decimal("-4000"), "−4_000,00~€"),
        ("v|euros", None, ""),
        ("v|nombre", 1234567, "1_234_567"),
        ("v|nombre", Decimal("3.50"), "3,50"),
        ("v|nombre", 0.5, "0,5"),
        ("v|nombre:1", 7.25, "7,3"),
        ("v|nombre", 0, "0"),
        ("v|nombre", None, ""),
        ("v|pourcent", 62, "62~%"),
        ("v|pourcent:58", 24, "41~%"),
        ("v|pourcent:58", 0, "0~%"),
        ("v|pourcent:5000", 1, "moins de 1~%"),
        ("v|pourcent:5000", 4999, "99~%"),
        ("v|pourcent:58", 58, "100~%"),
        ("v|pourcent:0", 3, ""),
        ("v|jour", date(2026, 3, 24), "24~mars~2026"),
        ("v|jour", date(2026, 4, 1), "1<sup>er</sup>~avril~2026"),
        ("v|jour", datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "1<sup>er</sup>~avril~2026"),
        ("v|jour", None, ""),
        ("v|jour_court", date(2026, 8, 1), "1<sup>er</sup>~août"),
        ("v|jour_court", None, ""),
        ("v|mois", date(2026, 12, 31), "décembre~2026"),
        ("v|mois", None, ""),
        ("v|mois_seul", date(2026, 2, 1), "février"),
        ("v|mois_seul", None, ""),
        ("v|depuis", 0, "depuis aujourd’hui"),
        ("v|depuis", 1, "depuis 1~jour"),
        ("v|depuis", 99, "depuis 99~jours"),
        ("v|depuis", None, ""),
        ("v|tel", "04 65 71 20 16", "+33465712016"),
        ("v|tel", "+33 4 65 71 20 16", "+33465712016"),
        ("v|tel", "3919", "3919"),
        ("v|fr", "Le 1er ?", "Le 1<sup>er</sup>_?"),
        ("v|fr", None, ""),
        ("v|fr_plain", 'Le "1er" ?', "Le &quot;1er&quot;_?"),
        ("v|fr_plain", None, ""),
    ],
)
def test_filters(expression, value, shown):
    assert render(expression, v=value) == shown


@pytest.mark.parametrize(
    ("count", "word"), [(0, "étape"), (1, "étape"), (1.5, "étape"), (2, "étapes"), (24, "étapes"), (None, "étape")]
)
def test_zero_and_one_are_singular(count, word):
    assert render('n|pluriel:"étape,étapes"', n=count) == word


def test_plain_text_templates_get_spaces_and_no_markup():
    assert render("v|fr", autoescape=False, v="Le 1er ? <Oui>") == "Le 1er_? <Oui>"
    assert render("v|fr_plain", autoescape=False, v="Où ?") == "Où_?"
    assert render("v|jour", autoescape=False, v=date(2026, 4, 1)) == "1er~avril~2026"


def test_a_whole_block_is_set():
    template = Template('{% load french %}{% filter fr %}<p title="a ?">{{ v }}</p> Où ?{% endfilter %}')
    assert template.render(Context({"v": "<b> !"})).translate(SHOWN) == '<p title="a ?">&lt;b&gt;_!</p> Où_?'
