import smtplib
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, connections
from django.utils import timezone

from participation.base.mail import tasks
from participation.base.mail.enums import MailStatus
from participation.base.mail.models import OutboxMessage
from participation.base.mail.selectors import backlog
from participation.base.mail.tasks import LEASE, MAX_ATTEMPTS, ServerUnreachable, claim, send_pending
from participation.base.site.models import PortalSettings
from tests.factories.base import OutboxMessageFactory

HERE = __name__


class Recording(BaseEmailBackend):
    """Keeps the Message-ID of each mail it is given; shared by the threads of one test."""

    sent: list[str] = []

    def send_messages(self, email_messages):
        self.sent.extend(message.extra_headers["Message-ID"] for message in email_messages)
        return len(email_messages)


class Refusing(BaseEmailBackend):
    """Refuses what `error` says, mail by mail."""

    error: Exception

    def send_messages(self, email_messages):
        raise self.error


class Unreachable(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")


class BadCloser(Recording):
    def close(self):
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.fixture
def recording(settings):
    settings.EMAIL_BACKEND = f"{HERE}.Recording"
    Recording.sent = []
    return Recording.sent


@pytest.mark.django_db
def test_a_due_mail_leaves_with_text_html_and_its_message_id(mailoutbox, settings):
    settings.DEFAULT_FROM_EMAIL = "Portail <portail@demo.example>"
    row = OutboxMessageFactory(headers={"Auto-Submitted": "auto-generated"})
    assert send_pending() == 1
    [mail] = mailoutbox
    assert mail.to == [row.to]
    assert mail.from_email == "Portail <portail@demo.example>"
    assert mail.body == row.text
    assert [(part.content, part.mimetype) for part in mail.alternatives] == [(row.html, "text/html")]
    assert mail.extra_headers == {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
    assert mail.message()["Message-ID"] == row.message_id
    row.refresh_from_db()
    assert (row.status, row.attempts, row.last_error) == (MailStatus.SENT, 1, "")
    assert row.sent_at is not None


@pytest.mark.django_db
def test_a_mail_without_html_leaves_as_text(mailoutbox):
    OutboxMessageFactory(html="")
    send_pending()
    assert mailoutbox[0].alternatives == []


@pytest.mark.django_db
def test_a_sent_mail_does_not_leave_again(mailoutbox):
    OutboxMessageFactory()
    assert [send_pending(), send_pending()] == [1, 0]
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_what_is_not_due_stays(mailoutbox):
    OutboxMessageFactory(next_attempt_at=timezone.now() + timedelta(minutes=5))
    OutboxMessageFactory(status=MailStatus.CANCELLED)
    OutboxMessageFactory(status=MailStatus.FAILED)
    assert send_pending() == 0
    assert mailoutbox == []


@pytest.mark.django_db
def test_mails_leave_in_the_order_they_became_due(recording):
    now = timezone.now()
    late = OutboxMessageFactory(next_attempt_at=now - timedelta(minutes=1))
    early = OutboxMessageFactory(next_attempt_at=now - timedelta(minutes=9))
    send_pending()
    assert recording == [early.message_id, late.message_id]


@pytest.mark.django_db
def test_a_stop_is_heard_between_two_mails(recording):
    OutboxMessageFactory.create_batch(3)
    assert send_pending(stop=lambda: len(recording) == 2) == 2


@pytest.mark.django_db
def test_a_refused_mail_waits_longer_each_time_and_is_given_up(settings):
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    row = OutboxMessageFactory(to="habitant@demo.example")
    Refusing.error = smtplib.SMTPDataError(451, b"habitant@demo.example: try later")
    waits = []
    for _attempt in range(MAX_ATTEMPTS):
        before = timezone.now()
        assert send_pending() == 0
        row.refresh_from_db()
        waits.append(round((row.next_attempt_at - before).total_seconds() / 60))
        OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert waits[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert (row.status, row.attempts) == (MailStatus.FAILED, MAX_ATTEMPTS)
    assert row.last_error.startswith("SMTPDataError")
    assert "habitant@demo.example" not in row.last_error
    assert send_pending() == 0


@pytest.mark.django_db
def test_a_recipient_refused_for_good_is_given_up_at_once(settings):
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    row = OutboxMessageFactory()
    Refusing.error = smtplib.SMTPRecipientsRefused({row.to: (550, b"no such user")})
    send_pending()
    row.refresh_from_db()
    assert (row.status, row.attempts) == (MailStatus.FAILED, 1)


@pytest.mark.django_db
def test_a_recipient_refused_for_now_is_tried_again(settings):
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    row = OutboxMessageFactory()
    Refusing.error = smtplib.SMTPRecipientsRefused({row.to: (450, b"mailbox busy")})
    send_pending()
    row.refresh_from_db()
    assert row.status == MailStatus.PENDING


@pytest.mark.django_db
def test_one_bad_mail_does_not_hold_the_others_up(recording, monkeypatch):
    bad = OutboxMessageFactory(subject="two\nlines", next_attempt_at=timezone.now() - timedelta(hours=1))
    good = OutboxMessageFactory()
    bad_message = EmailMessage(subject=bad.subject)
    with pytest.raises(ValueError, match="newlines"):
        bad_message.message()
    monkeypatch.setattr(Recording, "send_messages", _building_each)
    assert send_pending() == 1
    bad.refresh_from_db()
    assert (bad.status, bad.attempts) == (MailStatus.PENDING, 1)
    assert recording == [good.message_id]


def _building_each(self, email_messages):
    for message in email_messages:
        self.sent.append(message.message()["Message-ID"])
    return len(email_messages)


@pytest.mark.django_db
def test_a_server_that_is_down_costs_no_mail_an_attempt(settings):
    settings.EMAIL_BACKEND = f"{HERE}.Unreachable"
    rows = OutboxMessageFactory.create_batch(2)
    with pytest.raises(ServerUnreachable):
        send_pending()
    for row in rows:
        row.refresh_from_db()
    assert [row.attempts for row in rows] == [0, 0]
    assert sorted(row.last_error[:12] for row in rows) == ["", "ConnectionRe"]
    assert all(row.status == MailStatus.PENDING for row in rows)


@pytest.mark.django_db
def test_a_server_that_leaves_rudely_does_no_harm(settings):
    settings.EMAIL_BACKEND = f"{HERE}.BadCloser"
    OutboxMessageFactory()
    assert send_pending() == 1


@pytest.mark.django_db
def test_a_module_switched_off_meanwhile_sends_nothing(modules, mailoutbox):
    modules.register("reports", "Signalements", ["/signalements/"])
    PortalSettings.objects.create(disabled_modules=["reports"])
    row = OutboxMessageFactory(module="reports")
    gone = OutboxMessageFactory(module="a-module-of-an-older-version")
    assert send_pending() == 1
    row.refresh_from_db()
    assert row.status == MailStatus.CANCELLED
    assert [mail.to for mail in mailoutbox] == [[gone.to]]


@pytest.mark.django_db
def test_who_claims_a_mail_has_it_for_the_length_of_the_lease():
    row = OutboxMessageFactory()
    now = timezone.now()
    mine = claim(now)
    assert mine == row
    assert mine.attempts == 1
    assert claim(now + LEASE - timedelta(seconds=1)) is None
    assert claim(now + LEASE + timedelta(seconds=1)) == row


@pytest.mark.django_db
def test_a_worker_that_wakes_after_its_lease_changes_nothing():
    row = OutboxMessageFactory()
    now = timezone.now()
    slow = claim(now)
    claim(now + LEASE + timedelta(seconds=1))
    tasks._note_failure(slow, RuntimeError("late"))
    row.refresh_from_db()
    assert (row.attempts, row.last_error) == (2, "")


@pytest.mark.django_db(transaction=True)
def test_a_thousand_mails_and_two_workers_none_lost_none_twice(recording):
    rows = OutboxMessage.objects.bulk_create(OutboxMessageFactory.build_batch(1000))
    errors = []
    barrier = threading.Barrier(2)

    def work():
        barrier.wait()
        try:
            send_pending()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert Counter(recording) == Counter(row.message_id for row in rows)
    assert set(OutboxMessage.objects.values_list("status", "attempts")) == {(MailStatus.SENT, 1)}


@pytest.mark.django_db
def test_the_scan_for_due_mails_uses_its_index():
    OutboxMessage.objects.bulk_create(OutboxMessageFactory.build_batch(50, sent=True))
    due = OutboxMessage.objects.due(timezone.now())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "outbox_pending" in due.explain()


@pytest.mark.django_db
def test_the_backlog_tells_how_long_the_first_has_waited():
    now = timezone.now()
    assert (backlog(now).count, backlog(now).oldest_seconds) == (0, 0)
    OutboxMessageFactory(next_attempt_at=now - timedelta(minutes=20))
    OutboxMessageFactory(next_attempt_at=now - timedelta(minutes=2))
    OutboxMessageFactory(next_attempt_at=now + timedelta(minutes=2))
    assert (backlog(now).count, backlog(now).oldest_seconds) == (2, 1200)
