"""A proof of work, only in a rush, and never a refusal for want of it."""

import base64
import json
from datetime import UTC, datetime, timedelta

import altcha
import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from participation.base.limits import load, proof
from participation.base.limits.models import RateBucket
from participation.base.limits.services import purge_over
from participation.moderation.enums import Rule
from participation.moderation.forms_guard import SCOPE, GuardedForm

pytestmark = pytest.mark.django_db


class WritingForm(GuardedForm):
    text = forms.CharField()

    def __init__(self, *args, anonymous=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.guard(anonymous=anonymous)


@pytest.fixture(autouse=True)
def little_work(settings):
    settings.PROOF_MAX_NUMBER = 500


def solved(given, **changes):
    """What a browser sends back."""
    made = altcha.ChallengeV1(
        given["algorithm"], given["challenge"], given["maxNumber"], given["salt"], given["signature"]
    )
    number = altcha.solve_challenge_v1(made, max_number=given["maxNumber"]).number
    payload = {**{name: given[name] for name in ("algorithm", "challenge", "salt", "signature")}, "number": number}
    return base64.b64encode(json.dumps({**payload, **changes}).encode()).decode()


# --- The proof --------------------------------------------------------------------------------------------------------
def test_a_solved_challenge_is_a_proof_once():
    payload = solved(proof.challenge())
    assert [proof.is_proof(payload), proof.is_proof(payload)] == [True, False]
    assert proof.is_proof(solved(proof.challenge()))


def test_it_expires(settings):
    settings.PROOF_SECONDS = 60
    payload, now = solved(proof.challenge()), datetime.now(UTC)
    assert not proof.is_proof(payload, now + timedelta(seconds=61))
    assert proof.is_proof(payload, now + timedelta(seconds=50))


def test_it_stays_used_until_it_expires_and_leaves_nothing():
    payload, now = solved(proof.challenge()), datetime.now(UTC)
    assert proof.is_proof(payload)
    purge_over(now + timedelta(minutes=59))
    assert not proof.is_proof(payload)
    purge_over(now + timedelta(minutes=61))
    assert not RateBucket.objects.exists() and not proof.is_proof(payload, now + timedelta(minutes=61))


def test_later_than_it_says_is_forged():
    given = proof.challenge()
    later = given["salt"].replace("expires=", "expires=9")
    assert not proof.is_proof(solved(given, salt=later))
    assert not proof.is_proof(solved(given, salt=given["salt"] + "&expires=99999999999&"))


def test_somebody_elses_challenge():
    made = altcha.create_challenge_v1(hmac_key="other", max_number=10, expires=datetime.now(UTC) + timedelta(minutes=5))
    assert not proof.is_proof(solved(made.to_dict()))


@pytest.mark.parametrize(
    "changes",
    [
        *(
            {"number": 501},
            {"number": "1"},
            {"number": True},
            {"number": None},
            {"number": 1.0},
            {"algorithm": "SHA-1"},
        ),
        *({"algorithm": ["SHA-256"]}, {"salt": None}, {"salt": "x"}, {"salt": "\ud800"}, {"signature": 5}),
        *({"challenge": []}, {"salt": "a?expires=²"}, {"salt": "a?expires=" + "9" * 30}),
    ],
)
def test_what_is_no_proof(changes):
    given = proof.challenge()
    payload = {name: given[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": -1}
    assert not proof.is_proof(base64.b64encode(json.dumps(payload | changes).encode()).decode())


@pytest.mark.parametrize(
    "payload", ["", "x", "e30=", "bnVsbA==", "W10=", "NQ==", "é", "\x00", "A" * 5000, "W1tb" * 400]
)
def test_what_is_not_even_a_payload(payload):
    assert proof.is_proof(payload) is False


class TestAnything(TestCase):
    @given(st.one_of(st.text(), st.binary().map(lambda data: base64.b64encode(data).decode())))
    def test_nothing_breaks_it(self, payload):
        assert proof.is_proof(payload) is False


# --- The load ---------------------------------------------------------------------------------------------------------
def test_it_asks_from_the_thirtieth_message_on(settings):
    settings.PROOF_FROM_MESSAGES = 3
    for _n in range(2):
        load.count_message("x")
    assert not load.asks_proof("x")
    load.count_message("x")
    assert load.asks_proof("x") and not load.asks_proof("y")


def test_and_stops_when_it_is_calm_again(settings, monkeypatch):
    settings.PROOF_FROM_MESSAGES, start = 2, datetime(2026, 3, 2, 11, 3, tzinfo=UTC)
    answers = []
    for minutes in (0, 0, 1, 6, 8, 12):
        monkeypatch.setattr("django.utils.timezone.now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        if len(answers) < 2:
            load.count_message("x")
        answers.append(load.asks_proof("x"))
    assert answers == [False, True, True, True, False, False]


@pytest.mark.parametrize(("most", "asks"), [(0, True), (None, False)])
def test_always_or_never(settings, most, asks, django_assert_num_queries):
    settings.PROOF_FROM_MESSAGES = most
    with django_assert_num_queries(0):
        assert load.asks_proof("x") is asks


# --- The form ---------------------------------------------------------------------------------------------------------
def verdict(settings, data, *, rush=True, anonymous=True):
    settings.PROOF_FROM_MESSAGES = 0 if rush else 10**6
    form = WritingForm({"text": "Bonjour", **data}, anonymous=anonymous)
    assert form.is_valid(), form.errors
    return form.proof_verdict()


def test_calm_asks_nothing(settings):
    assert verdict(settings, {}, rush=False) is None
    assert "data-proof" not in str(WritingForm()["proof"])


def test_people_with_an_account_are_asked_nothing(settings):
    assert verdict(settings, {}, anonymous=False) is None
    assert "proof" not in WritingForm(anonymous=False).fields


@pytest.mark.parametrize("data", [{}, {"proof": "x"}, {"proof": "\x00"}, {"proof": "A" * 100_000}, {"proof": ["a"]}])
def test_without_proof_in_a_rush_it_is_held_never_refused(settings, data):
    assert verdict(settings, data) == Rule.NO_PROOF


def test_with_its_proof_it_goes_on(settings):
    settings.PROOF_FROM_MESSAGES = 0
    given = json.loads(WritingForm().fields["proof"].widget.attrs["data-proof"])
    assert given["maxNumber"] == 500
    payload = {"proof": solved(given)}
    assert [verdict(settings, payload), verdict(settings, payload)] == [None, Rule.NO_PROOF]


def test_asked_twice_it_answers_the_same_and_counts_once(settings):
    settings.PROOF_FROM_MESSAGES = 0
    given = json.loads(WritingForm().fields["proof"].widget.attrs["data-proof"])
    form = WritingForm({"text": "Bonjour", "proof": solved(given)})
    assert form.is_valid() and [form.proof_verdict(), form.proof_verdict()] == [None, None]
    settings.PROOF_FROM_MESSAGES = 2
    assert not load.asks_proof(SCOPE)
    form = WritingForm({"text": "Bonjour"})
    assert form.is_valid() and form.proof_verdict() is None and load.asks_proof(SCOPE)
