"""A browser under guard: it may speak to the portal and to a stand-in of the tile server, and nothing may go wrong
in its console."""

import os
import re
import weakref
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from django.conf import settings

REMEDY = "no browser: apt-get install chromium, or CHROMIUM=/path/to/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# With JavaScript off a page's timers never fire, and axe waits for them; promises do work.
TIMERS = "window.setTimeout = (act, wait) => { if (!(wait > 1000)) Promise.resolve().then(act); return 0; }"
without_javascript = weakref.WeakSet()
# 1 × 1 grey PNG.
TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


def executable():
    """The Chromium to drive, or None."""
    named = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    return named if Path(named).exists() else None


class Guard:
    """What went wrong in the pages of one test. `allow(pattern)` names what the test does on purpose."""

    def __init__(self, server_url):
        self.server = urlsplit(server_url).netloc
        self.tiles = urlsplit(settings.TILES_URL).netloc
        self.problems, self.allowed, self.tiles_asked = [], [], 0

    def allow(self, pattern):
        self.allowed.append(re.compile(pattern))

    def watch(self, context):
        context.route(re.compile(rf"^(?!http://{re.escape(self.server)}/)"), self._elsewhere)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script error: {error.error}"))
        context.on("response", self._response)

    def _elsewhere(self, route):
        if urlsplit(route.request.url).netloc == self.tiles:
            self.tiles_asked += 1
            route.fulfill(body=TILE, content_type="image/png")
        else:
            self._note(f"contacts another host: {route.request.url}")
            route.abort()

    def _console(self, message):
        if message.type == "error" or "Content Security Policy" in message.text:
            self._note(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response):
        if response.status >= 500:
            self._note(f"{response.status}: {response.url}")

    def _note(self, problem):
        if not any(pattern.search(problem) for pattern in self.allowed):
            self.problems.append(problem)


def violations(page, *, exclude=(), only=()):
    """axe's findings on the page as it stands, one readable line per faulty element.

    `exclude`: CSS selectors. `only`: the rules to look at, all of them unless told.
    """
    if page.context in without_javascript:
        page.evaluate(TIMERS)
    page.evaluate(AXE)
    context = {"exclude": [[selector] for selector in exclude]} if exclude else None
    found = page.evaluate(
        """([context, rules]) => axe.run(context || document, {resultTypes: ['violations'], preload: false, ...rules})
            .then(result => result.violations)""",
        [context, {"runOnly": list(only)} if only else {}],
    )
    return [
        f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def assert_accessible(page, *, exclude=(), only=()):
    found = violations(page, exclude=exclude, only=only)
    assert not found, f"{page.url}\n" + "\n".join(found)


def assert_fits(page):
    """Nothing makes the page wider than the screen."""
    wide = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.scrollingElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > width + 1)
                .slice(0, 5).map(e => e.outerHTML.slice(0, 120));
        }"""
    )
    assert not wide, f"{page.url} is wider than the screen:\n" + "\n".join(wide)
