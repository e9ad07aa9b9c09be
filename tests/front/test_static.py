"""Weights and colours of what every page loads. Sizes are those of the network: gzip, as the server sends them."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from participation.base.site.contrast import contrast
from tests.front.rendering import rendered, soup

STATIC = Path(settings.BASE_DIR) / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text()
# The sheet of the Wagtail admin follows Wagtail's own order.
SHEETS = sorted(path for path in STATIC.rglob("*.css") if path.name != "admin.css")
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
KB = 1000


def gzipped(paths):
    return sum(len(gzip.compress(Path(path).read_bytes(), 6)) for path in paths)


def linked():
    """The style sheets and scripts of every page."""
    head = soup(rendered('{% include "components/site/stylesheets.html" %}'))
    names = [link["href"].removeprefix("/static/") for link in head.select('link[rel="stylesheet"]')]
    return [STATIC / name for name in names]


def tokens(scheme):
    """The custom properties of `light`, or those of `dark` over them, `#rgb` written in full."""
    light, _media, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark))
    return {
        name: "#" + "".join(c * 2 for c in value[1:]) if len(value) == 4 else value for name, value in found.items()
    }


def test_a_page_without_a_map_is_light():
    assert gzipped([*linked(), STATIC / "js" / "menu.js"]) < 60 * KB


def test_a_page_with_a_map_is_light_enough():
    live = [finders.find(name) for name in ("leaflet/leaflet.js", "leaflet/leaflet.css")]
    ours = [STATIC / "css" / "components" / "map.css", STATIC / "js" / "map.js", STATIC / "js" / "menu.js"]
    assert gzipped([*linked(), *ours, *live]) < 120 * KB


def test_fonts_are_light():
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 2
    assert sum(font.stat().st_size for font in fonts) <= 45 * KB


def test_few_sheets_and_each_is_there():
    sheets = linked()
    assert len(sheets) == 7
    assert sheets[0].name == "tokens.css", "the order of the layers is declared first"
    assert all(sheet.is_file() for sheet in sheets)


TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "raised"),
    ("ink", "sand"),
    ("soft", "paper"),
    ("soft", "sand"),
    ("link", "paper"),
    ("link", "raised"),
    ("link", "tint"),
    ("go", "paper"),
    ("wait", "paper"),
    ("ok", "paper"),
    ("late", "paper"),
    ("late", "raised"),
    ("idle", "paper"),
    ("ink", "tint"),
    ("ink", "wait-tint"),
    ("ink", "ok-tint"),
    ("ink", "late-tint"),
    ("on-sun", "sun"),
    ("on-sun", "sun-strong"),
    ("on-brand", "brand"),
    ("on-brand-soft", "brand"),
    ("on-bar", "bar"),
    ("on-brand", "foot"),
]
SHAPE_PAIRS = [
    ("edge", "paper"),
    ("edge", "raised"),
    ("tick", "lit"),
    ("lit", "wall"),
    ("alarm", "wall"),
    ("pane-edge", "wall"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_reads_on_its_ground(scheme, ink, ground):
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), SHAPE_PAIRS)
def test_shapes_show_on_their_ground(scheme, ink, ground):
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[ground]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_use_declared_tokens_and_balance(sheet):
    source = sheet.read_text()
    declared = set(re.findall(r"--([\w-]+):", TOKENS)) | {"state"}
    assert source.count("{") == source.count("}")
    assert set(re.findall(r"var\(--([\w-]+)", source)) <= declared
    assert re.search(r"@layer \w+ \{", source), "a rule outside the layers beats them all"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_bring_nothing_from_elsewhere(sheet):
    for address in re.findall(r"url\(\"([^\"]+)\"\)", sheet.read_text()):
        name = (sheet.parent / address).resolve().relative_to(STATIC)
        assert finders.find(str(name)), address


@pytest.mark.parametrize("script", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_write_no_html_and_evaluate_nothing(script):
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|eval\(|document\.write|style\.", script.read_text())


@pytest.mark.parametrize(
    "template", [path for path in TEMPLATES if "mail" not in path.parts], ids=lambda path: str(path.name)
)
def test_templates_hold_no_inline_style_or_script(template):
    source = template.read_text()
    assert not re.search(r"<style|\sstyle=|<[^>]*\son\w+=|javascript:", source)
    for attributes in re.findall(r"<script([^>]*)>", source):
        assert "src=" in attributes or 'type="application/json"' in attributes


def test_the_sprite_and_the_fonts_keep_their_licences():
    assert "ISC License" in (STATIC / "icons-LICENSE.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "LICENSE").read_text().upper()
