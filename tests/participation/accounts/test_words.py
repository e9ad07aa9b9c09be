"""Every mail and message allauth may send has our words, and every one of them can be written out."""

import re
from datetime import date
from pathlib import Path

import allauth.account
import allauth.mfa
import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from participation.accounts.adapter import MAIL_CONTEXT
from participation.accounts.emails import LETTERS, letter_context
from participation.base.mail.emails import render

# Codes by mail, telephones, security keys: not offered here.
NOT_OFFERED = re.compile(r"code(_sent)?$|phone|webauthn")
VALUES = {
    **dict.fromkeys(("activate_url", "password_reset_url", "login_url"), "https://quartiers.exemple.fr/suite/"),
    "to_email": "lou@exemple.fr",
    "deleted_email": "amina@exemple.fr",
    "at": timezone.now(),
    "erased_on": date(2026, 5, 1),
}


def source():
    for package in (allauth.account, allauth.mfa):
        for path in Path(package.__file__).parent.rglob("*.py"):
            yield path.read_text()


def names(pattern):
    return {name for text in source() for name in re.findall(pattern, text) if not NOT_OFFERED.search(name)}


def test_every_mail_of_allauth_has_a_letter():
    asked = names(r'"(?:account|mfa)/email/(\w+)"')
    assert len(asked) > 8
    assert asked - set(LETTERS) == set()


def test_every_message_of_allauth_is_ours():
    asked = names(r'"((?:account|mfa)/messages/\w+)\.txt"')
    assert len(asked) > 8
    folder = settings.BASE_DIR / "templates"
    for name in asked:
        assert Path(get_template(f"{name}.txt").origin.name).is_relative_to(folder)


@pytest.mark.parametrize("name", names(r'"((?:account|mfa)/messages/\w+)\.txt"'))
def test_every_message_is_a_french_sentence(name):
    context = {"email": "amina@exemple.fr", "signup": False, "login": True}
    text = render_to_string(f"{name}.txt", context).strip()
    assert re.match(r"(Vous|Votre|Un|L’|La|Voici|Cette|Confirmez)", text)
    assert text.endswith(".")


def test_signing_up_says_nothing_twice():
    context = {"email": "amina@exemple.fr", "signup": True, "login": False}
    assert render_to_string("account/messages/email_confirmation_sent.txt", context).strip() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_can_be_written(name):
    letter = render("accounts/letter", letter_context(name, VALUES))
    link = LETTERS[name].link
    assert letter.subject == LETTERS[name].subject
    assert letter.text.startswith("Bonjour,\n")
    for text in (letter.text, letter.html):
        assert "%(" not in text
        assert (VALUES["activate_url"] in text) is bool(link)
        assert not re.search(r"127\.0\.0\.1|example\.com", text)


def test_a_letter_tells_days_and_hours_in_french():
    context = letter_context("unused", VALUES)
    assert "à partir du 1 mai 2026." in context["before"][1]
    at = timezone.datetime(2026, 3, 24, 13, 5, tzinfo=timezone.get_fixed_timezone(0))
    assert letter_context("password_changed", {**VALUES, "at": at})["before"][1] == "C’était le 24 mars 2026 à 14 h 05."


def test_a_letter_nobody_wrote():
    with pytest.raises(KeyError):
        letter_context("congratulations", VALUES)


def test_mails_keep_neither_device_nor_network_address():
    assert MAIL_CONTEXT.isdisjoint({"ip", "user_agent", "request", "user", "key", "uid"})
