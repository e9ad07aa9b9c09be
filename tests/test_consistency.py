"""The house rules that no tool checks: sizes, names, templates, catalogues, locks, examples."""

import ast
import gettext as gettext_module
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template import TemplateDoesNotExist, engines
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from deploy import catalog
from participation.notifications.registry import events

ROOT = Path(settings.BASE_DIR)
SOURCES = ("portal", "home", "cms", "participation", "tests", "bench", "deploy")
TOP_LEVEL = {
    *SOURCES,
    *("templates", "static", "docs", "locale", "requirements", "var"),
    *("manage.py", "pyproject.toml", "Makefile", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE"),
}
AGPL_3 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
CATALOG = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def our_apps():
    """Label and folder of each app of this repository."""
    found = {config.label: Path(config.path) for config in apps.get_app_configs()}
    return {label: path for label, path in found.items() if path.parent in (ROOT, ROOT / "participation")}


def python_files(*folders):
    return [path for folder in folders or SOURCES for path in sorted((ROOT / folder).rglob("*.py"))]


def templates():
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def relative(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


# --- Files ------------------------------------------------------------------------------------------------------------
def test_no_python_file_has_more_than_500_lines():
    assert not [
        f"{path.relative_to(ROOT)}: {count} lines"
        for path in python_files()
        if path.parent.name != "migrations"
        if (count := len(path.read_text().splitlines())) > 500
    ]


def test_there_is_no_drawer_for_everything():
    assert not relative(path for path in python_files() if path.stem in {"utils", "helpers", "misc", "common"})


def test_the_top_level_holds_what_the_architecture_names():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "__pycache__"}

    assert not found - TOP_LEVEL


def test_no_file_names_a_machine_or_a_package_index():
    places = re.compile(r"/(?:work|root|home)/\w|pypi\.org|pythonhosted|npmjs|crates\.io")
    texts = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("requirements/*.lock"), ROOT / "Makefile"]
    texts += [*python_files("portal", "home", "cms", "participation", "bench", "deploy"), ROOT / ".env.example"]

    assert not [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts
        if path.exists()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if places.search(line)
    ]


def test_the_licence_is_the_official_text():
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL_3


def test_every_app_has_tests():
    assert our_apps()
    for path in our_apps().values():
        assert list((ROOT / "tests" / path.relative_to(ROOT)).rglob("test_*.py")), f"{path.name} has no test"


def test_every_service_says_what_it_does():
    silent = []
    for path in python_files("portal", "home", "cms", "participation"):
        if path.stem != "services" and path.parent.name != "services":
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not silent


def test_no_migration_is_missing():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with translation.override(None):
        changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)

    assert not set(our_apps()) & set(changes)


# --- Templates --------------------------------------------------------------------------------------------------------
def _overrides_a_package(name):
    """Whether an installed package has a template of the same name, so that it is rendered there."""
    for loader in engines["django"].engine.template_loaders:
        for inner in getattr(loader, "loaders", [loader]):
            for origin in inner.get_template_sources(name):
                if Path(origin.name).is_relative_to(ROOT / "templates"):
                    continue
                try:
                    inner.get_contents(origin)
                except TemplateDoesNotExist:
                    continue
                return True
    return False


def _names_in_source():
    """Every quoted text that could name a template, and those that an f-string completes."""
    text = "\n".join(
        path.read_text() for path in [*templates(), *python_files("portal", "home", "cms", "participation")]
    )
    words = set(re.findall(r"""["']([\w./{}-]+)["']""", text))
    return {word for word in words if "{" not in word}, [word for word in words if "{" in word and "/" in word]


def test_every_template_is_used():
    named, patterns = _names_in_source()
    matchers = [re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w.-]+", re.escape(word)) + r"(\.\w+)*$") for word in patterns]
    news = {f"mail/events/{kind.name}" for kind in events()}
    unused = []
    for path in templates():
        name = str(path.relative_to(ROOT / "templates"))
        bare = name.partition(".")[0]
        short = {name, bare, bare.removeprefix("mail/"), name.removeprefix("components/"), bare.split("/", 1)[-1]}
        if short & named or bare in news or any(matcher.match(word) for word in (name, bare) for matcher in matchers):
            continue
        if not _overrides_a_package(name):
            unused.append(name)
    assert not unused


INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:""",
    re.IGNORECASE,
)


def test_no_template_holds_inline_script_or_style():
    """Mails keep theirs: mail readers know nothing else."""
    web = [path for path in templates() if path.suffix in {".html", ".svg"} and "mail" not in path.parts]

    assert not [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in web
        if (found := INLINE.search(re.sub(r"{% comment.*?endcomment %}", "", path.read_text(), flags=re.DOTALL)))
    ]


def test_every_component_documents_its_parameters():
    assert not relative(
        path
        for path in (ROOT / "templates" / "components").glob("*.html")
        if "{% comment" not in path.read_text()[:200]
    )


# --- Language ---------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def entries():
    return [entry for entry in catalog.parse(CATALOG.read_text(encoding="utf-8")) if not entry.is_header]


def test_the_compiled_catalogue_is_the_source_catalogue(entries):
    with CATALOG.with_suffix(".mo").open("rb") as file:
        compiled = gettext_module.GNUTranslations(file)._catalog
    compiled.pop("", None)
    expected = {}
    for entry in entries:
        key = entry.words["msgid"]
        if "msgctxt" in entry.words:
            key = f"{entry.words['msgctxt']}\x04{key}"
        if entry.plural:
            expected |= {(key, number): text for number, text in enumerate(entry.strings)}
        elif entry.words["msgstr"]:
            expected[key] = entry.words["msgstr"]

    assert compiled == expected


def _plurals_in_python():
    for path in python_files("portal", "home", "cms", "participation"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
            if isinstance(node, ast.Call) and name in {"ngettext", "ngettext_lazy", "ngettext_"}:
                yield tuple(argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant))


def _plurals_in_templates():
    block = re.compile(r"{% blocktrans(?:late)?\b[^%]*\bcount\b.*?%}(.*?){% plural %}(.*?){% endblocktrans", re.DOTALL)
    for path in templates():
        for found in block.finditer(path.read_text()):
            yield tuple(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", text) for text in found.groups())


def test_every_plural_is_in_the_catalogue_and_zero_is_singular(entries):
    known = {(entry.words["msgid"], entry.plural): entry.words.get("msgctxt") for entry in entries if entry.plural}
    used = {pair for pair in [*_plurals_in_python(), *_plurals_in_templates()] if len(pair) == 2}

    missing = {pair for pair in used if pair not in known and tuple(" ".join(p.split()) for p in pair) not in known}
    assert not missing, "run make messages"
    for (one, many), context in known.items():
        if context is None:
            assert [ngettext(one, many, count) for count in (0, 1, 2)] == [one, one, many]


def test_no_french_word_is_taken_for_an_english_one(entries):
    """A msgid of ours that another catalogue translates (« Note », « Comment ») needs a context."""
    wrong = {}
    for entry in entries:
        if entry.plural:
            continue
        text, context = entry.words["msgid"], entry.words.get("msgctxt")
        shown = pgettext(context, text) if context else gettext(text)
        if shown != (entry.words["msgstr"] or text):
            wrong[text] = shown
    assert not wrong


# --- What a person copies ---------------------------------------------------------------------------------------------
def _locked(name):
    lines = (ROOT / "requirements" / f"{name}.lock").read_text().splitlines()
    return {line.split(" ")[0].strip("\\ ") for line in lines if re.match(r"[a-zA-Z0-9_.-]+==", line)}


def test_what_runs_is_part_of_what_developers_install():
    assert _locked("run")
    assert _locked("run") <= _locked("dev")


def test_locks_hold_every_declared_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    names = {re.split(r"[\[<>=~ ]", line)[0].lower() for line in project["project"]["dependencies"]}

    assert names <= {line.partition("==")[0].lower() for line in _locked("run")}


def test_every_setting_of_the_environment_is_in_the_example():
    read = set()
    for path in [*python_files("portal/settings"), ROOT / "deploy" / "gunicorn.conf.py"]:
        read |= set(re.findall(r"""\benv(?:iron)?\.\w+\(\s*"([A-Z_]+)\"""", path.read_text()))
    shown = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert not read - shown - {"DJANGO_SETTINGS_MODULE", "TEST_DB_SUFFIX", "VAR_DIR_OF", "PYTEST_XDIST_WORKER"}


def test_make_help_names_every_target():
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()

    assert set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)) == set(targets)
