"""Mail that comes back: what counts, when an address is left alone, and for how long."""

import smtplib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from participation.base.mail import bounces
from participation.base.mail.bounces import forget_bounces, is_hard, is_paused, record_bounce, resume_address
from participation.base.mail.models import Bounce, OutboxMessage, PausedAddress
from participation.base.mail.services import queue_mail
from participation.base.privacy import purge
from participation.base.privacy.persons import erase_person, export_person
from tests.factories.accounts import UserFactory
from tests.factories.base import OutboxMessageFactory

pytestmark = pytest.mark.django_db
NADIA = "nadia@exemple.fr"


def returned(times=3, address=NADIA, hard=True, **fields):
    return [
        record_bounce(address=address, hard=hard, reference=f"{address}-{hard}-{number}-{fields}", **fields)
        for number in range(times)
    ]


class TestCounting:
    def test_three_hard_ones_pause_an_address(self):
        assert returned(3, address="Nadia@Exemple.fr") == [False, False, True]
        assert is_paused(NADIA)
        assert is_paused("NADIA@exemple.fr")
        assert not is_paused("autre@exemple.fr")

    def test_soft_ones_never_do(self):
        assert returned(20, hard=False) == [False] * 20
        assert not is_paused(NADIA)

    def test_the_same_return_counts_once(self):
        for _number in range(5):
            record_bounce(address=NADIA, hard=True, reference="le même")
        assert Bounce.objects.count() == 1

    def test_old_ones_count_no_more(self):
        returned(2, at=timezone.now() - timedelta(days=31))
        returned(2)
        assert not is_paused(NADIA)
        returned(1, at=timezone.now() - timedelta(days=29))
        assert is_paused(NADIA)

    def test_one_from_the_future_is_of_now(self):
        record_bounce(address=NADIA, hard=True, reference="x", at=timezone.now() + timedelta(days=400))
        assert Bounce.objects.get().at <= timezone.now()

    def test_how_many_is_the_communes(self, settings):
        settings.BOUNCES_ALLOWED = 1
        assert returned(1) == [True]

    @pytest.mark.parametrize("address", ["", "nadia", "a\x00@exemple.fr"])
    def test_what_is_no_address(self, address):
        with pytest.raises(ValidationError):
            record_bounce(address=address, hard=True, reference="x")

    @pytest.mark.parametrize(
        ("status", "hard"),
        [
            ("5.1.1", True),
            ("5.2.1", True),
            ("5.4.4", True),
            ("5.2.2", False),
            ("5.7.1", False),
            ("4.2.2", False),
            ("", False),
        ],
    )
    def test_what_is_hard(self, status, hard):
        assert is_hard(status) is hard


class TestPause:
    def test_nothing_is_queued_and_the_row_says_why(self, outbox):
        returned()
        with transaction.atomic():
            assert queue_mail(key="k", to=NADIA, template="accounts/letter", context={}) is None
            assert queue_mail(key="k", to=NADIA, template="accounts/letter", context={}) is None
        (row,) = outbox.all()
        assert (row.status, row.to, row.text, row.sent_at) == ("cancelled", "", "", None)
        assert "pause" in row.last_error
        assert row.purged_at is not None

    def test_what_was_queued_before_does_not_leave(self, outbox, mailoutbox):
        row = OutboxMessageFactory(to=NADIA)
        other = OutboxMessageFactory()
        returned()
        assert outbox.deliver() == 1
        row.refresh_from_db()
        assert (row.status, [mail.to for mail in mailoutbox]) == ("cancelled", [[other.to]])
        assert "pause" in row.last_error

    def test_it_ends(self):
        returned()
        assert is_paused(NADIA, timezone.now() + bounces.pause_for() - timedelta(minutes=1))
        assert not is_paused(NADIA, timezone.now() + bounces.pause_for() + timedelta(minutes=1))

    def test_whoever_shows_that_it_works_ends_it(self):
        returned()
        assert resume_address("Nadia@exemple.fr")
        assert not resume_address(NADIA)
        assert not is_paused(NADIA)
        assert not Bounce.objects.exists()


class TestRefusedWhileSending:
    @pytest.mark.parametrize(
        ("code", "reason", "counts"),
        [
            (550, b"5.1.1 User unknown", True),
            (550, b"no such user", True),
            (552, b"5.2.2 Mailbox full", False),
            (554, b"5.7.1 Listed as spam", False),
        ],
    )
    def test_a_server_that_refuses_the_address_for_good(self, outbox, monkeypatch, code, reason, counts):
        def refuses(self, messages):
            raise smtplib.SMTPRecipientsRefused({NADIA: (code, reason)})

        monkeypatch.setattr(EmailBackend, "send_messages", refuses)
        OutboxMessageFactory(to=NADIA)
        outbox.deliver()
        assert OutboxMessage.objects.get().status == "failed"
        assert Bounce.objects.get().hard is counts


