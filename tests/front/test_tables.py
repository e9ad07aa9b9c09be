from datetime import date
from decimal import Decimal

import pytest

from participation.base.drawing.gantt import GanttRow
from participation.base.drawing.tables import Count, CrossedRow, CrossedTable, Row, Table
from tests.front.rendering import component, words

ROWS = [Row("Boudème", ["29 €"], url="/b/", bar=Decimal(29)), Row("Mas", ["58 €"], bar=58)]


def texts(table, selector):
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in table.select(selector)]


def test_a_plain_table_has_headers_and_a_ruled_total():
    table = component(
        "data_table", table=Table("Somme", ("Quartier", "Montant"), ROWS, [Row("Écart", ["4 €"], gap=True)])
    )
    assert texts(table, "tr") == [["Quartier", "Montant"], ["Boudème", "29 €"], ["Mas", "58 €"], ["Écart", "4 €"]]
    assert [cell["scope"] for cell in table.select("th")] == ["col", "col", "row", "row", "row"]
    assert table.select_one("tfoot tr")["class"] == ["gap"]
    assert table.caption.text == "Somme"
    assert table.find(role="region") is None


def test_bars_stand_beside_the_names():
    table = component("data_table", table=Table("Somme", ("Quartier", "Montant"), ROWS, bar_max=58))
    assert [rect["width"] for rect in table.select("rect")] == ["50%", "100%"]
    assert {len(row.find_all(["th", "td"])) for row in table.select("tr")} == {3}


def test_a_wide_table_scrolls_by_keyboard_or_stacks():
    columns, rows = ("Partenaire", "Attendu", "Payé"), [Row("Ville", ["1 €", "2 €"])]
    wide = component("data_table", table=Table("Parts", columns, rows))
    assert wide.find(role="region")["tabindex"] == "0"
    stacked = component("data_table", table=Table("Parts", columns, rows, stacks=True, numeric=False))
    assert stacked.div["class"] == ["crossed"]
    assert [span.text for span in stacked.select("tbody .cell-name")] == ["Attendu", "Payé"]
    assert {row["role"] for row in stacked.select("tr")} == {"row"}
    assert stacked.select(".n") == []


def test_a_row_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="zip"):
        component("data_table", table=Table("Parts", ("a", "b", "c"), [Row("x", ["1"])]))


def test_the_crossed_table_says_where_nothing_is_planned():
    table = component(
        "crossed_table",
        table=CrossedTable(
            caption="Étapes",
            corner="Thème",
            columns=("Mas", "Boudème"),
            rows=[CrossedRow("Propreté", [Count(3, 2, 1), None], url="/t/")],
            totals=[Count(3, 2, 1), Count(0)],
            totals_label="Tous",
        ),
    )
    assert texts(table, "tbody tr") == [["Propreté", "Mas 2 sur 3 1 en retard", "Boudème – aucune étape"]]
    assert texts(table, "tfoot tr") == [["Tous", "Mas 2 sur 3", "Boudème 0 sur 0"]]
    assert len(table.select(".facade")) == 1
    assert table.select_one("tbody a")["href"] == "/t/"


def test_the_crossed_table_needs_no_total():
    table = component(
        "crossed_table", table=CrossedTable("Étapes", "Thème", ("Mas",), [CrossedRow("Propreté", [Count(1)])])
    )
    assert table.tfoot is None


def test_a_count_knows_what_is_left():
    assert Count(58, 24, 6).rest == 28


def test_the_calendar_has_its_table_behind():
    rows = [
        GanttRow("Halls", date(2024, 3, 1), date(2027, 12, 31), [(date(2026, 1, 30), "retard")], "Contrôle", "/f/"),
        GanttRow("Passages", date(2025, 9, 1), date(2026, 9, 30)),
    ]
    figure = component(
        "gantt", id="g", rows=rows, today=date(2026, 3, 24), title="Calendrier", description="Deux lignes"
    )
    assert texts(figure, "tbody tr") == [
        ["Halls", "mars\u00a02024", "décembre\u00a02027", "Contrôle"],
        ["Passages", "septembre\u00a02025", "septembre\u00a02026", "aucune"],
    ]
    assert figure.svg["aria-labelledby"] == "g-t g-d"


def test_the_curve_has_its_table_behind():
    figure = component(
        "curve",
        id="l",
        title="Elles baissent",
        name="Pannes",
        description="14 puis 11",
        points=[("oct.", 14), ("nov.", 11)],
        goal=6,
        source="Portail",
    )
    assert texts(figure, "tbody tr") == [["oct.", "14"], ["nov.", "11"]]
    assert len(figure.select("line.goal")) == 1
    plain = component("curve", id="l", title="t", name="n", description="d", points=[("oct.", 1)])
    assert plain.select("line.goal") == []
