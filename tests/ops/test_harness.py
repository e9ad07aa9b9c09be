"""The suite's own guards do guard."""

import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.template import Context, Origin, Template, engines
from wagtail.models import Page

from tests.harness.browser import Guard
from tests.harness.network import NetworkUse
from tests.harness.templates import OURS, UndefinedVariable


def render(source, folder=OURS, **context):
    engine = engines["django"].engine
    return Template(source, origin=Origin(f"{folder}/x.html"), name="x.html", engine=engine).render(Context(context))


@pytest.mark.parametrize("source", ["{{ name }}", "{{ name|upper }}", "{{ page.name }}"])
def test_an_undefined_variable_of_ours_raises(source):
    with pytest.raises(UndefinedVariable, match=r"undefined in x\.html"):
        render(source, page=object())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ name|default:'none' }}", "none"),
        ("{% if name %}yes{% else %}no{% endif %}", "no"),
        ("{% for one in names %}{{ one }}{% empty %}none{% endfor %}", "none"),
        ("{{ given }}", ""),
    ],
)
def test_what_a_template_may_leave_open(source, text):
    assert render(source, given="") == text


def test_templates_of_packages_render_as_delivered():
    assert render("{{ name }}", folder="/elsewhere") == ""


def test_another_machine_is_out_of_reach():
    with pytest.raises(NetworkUse), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkUse):
        socket.getaddrinfo("example.org", 80)
    with pytest.raises(NetworkUse):
        urllib.request.urlopen("http://example.org/")


def test_this_machine_is_within_reach():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


@pytest.mark.parametrize("turn", [1, 2])
def test_the_demonstration_is_rolled_back(demo_db, django_db_setup, turn):
    assert connection.settings_dict["NAME"] == django_db_setup.demo
    assert Page.objects.filter(depth__gt=2).count() > 40
    Page.objects.filter(depth__gt=2).update(title="changed")
    assert Page.objects.filter(title="changed").count() > 40


@pytest.mark.django_db
def test_the_plain_database_knows_nothing_of_it(django_db_setup):
    assert connection.settings_dict["NAME"] == django_db_setup.plain
    assert Page.objects.filter(depth__gt=2).count() == 0


@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_is_left_by_the_test_before(turn):
    folder = Path(settings.MEDIA_ROOT)
    assert cache.get("left") is None
    assert not folder.exists()
    cache.set("left", turn)
    folder.mkdir(parents=True)
    (folder / "left.txt").touch()


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_content_types_are_warm_whoever_cleared_them(turn, django_assert_num_queries):
    with django_assert_num_queries(0):
        ContentType.objects.get_for_model(Page)
    ContentType.objects.clear_cache()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_flush_gives_back_what_migrations_made(turn):
    assert Page.objects.filter(depth=1).exists()
    Page.objects.all().delete()


def test_a_skip_fails_where_nothing_may_be_skipped(tmp_path):
    (tmp_path / "test_skipping.py").write_text(
        "import pytest\n@pytest.mark.skip\ndef test_a(): pass\ndef test_b(): pytest.xfail()\n"
    )
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", str(tmp_path), "--rootdir", str(tmp_path)]
    command += ["-c", str(settings.BASE_DIR / "pyproject.toml"), "-q"]
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "FAIL_ON_SKIP": "1",
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(settings.BASE_DIR),
    }

    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "1 failed, 1 error" in done.stdout


class Message:
    location = {"url": "/here"}

    def __init__(self, kind, text):
        self.type, self.text = kind, text


def test_the_browser_guard_notes_what_was_not_allowed():
    guard = Guard("http://127.0.0.1:1")
    guard.allow("404")

    for kind, text in [("error", "a 404"), ("error", "boom"), ("log", "Content Security Policy"), ("log", "fine")]:
        guard._console(Message(kind, text))

    assert [re.sub(" .*", "", problem.removeprefix("console: ")) for problem in guard.problems] == ["boom", "Content"]
