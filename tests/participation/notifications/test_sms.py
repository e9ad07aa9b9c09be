"""Short messages: off unless a commune has a gateway; sent, retried and given up as mails are."""

import io
import json
from contextlib import contextmanager
from datetime import timedelta
from urllib.error import URLError

import pytest
from django.db import transaction
from django.utils import timezone

from participation.base.mail.services import hold_mail
from participation.notifications import sms
from participation.notifications.models import SmsMessage
from participation.notifications.selectors import sms_waiting
from participation.notifications.services import send_sms
from participation.notifications.sms import ConsoleBackend, HttpBackend, SmsRefused, international, sms_enabled
from participation.notifications.texting import MAX_ATTEMPTS, send_pending_sms

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(settings, monkeypatch):
    settings.SMS_BACKEND = "participation.notifications.sms.ConsoleBackend"
    monkeypatch.setattr(ConsoleBackend, "sent", [])
    return ConsoleBackend.sent


def queue(key="rdv-1", to="06 12 34 56 78", text="Rendez-vous demain à 10 h."):
    return send_sms(key=key, to=to, text=text)


def test_off_unless_there_is_a_gateway(settings):
    assert not sms_enabled()
    assert queue() is None
    assert not SmsMessage.objects.exists()
    assert send_pending_sms() == 0


def test_queued_once_and_sent_once(on):
    assert sms_enabled()
    assert queue() is not None
    assert queue() is None
    assert send_pending_sms() == 1
    assert send_pending_sms() == 0
    assert on == [("+33612345678", "Rendez-vous demain à 10 h.")]
    row = SmsMessage.objects.get()
    assert (row.status, row.attempts, row.sent_at is not None) == ("sent", 1, True)


def test_held_with_the_mails(on):
    with hold_mail():
        assert queue() is None


def test_in_the_callers_transaction(on):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError
    assert send_pending_sms() == 0


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("+41 79 123 45 67", "+41791234567"),
    ],
)
def test_numbers(written, number):
    assert international(written) == number


@pytest.mark.parametrize(
    "written", ["", "bonjour", "06 12", "06123456789", "+0612345678", "٠٦١٢٣٤٥٦٧٨", "06\x0012345678"]
)
def test_what_is_no_number(on, written):
    with pytest.raises(ValueError, match="telephone"):
        queue(to=written)


def test_a_long_text_is_cut_and_an_empty_one_refused(on):
    assert len(queue(text="é" * 100_000).text) == 480
    with pytest.raises(ValueError, match="empty"):
        queue(key="b", text=" \x00 ")


class TestFailing:
    @pytest.fixture
    def fails(self, on, monkeypatch):
        def fail_with(error):
            def send(self, to, text):
                raise error

            monkeypatch.setattr(ConsoleBackend, "send", send)

        return fail_with

    def test_tried_again_with_growing_pauses_then_given_up(self, fails):
        fails(RuntimeError("refusé pour +33612345678"))
        queue()
        now, pauses = timezone.now(), []
        for _number in range(MAX_ATTEMPTS):
            assert send_pending_sms(now) == 0
            row = SmsMessage.objects.get()
            pauses.append(row.next_attempt_at - timezone.now())
            now = row.next_attempt_at + timedelta(seconds=1)
        assert (row.status, row.attempts) == ("failed", MAX_ATTEMPTS)
        assert pauses[0] < timedelta(minutes=2) < pauses[3] < pauses[5]
        assert "33612345678" not in row.last_error
        assert "[numéro]" in row.last_error

    def test_what_the_gateway_refuses_is_given_up_at_once(self, fails):
        fails(SmsRefused("numéro fixe"))
        queue()
        send_pending_sms()
        assert SmsMessage.objects.get().status == "failed"

    def test_a_gateway_that_does_not_answer_is_not_asked_for_each(self, fails):
        fails(URLError("timed out"))
        for number in range(5):
            queue(key=f"k{number}")
        send_pending_sms()
        assert sorted(SmsMessage.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]

    def test_a_worker_that_died_with_one_in_hand(self, on):
        queue()
        SmsMessage.objects.update(attempts=1, next_attempt_at=timezone.now() + timedelta(minutes=5))
        assert send_pending_sms() == 0
        assert send_pending_sms(timezone.now() + timedelta(minutes=6)) == 1

    def test_the_backlog(self, on):
        assert sms_waiting().count == 0
        queue()
        waiting = sms_waiting(timezone.now() + timedelta(minutes=3))
        assert (waiting.count, waiting.oldest_seconds // 60) == (1, 3)


class TestHttpGateway:
    @pytest.fixture
    def asked(self, settings, monkeypatch):
        settings.SMS_BACKEND = "participation.notifications.sms.HttpBackend"
        settings.SMS_GATEWAY_URL = "https://sms.example/envoi"
        settings.SMS_GATEWAY_KEY = "cle"
        settings.SMS_SENDER = "Martigues"
        asked = []

        @contextmanager
        def urlopen(request, timeout):
            asked.append((request, timeout))
            yield io.BytesIO(b"{}")

        monkeypatch.setattr(sms, "urlopen", urlopen)
        return asked

    def test_a_json_post_with_the_key(self, asked):
        queue()
        assert send_pending_sms() == 1
        ((request, timeout),) = asked
        assert (request.full_url, request.method, timeout) == ("https://sms.example/envoi", "POST", 10)
        assert request.headers["Authorization"] == "Bearer cle"
        assert json.loads(request.data) == {
            "to": "+33612345678",
            "message": "Rendez-vous demain à 10 h.",
            "sender": "Martigues",
        }

    def test_never_in_clear(self, asked, settings):
        settings.SMS_GATEWAY_URL = "http://sms.example/envoi"
        with pytest.raises(SmsRefused):
            HttpBackend().send("+33612345678", "x")
        assert asked == []
