import json
import logging
import sys

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.logs import JsonFormatter, scrubbed


def record(message="Bonjour", *args, level=logging.INFO, exc_info=None, **extra):
    made = logging.LogRecord("portal.test", level, __file__, 1, message, args, exc_info)
    made.__dict__.update(extra)
    return made


def written(*args, **values):
    return json.loads(JsonFormatter().format(record(*args, **values)))


def test_one_line_of_json():
    text = JsonFormatter().format(record("Deux\nlignes, %s", "accentuées"))
    assert "\n" not in text
    line = json.loads(text)
    assert (line["level"], line["logger"], line["message"]) == ("info", "portal.test", "Deux\nlignes, accentuées")
    assert line["time"].endswith("+00:00")


def test_a_request_leaves_its_method_path_and_status():
    request = RequestFactory().get("/compte/?email=nour@exemple.fr")
    line = written("Forbidden: %s", request.get_full_path(), status_code=403, request=request)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/compte/", 403)
    assert "nour" not in json.dumps(line)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("de nour.benali+test@exemple.fr, merci", "de [e-mail], merci"),
        ("GET /recherche/?q=madame+benali HTTP/1.1", "GET /recherche/?[…] HTTP/1.1"),
        ("Invalid address from 192.168.12.254", "Invalid address from [ip]"),
        ("/liens/eyJ1IjoxfQ:1tXabc:Zz9yXw8vUt7sRq6pOn5mLk4j/", "/liens/[jeton]/"),
        ("Que faire ? Rien", "Que faire ? Rien"),
        ("version 5.2.19", "version 5.2.19"),
    ],
)
def test_what_names_someone_is_left_out(text, left):
    assert scrubbed(text) == left


def test_an_error_keeps_its_trace_without_the_address_in_it():
    try:
        raise ValueError("UNIQUE: (email)=(nour@exemple.fr)")
    except ValueError:
        line = written("Échec", level=logging.ERROR, exc_info=sys.exc_info())
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["trace"]
    assert "nour" not in line["trace"]


@given(st.text(max_size=500))
def test_any_message_makes_one_valid_line(text):
    line = JsonFormatter().format(record("%s", text))
    assert "\n" not in line
    assert json.loads(line)["logger"] == "portal.test"


@given(st.emails())
def test_no_e_mail_address_survives(address):
    local = address.rpartition("@")[0]
    left = scrubbed(f"pour <{address}> seulement")
    assert address not in left
    assert len(local) < 12 or local not in left
