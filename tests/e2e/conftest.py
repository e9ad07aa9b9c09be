"""Browser tests: a live portal that holds the demonstration, and pages under guard.

* `portal`: the portal's address; each test finds the demonstration as loaded and may change it; ORM calls in the test
  reach the same database.
* `open_page(width=1280, javascript=True, user=None)`: a new visitor; `user` is an e-mail that is already logged in.
* `any_page`: the same test for 360 and 1280 px, with and without JavaScript.
* `guard`: `guard.allow("404")` for what a test does on purpose.
"""

import os
import traceback

import pytest
from django.core.signals import got_request_exception

from tests.harness import browser as browsers
from tests.harness import databases

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

WIDTHS = {360: 780, 1280: 900}


@pytest.fixture(scope="session")
def chromium():
    path = browsers.executable()
    if path is None:
        pytest.skip(browsers.REMEDY)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def _server(django_db_setup):
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def _django_db_helper(django_db_setup):
    """No transaction around these tests: the server's threads would not see what is in it. See `portal`."""


@pytest.fixture
def portal(chromium, _server, django_db_setup, django_db_blocker, settings):
    """The address of a live portal with the demonstration in it and the whole-page cache on."""
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = _server.url
    settings.PAGE_CACHE_SECONDS = settings.REMEMBER_SECONDS = 60
    failures = []

    def remember(sender, **kwargs):
        failures.append(traceback.format_exc(limit=-6, chain=False))

    with django_db_blocker.unblock():
        django_db_setup.fresh_scratch()
        with databases.use(django_db_setup.scratch):
            got_request_exception.connect(remember)
            yield _server.url
            got_request_exception.disconnect(remember)
    assert not failures, "\n".join(failures)


@pytest.fixture
def guard(portal):
    watch = browsers.Guard(portal)
    yield watch
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def open_page(portal, chromium, guard):
    contexts = []

    def opened(*, width=1280, javascript=True, user=None, **options):
        context = chromium.new_context(
            base_url=portal,
            viewport={"width": width, "height": WIDTHS.get(width, 900)},
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            service_workers="block",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if not javascript:
            browsers.without_javascript.add(context)
        guard.watch(context)
        if user:
            context.add_cookies([{"name": "sessionid", "value": _session_of(user), "url": portal}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(
    params=[(360, True), (1280, True), (360, False), (1280, False)],
    ids=lambda case: f"{case[0]}px-{'js' if case[1] else 'nojs'}",
)
def any_page(request, open_page):
    width, javascript = request.param
    return open_page(width=width, javascript=javascript)


def _session_of(email):
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(email=email))
    return client.cookies["sessionid"].value