class TestKept:
    def test_no_longer_than_they_count(self):
        returned()
        now = timezone.now()
        assert forget_bounces(now + timedelta(days=29)) == 0
        assert forget_bounces(now + timedelta(days=31)) == 3
        assert PausedAddress.objects.exists()
        assert forget_bounces(now + timedelta(days=181)) == 1

    def test_it_is_proposed_first(self):
        returned()
        (proposal,) = purge.proposals(timezone.now() + timedelta(days=31), only="bounces")
        assert [item.count for item in proposal.items] == [3]
        assert proposal.purge.apply(proposal.items) == 3
        assert purge.proposals(only="bounces")[0].items == ()

    def test_a_persons_own(self):
        user = UserFactory(email=NADIA)
        returned()
        assert [row["définitif"] for row in export_person(user)["base"]["courriels revenus"]] == [True] * 3
        erase_person(user)
        erase_person(user)
        assert not Bounce.objects.exists()
        assert not PausedAddress.objects.exists()


DSN = """\
From: MAILER-DAEMON@mx.example
To: ne-pas-repondre@localhost
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Votre message n’est pas arrivé.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

From: portail
Message-ID: {original}

--b--
"""


def notice(mail, *, address=NADIA, action="failed", status="5.1.1", original=None):
    date = f"{timezone.now():%a, %d %b %Y %H:%M:%S +0000}"
    return DSN.format(address=address, action=action, status=status, original=original or mail.message_id, date=date)


class TestImport:
    @pytest.fixture
    def run(self, tmp_path, capsys):
        def run(*messages, box=True):
            file = tmp_path / "rebonds"
            content = "".join(f"From MAILER-DAEMON Tue Mar 24 10:00:00 2026\n{one}\n" for one in messages)
            file.write_bytes((content if box else messages[0]).encode())
            call_command("import_bounces", str(file))
            return capsys.readouterr()

        return run

    def test_a_box_of_notices(self, run):
        mails = [OutboxMessageFactory(to=NADIA, sent=True) for _number in range(3)]
        said = run(*(notice(mail) for mail in mails))
        assert "Avis lus : 3. Adresses mises en pause : 1. Messages ignorés : 0." in said.out
        assert is_paused(NADIA)
        run(*(notice(mail) for mail in mails))
        assert Bounce.objects.count() == 3

    def test_a_single_message_whose_text_is_gone(self, run):
        mail = OutboxMessageFactory(to="", sent=True, purged_at=timezone.now())
        run(notice(mail), box=False)
        assert Bounce.objects.get().address == NADIA

    @pytest.mark.parametrize(
        ("fields", "hard"),
        [
            ({"action": "delayed", "status": "4.4.1"}, False),
            ({"status": "5.2.2"}, False),
            ({"status": "5.1.10 (unknown)"}, True),
        ],
    )
    def test_what_is_hard_in_it(self, run, fields, hard):
        run(notice(OutboxMessageFactory(to=NADIA, sent=True), **fields))
        assert Bounce.objects.get().hard is hard

    def test_each_message_that_is_none_says_why_and_the_others_count(self, run):
        mail = OutboxMessageFactory(to=NADIA, sent=True)
        said = run(
            "From: a@b.fr\nSubject: Bonjour\n\nJe suis en vacances.",
            notice(mail, original="<invente@ailleurs.example>"),
            notice(mail, address="une-autre@exemple.fr"),
            notice(mail, action="relayed"),
            notice(mail, address="\x00\x01<>@@"),
            notice(mail).replace("message/delivery-status", "text/plain"),
            notice(mail).replace("Message-ID", "X-Autre"),
            "",
            "\x00\xff" * 1000,
            notice(mail),
        )
        assert "Avis lus : 1." in said.out
        assert "Messages ignorés : 9." in said.out
        for number, reason in (
            (1, "ce n’est pas un avis de non-remise"),
            (2, "le courriel d’origine n’est pas du portail"),
            (3, "le courriel d’origine n’est pas allé à cette adresse"),
            (4, "aucun destinataire refusé"),
            (6, "la partie message/delivery-status manque"),
            (7, "le courriel d’origine n’est pas nommé"),
        ):
            assert f"Message {number} : {reason}" in said.err
        assert NADIA not in said.err

    def test_no_file(self, tmp_path):
        with pytest.raises(CommandError, match="introuvable"):
            call_command("import_bounces", str(tmp_path / "rien"))
