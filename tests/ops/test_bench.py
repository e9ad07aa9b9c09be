import gzip

import pytest

from bench import __main__ as bench
from bench.measures import Weight, memory, weigh
from bench.site import Database, family

PAGE = """<link rel="stylesheet" href="/static/a.css"><link href="/icon.svg" rel="icon">
<script type="module" src="/static/js/a.js"></script><script type="application/json" id="x">{}</script>"""
FILES = {
    "/": ("text/html", PAGE),
    "/map/": ("text/html", PAGE + '<div data-map="x"></div>'),
    "/broken/": ("text/html", '<script src="/static/none.js"></script>'),
    "/static/a.css": ("text/css", "@import 'b.css'; @font-face{src:url(../fonts/a.woff2)} a{background:url(i.svg)}"),
    "/static/b.css": ("text/css", "b{}"),
    "/static/js/a.js": ("text/javascript", 'import {b} from "./b.js"; import("./c.js")'),
    "/static/js/b.js": ("text/javascript", 'import "./a.js"'),
    "/static/js/c.js": ("text/javascript", "1"),
    "/fonts/a.woff2": ("font/woff2", "x" * 10),
}


class FakeSite:
    def get(self, path, connection=None):
        if path not in FILES:
            return 404, {}, b""
        kind, text = FILES[path]
        return 200, {"content-type": kind, "content-encoding": "gzip"}, gzip.compress(text.encode())


def test_a_page_weighs_what_it_asks_for_each_file_once():
    weight = weigh(FakeSite(), "/")

    assert sorted(weight.files) == sorted(set(FILES) - {"/", "/map/", "/broken/"})
    assert weight.fonts == weight.files["/fonts/a.woff2"]
    assert weight.code == sum(weight.files.values()) - weight.fonts
    assert weight.html_raw == len(PAGE)
    assert not weight.has_map


def test_a_map_has_its_own_budget():
    assert weigh(FakeSite(), "/map/").has_map


def test_a_file_that_is_missing_ends_the_measurement():
    with pytest.raises(SystemExit, match=r"/static/none\.js, which answers 404"):
        weigh(FakeSite(), "/broken/")


def row(**values):
    base = {"label": "x", "path": "/x/", "queries": 20, "cold": (9.0, 9.9), "cached": (1.0, 1.1)}
    return {**base, "weight": Weight(code=60_000, fonts=45_000), **values}


def test_kept_budgets_end_well(capsys):
    assert bench.report("SQLite", [row()], [("web", 1, 180.0, 90.0), ("worker", 2, 160.0, 80.0)]) == 0
    assert "every budget is kept" in capsys.readouterr().out


@pytest.mark.parametrize(
    "broken",
    [
        row(queries=21),
        row(weight=Weight(code=60_001)),
        row(weight=Weight(code=120_001, has_map=True)),
        row(weight=Weight(fonts=45_001)),
    ],
)
def test_a_broken_budget_is_a_failure(broken, capsys):
    assert bench.report("SQLite", [broken], []) == 1
    assert "OVER BUDGET  /x/" in capsys.readouterr().out


def test_memory_over_budget_is_a_failure(capsys):
    assert bench.report("SQLite", [row()], [("worker", 1, 161.0, 80.0)]) == 1


def test_the_database_of_a_server_gets_a_name_of_its_own(tmp_path):
    assert Database("", tmp_path).create() == f"sqlite:///{tmp_path}/db.sqlite3"
    server = Database("postgres://u@h/main", tmp_path)
    assert server.engine == "PostgreSQL"
    assert server.name not in {"main", ""}


def test_a_process_knows_its_family_and_its_memory():
    import os

    assert family(os.getpid())[0] == os.getpid()
    resident, proportional = memory(os.getpid())
    assert resident >= proportional > 0
