"""Every address of ours, found rather than listed: asked plainly, none ends in an error."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from participation.accounts.enums import Role
from tests.factories.accounts import UserFactory, staff_with

OURS = ("portal", "home", "cms", "participation")
# One that exists in the demonstration, one that does not, and what people type.
NUMBERS = ("1", "999999999")
WORDS = ("canto-perdrix", "rien", "../..")
ARGUMENT = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
SIGNS_OUT = {"account_logout"}


def patterns(resolver, prefix=""):
    """The route and the view of every address, as one text with its arguments in angle brackets."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        else:
            yield from patterns(entry, route)


def is_ours(entry):
    view = getattr(entry.callback, "view_class", entry.callback)
    return view.__module__.partition(".")[0] in OURS


def addresses(route):
    """The route with its arguments filled in, once for each kind of value."""
    kinds = {match["converter"] or "str" for match in ARGUMENT.finditer(route)}
    for value in NUMBERS if kinds == {"int"} else (*NUMBERS, *WORDS):
        if "int" in kinds and not value.isdecimal():
            continue
        yield "/" + ARGUMENT.sub(value, route)
        if not kinds:
            return


ROUTES = [
    (route, entry)
    for route, entry in patterns(get_resolver())
    if is_ours(entry) and "(?" not in route and entry.name not in SIGNS_OUT
]


def test_the_walk_finds_what_there_is():
    names = {entry.name for _route, entry in ROUTES}
    assert {"health", "quartier", "account", "index", "inspect", "privacy"} <= names
    assert len(ROUTES) > 100


@pytest.mark.parametrize("who", ["nobody", "resident", "editor", "coordination", "administrator", "dpo"])
def test_none_ends_in_an_error(demo_db, who):
    client = Client(raise_request_exception=False)
    people = {
        "resident": UserFactory,
        "editor": lambda: staff_with(Role.EDITOR),
        "coordination": lambda: staff_with(Role.GUSP_COORDINATOR),
        "administrator": lambda: staff_with(Role.ADMINISTRATOR),
        "dpo": lambda: staff_with(Role.DATA_PROTECTION_OFFICER),
    }
    if who in people:
        client.force_login(people[who]())
    answers = {url: client.get(url).status_code for route, _entry in ROUTES for url in addresses(route)}
    assert answers.pop("/sante/") == 503, "no worker is running here"
    assert {url: status for url, status in answers.items() if status >= 500} == {}
    assert 200 in answers.values()


def test_none_is_answered_by_two_views():
    seen = {}
    for route, entry in patterns(get_resolver()):
        if is_ours(entry) and "<" not in route:
            assert seen.setdefault(route, entry.callback) is entry.callback, route
