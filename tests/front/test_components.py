from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateSyntaxError

from tests.front.rendering import component, rendered, words, wrapped

FOLDER = Path(settings.BASE_DIR) / "templates" / "components"
COMPONENTS = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
ROW = {
    "label": "Ici",
    "url": "/ici/",
    "title": "Ici",
    "state": "pris",
    "icon": "lieu",
    "value": "3",
    "day": date(2026, 4, 1),
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_documents_itself_first(name):
    assert (FOLDER / name).read_text().startswith("{% comment %}\n")


@pytest.mark.parametrize(
    ("name", "parameters", "missing"),
    [
        ("breadcrumb", {}, "current"),
        ("button", {"url": "/"}, "label"),
        ("card", {"url": "/"}, "title"),
        ("contact", {"phone": "17"}, "name"),
        ("count", {"total": 3, "lit": 1}, "late"),
        ("crossed_table", {}, "table"),
        ("curve", {"id": "c", "title": "t", "name": "n", "description": "d"}, "points"),
        ("data_table", {}, "table"),
        ("data_table_row", {"row": 1, "cells": 1}, "table"),
        ("dates", {}, "items"),
        ("disclosure", {"summary": "s"}, "content"),
        ("doors", {}, "items"),
        ("empty", {"text": "x"}, "title"),
        ("facts", {}, "items"),
        ("figures", {}, "items"),
        ("forms/actions", {"next": True}, "label"),
        ("forms/errors", {}, "form"),
        ("forms/field", {}, "field"),
        ("forms/field_errors", {}, "field"),
        ("gantt", {"id": "g", "rows": [1], "today": date(2026, 1, 1), "title": "t"}, "description"),
        ("key", {}, "items"),
        ("lines", {}, "items"),
        ("long_wall", {"total": 3, "lit": 1}, "late"),
        ("map", {}, "map"),
        ("more", {"label": "x"}, "url"),
        ("notice", {"level": "ok"}, "title"),
        ("page_head", {"fact": "x"}, "title"),
        ("photo", {}, "image"),
        ("plaque", {"kicker": "x"}, "name"),
        ("progress", {"value": 1, "maximum": 2}, "text"),
        ("section", {"id": "a", "title": "t"}, "content"),
        ("skyline", {}, "items"),
        ("status", {"state": "pris"}, "lead"),
        ("status", {"lead": "Promis."}, "state"),
        ("tabs", {"items": [ROW]}, "label"),
        ("tags", {}, "items"),
        ("timeline", {}, "items"),
    ],
)
def test_misuse_is_loud(name, parameters, missing):
    with pytest.raises(ImproperlyConfigured, match=f"components/{name}.html: the component needs « {missing} »"):
        component(name, **parameters)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            '{% include "components/status.html" with state="perdu" lead="x" only %}',
            "state is « perdu », not one of recu",
        ),
        (
            '{% include "components/notice.html" with level="grave" title="x" only %}',
            "level is « grave », not one of info",
        ),
        ('{% icon "licorne" %}', "no symbol « licorne »"),
        ('{% shape "licorne" %}', "no symbol « etat-licorne »"),
        ('{% swatch "licorne" %}', "no swatch « licorne »"),
        ("{% facade total=2 lit=3 %}", "facade: 3 lit and 0 late windows do not fit in 2"),
        ('{% building "x" 3 2 %}', "building: 3 done out of 2"),
    ],
)
def test_a_wrong_value_is_loud(source, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        rendered(source)


@pytest.mark.parametrize(
    "source",
    ["{% require %}", '{% require in "a b" %}', "{% wrap %}{% endwrap %}", '{% wrap "x.html" alone %}{% endwrap %}'],
)
def test_tags_refuse_what_they_cannot_read(source):
    with pytest.raises(TemplateSyntaxError):
        rendered(source)


def test_residents_do_not_see_misuse(settings, caplog):
    settings.TEMPLATE_STRICT = False
    html = rendered(
        '{% include "components/more.html" with label="Suite" url="" only %}{% icon "licorne" %}{% shape "x" %}'
    )
    assert "Suite" in html
    assert [record.getMessage() for record in caplog.records] == [
        "components/more.html: the component needs « url »",
        "the sprite has no symbol « licorne »",
        "the sprite has no symbol « etat-x »",
    ]


def test_pictograms_are_silent_and_shapes_speak_on_request():
    assert component("more", label="Suite", url="/").svg["aria-hidden"] == "true"
    assert rendered('{% shape "etat-retard" label=label %}', label="En <retard>").startswith(
        '<svg class="shape" role="img" aria-label="En &lt;retard&gt;" focusable="false"'
    )
    assert 'aria-hidden="true"' in rendered('{% shape "retard" %}')


def test_the_breadcrumb_ends_with_the_page_itself():
    trail = component("breadcrumb", items=[ROW], current="Fiche n° 1")
    assert [(link.text, link["href"]) for link in trail.find_all("a")] == [("Accueil", "/"), ("Ici", "/ici/")]
    assert trail.find(attrs={"aria-current": "page"}).text == "Fiche n° 1"


@pytest.mark.parametrize(
    ("parameters", "heading"),
    [
        ({"title": "Martigues"}, "<h1>Martigues</h1>"),
        (
            {"title": "cinq quartiers", "place": True, "kicker": "Convention des"},
            '<h1 class="plaque"><small>Convention des</small> cinq quartiers</h1>',
        ),
        (
            {"title": "Éclairer", "sign": "n° 12", "kicker": "Fiche projet"},
            '<h1><span class="plaque"><small>Fiche projet</small> n° 12</span> <span class="name">Éclairer</span></h1>',
        ),
    ],
)
def test_the_page_head_names_the_thing(parameters, heading):
    assert str(component("page_head", **parameters).h1) == heading


def test_the_page_head_carries_a_fact_and_what_it_wraps():
    head = wrapped("page_head", "<p>Dedans</p>", title="Titre", fact="24 sur 58", lead="Voici.", long=True)
    assert [p.text for p in head.find_all("p")] == ["24 sur 58", "Voici.", "Dedans"]
    assert head.div["class"] == ["page-head", "long"]


def test_a_button_is_a_link_or_a_button():
    assert component("button", label="Lire", url="/a/", quiet=True, big=True).a["class"] == ["button", "quiet", "big"]
    button = component(
        "button", label="Clos", disabled=True, type="button", name="a", value="b", icon="ok", next=True
    ).button
    assert (button["type"], button["name"], button["value"], button.has_attr("disabled")) == ("button", "a", "b", True)
    assert [use["href"].partition("#")[2] for use in button.find_all("use")] == ["ok", "suite"]


@pytest.mark.parametrize(("level", "icon"), [("info", "info"), ("ok", "ok"), ("warn", "alerte"), ("danger", "danger")])
def test_a_notice_has_the_pictogram_of_its_level(level, icon):
    notice = component("notice", level=level, title="Titre.", text="Suite", live=True)
    assert notice.use["href"].endswith(f"#{icon}")
    assert words(notice) == "Titre. Suite"
    assert notice.div["role"] == "status"


def test_a_notice_escapes_its_text_and_wraps_html():
    assert "&lt;b&gt;" in str(component("notice", text="<b>"))
    assert wrapped("notice", "<ul><li>a</li></ul>", icon="attente").li.text == "a"


def test_boxes():
    assert component("card", title="Journal", url="/j/", text="Huit pages", meta="PDF").a["href"] == "/j/"
    assert wrapped("card", "<p>Dedans</p>", title="Sûr ?", strong=True).div["class"] == ["card", "strong"]
    empty = component("empty", title="Rien", text="Ce mois-ci", icon="horsligne", url="/a/", label="Voir tout")
    assert words(empty) == "Rien Ce mois-ci Voir tout"
    assert wrapped("disclosure", "<p>Derrière</p>", summary="Comment ?", open=True).details.has_attr("open")


def test_a_section_is_named_by_its_title():
    section = wrapped(
        "section", "<p>Texte</p>", id="etapes", title="Les étapes", intro="Six.", plain=True, screen=True
    ).section
    assert section["aria-labelledby"] == section.h2["id"] == "etapes"
    assert section["class"] == ["section", "plain", "no-print"]


def test_a_status_is_a_sentence_with_its_state():
    status = component("status", state="retard", lead="En retard.", rest="Relancé.", big=True).p
    assert (status["data-state"], status["class"], words(status)) == (
        "retard",
        ["status", "big"],
        "En retard. Relancé.",
    )


def test_a_list_says_its_state_in_words_too():
    row = {
        **ROW,
        "state": "retard",
        "label": "En retard",
        "strong": "Promis.",
        "text": "Rien.",
        "meta": "Ici",
        "date": ROW["day"],
    }
    for name in ("lines", "timeline"):
        item = component(name, items=[row]).li
        assert item["data-state"] == "retard"
        assert item.svg["aria-label"] == "En retard"
        assert item.find(class_="say").text == "Promis. Rien."
    plain = component("lines", items=[{"title": "Sans état", "date": date(2026, 4, 1)}])
    assert plain.ul["class"] == ["lines"]
    assert (plain.time["datetime"], plain.time.sup.text) == ("2026-04-01", "er")


def test_the_line_after_what_has_not_happened_is_dashed():
    items = component("timeline", items=[{**ROW, "next": True}, {"state": "prevu", "title": "Après"}]).find_all("li")
    assert [item.get("class") for item in items] == [["next"], None]


def test_dates_begin_with_the_day():
    item = component("dates", items=[{**ROW, "text": "18 h"}]).li
    assert (item.time["datetime"], words(item)) == ("2026-04-01", "1 avril Ici 18 h")


def test_an_empty_fact_says_so():
    facts = component(
        "facts", items=[{"label": "Lieu", "value": "Ici"}, {"label": "Évaluation", "value": ""}], wide=True
    )
    assert [dd.text for dd in facts.find_all("dd")] == ["Ici", "Non renseigné"]
    assert facts.dl["class"] == ["facts", "wide"]


def test_zero_is_a_value():
    assert component("facts", items=[{"label": "Votes", "value": 0}]).dd.text == "0"


def test_small_lists():
    assert words(component("figures", items=[{"value": "24", "of": "sur 58", "text": "étapes"}])) == "24 sur 58 étapes"
    assert component("doors", items=[{**ROW, "text": "Là"}]).a["href"] == "/ici/"
    key = component("key", items=[ROW, {"swatch": "lit", "label": "tenue"}], list=True)
    assert key.ul["class"] == ["key", "as-list"]
    assert words(key) == "Ici tenue"
    assert words(component("plaque", name="Boudème", kicker="Conseil de", url="/b/").a) == "Conseil de Boudème"
    assert component("plaque", name="Boudème").p["class"] == ["plaque"]


def test_filters_in_force_can_be_removed():
    tags = component("tags", items=[{**ROW, "on": True}, {"label": "Un fait"}], label="Filtres")
    assert words(tags.a) == "Ici retirer ce filtre"
    assert tags.find("span", class_="tag").text == "Un fait"


def test_the_current_tab_says_so_and_zero_is_counted():
    tabs = component("tabs", items=[{**ROW, "current": True, "count": 0}, ROW], label="État").find_all("a")
    assert [(tab.get("aria-current"), words(tab)) for tab in tabs] == [("page", "Ici 0"), (None, "Ici")]


def test_pagination_leads_both_ways_or_is_not_there():
    both = component(
        "pagination", previous="/?a", next="/?b", pages=[{"number": 1, "url": "/?a"}, {"number": 2, "current": True}]
    )
    assert [link.get("rel") for link in both.find_all("a")] == [["prev"], None, ["next"]]
    assert words(both.find(attrs={"aria-current": "page"})) == "Page 2"
    assert component("pagination").find("nav") is None


def test_a_contact_can_be_dialled():
    contact = component(
        "contact",
        name="Service",
        role="Suit",
        phone="04 65 71 20 16",
        hours="le matin",
        email="a@b.example",
        address="1 rue\nMartigues",
    )
    assert [link["href"] for link in contact.find_all("a")] == ["tel:+33465712016", "mailto:a@b.example"]
    assert contact.br


def test_counts_in_words():
    assert words(component("count", total=11, lit=7, late=1)) == "7 sur 11, 1 en retard"
    assert words(component("count", total=5, lit=5, late=0)) == "5 sur 5, terminé"
    assert words(component("count", total=0, lit=0, late=0)) == "0 sur 0"
    assert words(
        component(
            "bars",
            items=[{**ROW, "total": 4, "lit": 1, "late": 0}, {"label": "Sans page", "total": 1, "lit": 0, "late": 1}],
        )
    ) == ("Ici 1 sur 4 Sans page 0 sur 1, 1 en retard")


def test_the_long_wall_explains_itself():
    wall = wrapped("long_wall", "<p>Une fenêtre est une étape.</p>", total=58, lit=24, late=6)
    assert [words(item) for item in wall.find_all("li")] == [
        "24 tenues , la preuve est en ligne",
        "6 en retard , la date est passée",
        "28 à venir",
    ]
    assert wall.svg["aria-label"] == "Une façade de 58 fenêtres : 24 tenues, 6 en retard, 28 à venir"
    assert words(wall.details) == "Comment est-ce compté ? Une fenêtre est une étape."
    assert len(component("long_wall", total=2, lit=1, late=0).find_all("li")) == 2


def test_the_skyline_has_a_building_and_words_for_each_place():
    items = [
        {
            "name": name,
            "slug": name,
            "url": f"/{name}/",
            "done": 1,
            "total": 3,
            "text": "sur 3",
            "label": f"{name} : 1 sur 3",
        }
        for name in ("boudeme", "mas")
    ]
    skyline = component("skyline", items=items)
    assert skyline.ul["data-count"] == "2"
    assert [svg["aria-label"] for svg in skyline.find_all("svg")] == ["boudeme : 1 sur 3", "mas : 1 sur 3"]
    assert [len(svg.select("path[transform]")) for svg in skyline.find_all("svg")] == [1, 0], "no tree after the last"


def test_progress_says_its_share():
    assert component("progress", text="312 sur 500", value=312, maximum=500).svg["aria-label"] == "62\u00a0%"


def test_the_end_of_a_form():
    row = wrapped(
        "forms/actions", "<i>Plus</i>", label="Envoyer", icon="envoyer", cancel_url="/", cancel_label="Annuler"
    )
    assert words(row) == "Envoyer Plus Annuler"
    with pytest.raises(ImproperlyConfigured, match="cancel_label"):
        component("forms/actions", label="Envoyer", cancel_url="/")
