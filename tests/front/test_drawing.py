import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.drawing.building import building, lit_windows
from participation.base.drawing.charts import bar, line_chart, progress_bar
from participation.base.drawing.facade import facade, long_wall
from participation.base.drawing.gantt import GanttRow, gantt
from participation.base.drawing.svg import element

COUNTS = st.integers(0, 80).flatmap(
    lambda total: st.tuples(st.just(total), st.integers(0, total)).flatmap(
        lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), st.integers(0, pair[0] - pair[1]))
    )
)


def parsed(svg):
    return ElementTree.fromstring(svg)


def windows(svg, kind):
    """How many windows the path of that class draws: one subpath each."""
    return sum(path.get("d").count("M") for path in parsed(svg).iter("path") if path.get("class") == kind)


@given(COUNTS)
def test_a_facade_draws_every_window(counts):
    total, lit, late = counts
    svg = facade(total, lit, late)
    if not total:
        assert svg == ""
        return
    drawn = (windows(svg, "pane lit"), windows(svg, "pane late"), windows(svg, "pane"))
    assert drawn == (lit, late, total - lit - late)


@given(COUNTS.filter(lambda counts: counts[0] > 0), st.none() | st.integers(1, 30))
def test_windows_stay_inside_their_wall(counts, columns):
    svg = parsed(facade(*counts, columns=columns))
    width, height = int(svg.get("width")), int(svg.get("height"))
    places = [re.match(r"M([\d.]+) ([\d.]+)", part).groups() for path in svg.iter("path") for part in subpaths(path)]
    assert all(0 < float(x) < width and 0 < float(y) < height - 10 for x, y in places)


def subpaths(path):
    return re.findall(r"M[^M]+", path.get("d"))


@pytest.mark.parametrize(
    ("total", "columns", "size"),
    [(6, None, ("112", "28")), (11, None, ("197", "28")), (14, None, ("129", "49")), (58, 15, ("265", "91"))],
)
def test_sizes_are_those_of_the_design(total, columns, size):
    svg = parsed(facade(total, columns=columns))
    assert (svg.get("width"), svg.get("height")) == size


@pytest.mark.parametrize("counts", [(3, 2, 2), (3, 4, 0), (-1, 0, 0), (3, -1, 0)])
def test_counts_that_do_not_fit_are_refused(counts):
    with pytest.raises(ValueError, match="do not fit"):
        facade(*counts)


def test_a_facade_speaks_only_with_a_label():
    assert parsed(facade(2, 1, label="Une sur <deux>")).get("aria-label") == "Une sur <deux>"
    assert parsed(facade(2, 1)).get("aria-hidden") == "true"


def test_the_long_wall_is_drawn_for_two_widths():
    narrow, wide = re.findall(r"<svg.*?</svg>", long_wall(58, 24, 6, label="58"))
    assert [parsed(svg).get("width") for svg in (narrow, wide)] == ["265", "503"]
    assert windows(narrow, "pane lit") == windows(wide, "pane lit") == 24


@pytest.mark.parametrize(
    ("done", "total", "lit"),
    [(8, 14, 7), (9, 19, 6), (4, 11, 4), (7, 10, 8), (0, 9, 0), (9, 9, 12), (0, 0, 0), (1, 500, 1), (499, 500, 11)],
)
def test_the_lit_share_never_lies_at_its_ends(done, total, lit):
    assert lit_windows(done, total) == lit


@given(st.text(max_size=12), st.integers(0, 30), st.integers(0, 30))
def test_a_building_has_twelve_windows(seed, done, more):
    svg = building(seed, done, done + more)
    assert windows(svg, "pane lit") == lit_windows(done, done + more)
    assert windows(svg, "pane lit") + windows(svg, "pane") == 12


@given(st.text(max_size=12), st.integers(0, 12))
def test_a_window_once_lit_stays_lit(seed, done):
    before, after = (set(lit_places(building(seed, count, 12))) for count in (done, min(done + 1, 12)))
    assert before <= after


def lit_places(svg):
    return [part for path in parsed(svg).iter("path") if path.get("class") == "pane lit" for part in subpaths(path)]


def test_a_street_looks_the_same_at_every_visit():
    assert building("boudeme", 4, 11) == building("boudeme", 4, 11)
    assert len({building(name, 0, 1, tree=False) for name in ("boudeme", "canto-perdrix", "mas-de-pouane")}) == 3


