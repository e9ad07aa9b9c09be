"""What a browser has to fetch, page by page, in the demonstration: kilobytes of the network (gzip), and from whom.

The page itself tells: every `<link rel="stylesheet">`, every `<script src>`, and what `js/map.js` fetches by itself.
"""

import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.harness import walk

KB = 1000
PLAIN, WITH_MAP, FONTS = 60 * KB, 120 * KB, 45 * KB
# Attributes whose address the browser fetches by itself; `href` is one of them on `<link>` only.
FETCHED = ("src", "srcset", "poster", "data", "action", "formaction", "background", "data-leaflet", "data-sprite")
DESCRIBED = {"canonical", "license", "next", "prev"}
FONT_FILE = re.compile(r'url\("?([^")]+\.woff2)')


@pytest.fixture
def pages(demo_db):
    """Address and parsed page of every type of page and of our own views."""
    client = Client()
    return [(address, BeautifulSoup(client.get(address).content, "html.parser")) for address in walk.public()]


@cache
def _bytes(address):
    if not address.startswith(settings.STATIC_URL):
        return Client().get(address).content
    return Path(finders.find(address.removeprefix(settings.STATIC_URL))).read_bytes()


def linked(page):
    """Addresses of the style sheets and scripts of a page."""
    sheets = [link["href"] for link in page.select('link[rel="stylesheet"]')]
    scripts = [script["src"] for script in page.select("script[src]")]
    return {*sheets, *scripts, *(chart["data-leaflet"] for chart in page.select("[data-leaflet]"))}


def weight(page):
    return sum(len(gzip.compress(_bytes(address), 6)) for address in linked(page))


def test_pages_are_light(pages):
    plain = {address: weight(page) for address, page in pages if not page.select("[data-map]")}
    mapped = {address: weight(page) for address, page in pages if page.select("[data-map]")}
    assert "/" in plain
    assert "/quartiers/" in mapped
    assert {address: size for address, size in plain.items() if size > PLAIN} == {}
    assert {address: size for address, size in mapped.items() if size > WITH_MAP} == {}


def test_a_page_without_a_map_does_not_fetch_what_draws_one(pages):
    for address, page in pages:
        if not page.select("[data-map]"):
            assert not [one for one in linked(page) if "map" in one or "leaflet" in one], address


def test_the_fonts_of_every_page_are_light(pages):
    for address, page in pages:
        fonts = {link["href"] for link in page.select('link[as="font"]')}
        for sheet in linked(page):
            if sheet.endswith(".css"):
                found = FONT_FILE.findall(_bytes(sheet).decode())
                fonts |= {settings.STATIC_URL + "fonts/" + Path(name).name for name in found}
        assert len(fonts) == 2, address
        assert sum(len(_bytes(font)) for font in fonts) <= FONTS, address


def test_nobody_else_is_asked_for_anything(pages):
    """Only `<a href>` may name another host, and the tile server in the data of a map."""
    tiles = urlsplit(settings.TILES_URL).netloc
    for address, page in pages:
        for node in page.find_all(True):
            fetched = [node.get(name) for name in FETCHED]
            if node.name == "link" and not DESCRIBED & set(node.get("rel", ())):
                fetched.append(node.get("href"))
            if node.name in ("use", "image"):
                fetched += [node.get("href"), node.get("xlink:href")]
            for value in filter(None, fetched):
                assert not re.search(r"(?:^|[\s,])(?:\w+:)?//", value), f"{address}: {node}"
        for data in page.select('script[type="application/json"]'):
            hosts = {urlsplit(found).netloc for found in re.findall(r"https?://[^\s\"'\\<]+", data.string)}
            assert hosts <= {tiles}, address
