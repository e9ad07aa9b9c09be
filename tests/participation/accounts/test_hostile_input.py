"""Whatever is typed into a form: a page with a sentence, what was typed kept (never a password), never a 500."""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories.accounts import PASSWORD, UserFactory, with_second_factor
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db
NASTY = [
    "\x00",
    "a\x00b@exemple.fr",
    "\u202eerdnopér@exemple.fr",
    "x" * 10_000,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 }}{% now 'Y' %}",
    "%(name)s %s {0}",
    "' OR 1=1 --",
    "a@b@c",
    "É" * 300 + "@exemple.fr",
    "\r\nBcc: tous@exemple.fr",
    "٣٤٥٦٧٨",
    "💧" * 100,
    "   ",
    "",
]
typed = st.one_of(st.sampled_from(NASTY), st.text(max_size=200))
hostile = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Target:
    """A form: where it is, what it asks, which of these come back in the page, and who is there."""

    name: str
    fields: tuple
    kept: tuple = ()
    extra: tuple = ()
    who: str = "nobody"


TARGETS = [
    Target("account_login", ("login", "password"), kept=("login",)),
    Target("account_signup", ("email", "password1", "password2"), kept=("email",)),
    Target("account_reset_password", ("email",), kept=("email",)),
    Target("account_display_name", ("display_name",), kept=("display_name",), who="someone"),
    Target("account_preferred_quartier", ("quartier",), who="someone"),
    Target("account_email", ("email",), kept=("email",), extra=("action_add",), who="someone sure"),
    Target("account_change_password", ("oldpassword", "password1", "password2"), who="someone"),
    Target("account_reauthenticate", ("password",), who="someone"),
    Target("account_erase", ("password",), who="someone"),
    Target("mfa_activate_totp", ("code",), kept=("code",), who="someone sure"),
    Target("mfa_authenticate", ("code",), kept=("code",), who="someone half in"),
    Target("mfa_reauthenticate", ("code",), kept=("code",), who="someone with a code"),
]


def visitor(who):
    client = Client()
    if who == "nobody":
        return client
    user = UserFactory()
    if who == "someone half in":
        with_second_factor(user)
    log_in(client, user)
    if who == "someone sure":
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    if who == "someone with a code":
        with_second_factor(user)
    return client


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_form_survives(target):
    client = visitor(target.who)
    address = reverse(target.name)
    client.get(address)

    @hostile
    @given(st.fixed_dictionaries(dict.fromkeys(target.fields, typed)))
    def attack(values):
        cache.clear()
        response = client.post(address, {**values, **dict.fromkeys(target.extra, "1")})
        assert response.status_code in (200, 302)
        if response.status_code == 302:
            # What was typed happened to be acceptable: a name, an empty choice, a whole address.
            assert target.name in (
                "account_display_name",
                "account_preferred_quartier",
                "account_reset_password",
                "account_signup",
                "account_email",
            )
            return
        page = response.content.decode()
        assert 'class="error-summary"' in page
        assert "<script>alert(1)" not in page
        assert "onerror=alert(1)>" not in page.replace(escape(NASTY[5]), "")
        for name in target.kept:
            assert f'value="{escape(values[name])}"' in page or values[name] == ""
        assert not re.search(r'<input type="password"[^>]*\bvalue=', page)

    attack()


@pytest.mark.parametrize("who", ["nobody", "someone"])
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password", "account_logout"])
def test_where_to_go_next_survives(who, name):
    client = visitor(who)
    address = reverse(name)

    @hostile
    @given(typed)
    @example("https://ailleurs.example/\x00")
    @example("http://[::1")
    @example("/\r\nX-Header: 1")
    @example("/\x00")
    @example("//ailleurs.example")
    @example("/\\ailleurs.example")
    def attack(then):
        cache.clear()
        for response in (client.get(address, {"next": then}), client.post(address, {"next": then})):
            assert response.status_code in (200, 302)
            assert "ailleurs.example" not in response.headers.get("Location", "")
            assert "X-Header" not in response.headers

    attack()


@pytest.mark.parametrize("route", ["/comptes/confirmation/{}/", "/comptes/mot-de-passe/oublie/{}/"])
@hostile
@given(st.one_of(typed, st.from_regex(r"[0-9a-z]{1,20}-[0-9a-z]{1,40}", fullmatch=True)))
def test_made_up_links_survive(route, key):
    response = Client().get(route.format(quote(key, safe="")))
    assert response.status_code in (200, 301, 302, 404)
    assert Client().post(route.format(quote(key, safe="")), {"password1": "x"}).status_code in (200, 301, 302, 404)


@hostile
@given(st.sampled_from(["action_send", "action_remove", "action_primary", "action_other"]), typed)
def test_made_up_addresses_of_ones_own_survive(action, email):
    cache.clear()
    client = visitor("someone sure")
    assert client.post(reverse("account_email"), {"email": email, action: "1"}).status_code == 302
