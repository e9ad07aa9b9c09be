"""The hook of a mail service: signed, or nothing."""

import json
import time

import pytest

from participation.base.mail.bounces import is_paused
from participation.base.mail.models import Bounce
from participation.notifications.hooks import LONGEST_BODY, sign

pytestmark = pytest.mark.django_db
URL = "/suivre/rebonds/"
SECRET = "secret-de-la-passerelle"
NADIA = "nadia@exemple.fr"


@pytest.fixture(autouse=True)
def secret(settings):
    settings.BOUNCE_HOOK_SECRET = SECRET


def one(**fields):
    return {"address": NADIA, "type": "hard", "id": "r1", **fields}


def post(client, body, *, secret=SECRET, timestamp=None, **headers):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int(time.time())) if timestamp is None else timestamp
    headers = {"X-Timestamp": timestamp, "X-Signature": sign(secret, timestamp, body), **headers}
    return client.post(URL, body, content_type="application/json", headers=headers)


def test_three_calls_pause_an_address(client):
    for number in range(3):
        answer = post(client, {"bounces": [one(id=f"r{number}", status="5.1.1", at="2026-03-24T10:00:00Z")]})
        assert answer.status_code == 200
    assert answer.json()["noted"] == 1
    # What a service says happened long ago counts as little as what it did.
    assert not is_paused(NADIA)
    answer = post(client, {"bounces": [one(id=f"n{number}") for number in range(3)]})
    assert answer.json() == {"noted": 3, "paused": 1}
    assert is_paused(NADIA)


def test_the_same_call_twice_counts_once(client):
    for _number in range(4):
        post(client, {"bounces": [one()]})
    assert Bounce.objects.count() == 1


def test_soft_ones_are_noted_only(client):
    post(client, {"bounces": [one(id=str(number), type="soft") for number in range(9)]})
    assert Bounce.objects.count() == 9
    assert not is_paused(NADIA)


def test_off_without_a_secret(client, settings):
    settings.BOUNCE_HOOK_SECRET = ""
    assert post(client, {"bounces": [one()]}, secret="").status_code == 404
    del settings.BOUNCE_HOOK_SECRET
    assert post(client, {"bounces": [one()]}, secret="").status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_posts(client, method):
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "autre"},
        {"X-Signature": ""},
        {"X-Signature": "sha256="},
        {"X-Signature": "é" * 10},
        {"timestamp": ""},
        {"timestamp": "hier"},
        {"timestamp": "٣٤"},
        {"timestamp": "9" * 400},
        {"timestamp": str(int(time.time()) - 3600)},
        {"timestamp": str(int(time.time()) + 3600)},
    ],
)
def test_unsigned_forged_or_replayed(client, how):
    answer = post(client, {"bounces": [one()]}, **how)
    assert answer.status_code == 401
    assert answer.json()["error"].endswith(".")
    assert not Bounce.objects.exists()


def test_a_body_that_was_changed_on_the_way(client):
    timestamp = str(int(time.time()))
    body = json.dumps({"bounces": [one()]}).encode()
    headers = {"X-Timestamp": timestamp, "X-Signature": sign(SECRET, timestamp, body)}
    changed = body.replace(b"nadia", b"autre")
    assert client.post(URL, changed, content_type="application/json", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        ({"bounces": "x"}, 400),
        ({"bounces": [None]}, 422),
        ({"bounces": [one(address="nadia")]}, 422),
        ({"bounces": [one(address=None)]}, 422),
        ({"bounces": [one(address={"a": 1})]}, 422),
        ({"bounces": [one(address="a\x00@exemple.fr")]}, 422),
        ({"bounces": [one(type="dead")]}, 422),
        ({"bounces": [one(id="")]}, 422),
        ({"bounces": [one(id=12)]}, 422),
        ({"bounces": [one(id="x" * 501)]}, 422),
        ({"bounces": [one(status=["5"])]}, 422),
        ({"bounces": [one(status="5.1\x00")]}, 422),
        ({"bounces": [one(at="hier")]}, 422),
        ({"bounces": [one(at="2026-13-45T10:00:00Z")]}, 422),
        ({"bounces": [one(at="2026-03-24T10:00:00")]}, 422),
        ({"bounces": [one(at=12)]}, 422),
        ({"bounces": [one(), one(id="")]}, 422),
        ({"bounces": [one()] * 1001}, 413),
        (b" " * (LONGEST_BODY + 1), 413),
    ],
)
def test_bad_input_says_why_and_writes_nothing(client, body, status):
    answer = post(client, body)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert not Bounce.objects.exists()


def test_a_browser_cannot_be_made_to_call_it(client):
    """No cookie and no CSRF token count here, only the signature."""
    assert client.post(URL, {"bounces": "x"}).status_code == 401
