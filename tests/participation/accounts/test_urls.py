"""allauth finds every page by name, at a French address, with a template of ours, and nothing of its own is mounted."""

import re
from pathlib import Path

import allauth.account
import allauth.account.urls
import allauth.mfa
import allauth.mfa.urls
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver, reverse

from participation.accounts import urls as ours
from participation.accounts.views.wrapping import HEADERS

# What `allauth` would reverse for features this portal does not offer (codes by mail, telephones, security keys…).
NOT_OFFERED = {
    "account_change_phone",
    "account_complete_password_reset",
    "account_confirm_password_reset_code",
    "account_password_reset_completed",
    "account_request_login_code",
    "account_signup_by_passkey",
    "account_verify_phone",
    "mfa_edit_webauthn",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_signup_webauthn",
    "mfa_trust",
}
# A page that the settings never lead to: it sends everyone back to the login.
NEVER_SHOWN = {"account/confirm_login_code.html"}
NAME = re.compile(r"""["']((?:account|mfa)_[a-z0-9_]+)["']""")
REVERSES = re.compile(
    r"(?:reverse|reverse_lazy|redirect|redirect_response|HttpResponseRedirect|urlname|_url)\b[^\n]*?" + NAME.pattern
)


def patterns(urlpatterns):
    for item in urlpatterns:
        if isinstance(item, URLPattern):
            yield item
        else:
            yield from patterns(item.url_patterns)


def names(urlpatterns):
    return {pattern.name for pattern in patterns(urlpatterns) if pattern.name}


def names_in_source():
    found = set()
    for package in (allauth.account, allauth.mfa):
        for path in Path(package.__file__).parent.rglob("*.py"):
            if "migrations" not in path.parts and path.name != "urls.py":
                found.update(REVERSES.findall(path.read_text()))
    return found


def test_every_name_that_allauth_mounts_is_mounted_here():
    mounted = names(allauth.account.urls.urlpatterns) | names(allauth.mfa.urls.urlpatterns)
    assert len(mounted) > 20
    assert mounted - names(ours.urlpatterns) == set()


def test_every_name_that_allauths_code_reverses_exists_or_belongs_to_what_is_not_offered():
    asked = names_in_source()
    assert {"account_login", "account_reauthenticate", "mfa_view_recovery_codes"} <= asked
    assert asked - names(ours.urlpatterns) - NOT_OFFERED == set()


def test_what_is_not_offered_is_not_mounted():
    assert names(get_resolver().url_patterns) & NOT_OFFERED == set()


def test_addresses_are_french_and_live_in_two_folders():
    admin = settings.ADMIN_PREFIX.lstrip("/")
    addresses = [str(pattern.pattern).lstrip("^") for pattern in patterns(ours.urlpatterns)]
    assert [each for each in addresses if not each.startswith(("compte/", "comptes/", admin))] == []
    english = re.compile(r"login|logout|signup|password|email|confirm-|2fa|recovery|reauth|inactive|accounts")
    assert [each for each in addresses if english.search(each) and not each.startswith(admin)] == []


@pytest.mark.parametrize("pattern", list(patterns(ours.urlpatterns)), ids=lambda pattern: str(pattern.name))
def test_every_template_is_ours(pattern):
    view = pattern.callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    template = getattr(getattr(view, "view_class", None), "template_name", None)
    if template is None or template in NEVER_SHOWN:
        return
    assert Path(get_template(template).origin.name).is_relative_to(settings.BASE_DIR / "templates")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_entrance_pages_are_neither_kept_nor_indexed(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert {key: response.headers[key] for key in HEADERS} == HEADERS