def test_a_building_refuses_more_done_than_promised():
    with pytest.raises(ValueError, match="3 done out of 2"):
        building("x", 3, 2)


@pytest.mark.parametrize(
    ("value", "maximum", "width"),
    [(1, 4, "25%"), (Decimal("1.5"), 3, "50%"), (5, 4, "100%"), (-1, 4, "0%"), (1, 0, "0%")],
)
def test_bars_are_shares(value, maximum, width):
    assert parsed(bar(value, maximum))[0].get("width") == width
    assert parsed(progress_bar(value, maximum, label="x"))[1].get("width") == width


@given(st.lists(st.tuples(st.text(max_size=6), st.integers(0, 500)), min_size=1, max_size=30))
def test_a_curve_draws_each_point(points):
    clean = [(re.sub(r"[^\w<&]", "", label), value) for label, value in points]
    svg = parsed(line_chart(clean, identifier="c", title="Pannes", description="Par mois", goal=6))
    assert len(svg.findall("circle")) == len(points)
    assert len([line for line in svg.findall("line") if line.get("class") == "curve"]) == len(points) - 1
    assert all(22 <= float(dot.get("cy")) <= 136 for dot in svg.findall("circle"))
    assert len(svg.findall("text")) <= 16


def test_a_curve_says_what_it_shows():
    svg = parsed(line_chart([("oct.", 14), ("nov.", 2.5)], identifier="c", title="A & B", description="14 puis 2,5"))
    assert svg.get("aria-labelledby") == "c-t c-d"
    assert [svg.find(name).text for name in ("title", "desc")] == ["A & B", "14 puis 2,5"]
    assert "2,5" in [text.text for text in svg.findall("text")]


@pytest.mark.parametrize("points", [[], [("a", -1)]])
def test_a_curve_needs_points_above_zero(points):
    with pytest.raises(ValueError, match="points"):
        line_chart(points, identifier="c", title="t", description="d")


ROWS = [
    GanttRow("Halls & caves", date(2024, 3, 1), date(2027, 12, 31), [(date(2025, 1, 1), "resolu")]),
    GanttRow("Passages", date(2027, 9, 1), date(2027, 9, 30), [(date(2027, 9, 15), "prevu")]),
]


def drawn(rows=ROWS, today=date(2026, 3, 24)):
    return parsed(gantt(rows, today=today, sprite="/s.svg", identifier="g", title="t", description="d"))


def test_a_calendar_draws_rows_milestones_and_today():
    svg = drawn()
    kinds = [node.get("class") for node in svg]
    assert kinds.count("track") == 2
    assert kinds.count("fill-2") == 1, "the second project has not begun"
    assert kinds.count("now") == 1
    assert [use.get("href") for use in svg.iter("use")] == ["/s.svg#etat-resolu", "/s.svg#etat-prevu"]
    assert [text.text for text in svg.findall("text")][:4] == ["2024", "2025", "2026", "2027"]


def test_today_outside_the_calendar_is_not_drawn():
    assert "now" not in [node.get("class") for node in drawn(today=date(2031, 1, 1))]


def test_one_year_is_cut_in_quarters():
    svg = drawn([GanttRow("Court", date(2026, 2, 1), date(2026, 6, 1))])
    assert [text.text for text in svg.findall("text")][:4] == ["01/2026", "04/2026", "07/2026", "10/2026"]


def test_a_long_calendar_labels_some_years():
    svg = drawn([GanttRow("Long", date(2000, 1, 1), date(2030, 1, 1))])
    assert len([line for line in svg.findall("line") if line.get("class") == "grid"]) <= 8


@pytest.mark.parametrize("rows", [[], [GanttRow("À rebours", date(2026, 2, 1), date(2026, 1, 1))]])
def test_a_calendar_needs_rows_in_order(rows):
    with pytest.raises(ValueError, match="calendar needs rows"):
        drawn(rows)


def test_values_are_escaped_and_none_is_left_out():
    assert element("a", "<b/>", href='"<x>"', title=None, class_="c", data_x=1) == (
        '<a href="&quot;&lt;x&gt;&quot;" class="c" data-x="1"><b/></a>'
    )
