"""A strict suite: no network, no undefined variable in our templates, no file or cache entry left from another test.

Fixtures for everyone:

* `demo_db`: the test runs in a transaction on a database that holds the demonstration (loaded once a session);
* `outbox`: rows of our outbox, their links, `outbox.deliver()` sends them into `mailoutbox` (pytest-django);
* `django_assert_num_queries` (pytest-django): the content types are always warm, so literal counts hold in any order.
"""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.cache import cache

pytest.register_assert_rewrite("tests.harness")

from tests.harness import databases, network, templates  # noqa: E402

FAIL_ON_SKIP = bool(os.environ.get("FAIL_ON_SKIP"))

# The whole check (.ci/run) tries the same examples every time, so that a change fails by its own fault; a run by hand
# looks for new ones.
hypothesis.settings.register_profile("suite", deadline=None, max_examples=60, print_blob=True, derandomize=FAIL_ON_SKIP)
hypothesis.settings.load_profile("suite")
E2E = Path(__file__).parent / "e2e"


# --- The run ----------------------------------------------------------------------------------------------------------
def _is_e2e(item):
    return E2E in item.path.parents


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if _is_e2e(item):
            item.add_marker("e2e")
            item.add_marker("django_db")  # or a run of these alone would have no database made
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            # A flush would take Wagtail's root page, locale and groups away from the next test.
            item.add_marker(pytest.mark.django_db(**{**mark.kwargs, "serialized_rollback": True}), append=False)
    yield
    # Last: Playwright's event loop runs from then on, under which Django opens other connections than it set up.
    items.sort(key=_is_e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if FAIL_ON_SKIP and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    if FAIL_ON_SKIP and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """`demo_db` chooses the database before pytest-django opens its transaction on it."""
    if fixturedef.argname == "_django_db_helper" and "demo_db" in request.fixturenames:
        request.getfixturevalue("_on_demo_copy")
    return (yield)


def pytest_unconfigure():
    folder = Path(django_settings.VAR_DIR)
    if folder.name.startswith("quartiers-ouverts-tests-"):
        shutil.rmtree(folder, ignore_errors=True)


# --- Databases --------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """The test database, its content types in memory, and the copies with the demonstration where a test wants them."""
    from django.contrib.contenttypes.models import ContentType

    copies = None
    with django_db_blocker.unblock():
        ContentType.objects.get_for_models(*apps.get_models())
        if any({"demo_db", "portal"} & set(item.fixturenames) for item in request.session.items):
            copies = databases.DemoCopies()
            copies.build()
    yield copies
    if copies:
        with django_db_blocker.unblock():
            copies.remove()


@pytest.fixture(scope="session")
def _content_types():
    """What the manager remembered right after the set-up, filled in by the first test that finds it."""
    return {}


@pytest.fixture
def _on_demo_copy(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        django_db_setup.put_files()
        with databases.use(django_db_setup.demo):
            yield


@pytest.fixture
def demo_db(_on_demo_copy, db):
    """The demonstration, in a transaction that is rolled back."""


@pytest.fixture
def outbox():
    from tests.harness.mail import Outbox

    return Outbox()


# --- Every test -------------------------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def _strict_templates():
    """For every test anew: Django makes new engines whenever a test changes DEBUG."""
    templates.make_strict()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    network.forbid(monkeypatch)


@pytest.fixture(autouse=True)
def _clean_state(_content_types):
    """An empty cache, no file, the same content types and site in memory: counts do not depend on the tests before."""
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sites.models import SITE_CACHE, Site

    cache.clear()
    SITE_CACHE[django_settings.SITE_ID] = Site(pk=django_settings.SITE_ID, domain="example.com", name="example.com")
    remembered = ContentType.objects._cache
    if _content_types:
        remembered.clear()
        remembered.update({alias: dict(known) for alias, known in _content_types.items()})
    elif remembered:
        _content_types.update({alias: dict(known) for alias, known in remembered.items()})
    yield
    for folder in (django_settings.MEDIA_ROOT, django_settings.PRIVATE_ROOT, django_settings.MAIL_DIR):
        if Path(folder).is_relative_to(django_settings.VAR_DIR):
            shutil.rmtree(folder, ignore_errors=True)
