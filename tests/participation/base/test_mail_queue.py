import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.base.mail import services
from participation.base.mail.enums import MailStatus
from participation.base.mail.models import OutboxMessage
from participation.base.mail.services import cancel_mail, erase_address, purge_sent, queue_mail
from participation.base.site.models import PortalSettings
from tests.factories.base import OutboxMessageFactory

pytestmark = pytest.mark.django_db

LINK = "http://testserver/suivi/abc.def?x=1&y=2"


@pytest.fixture(autouse=True)
def _letter(templates):
    templates(
        {
            "mail/letter.subject.txt": "Votre signalement\n « {{ title }} » : reçu !",
            "mail/letter.txt": '{% extends "mail/base.txt" %}{% block body %}{{ title }} : {{ link }}{% endblock %}',
            "mail/letter.html": '{% extends "mail/base.html" %}{% block body %}<p>{{ title }} : reçu !</p>'
            '{% include "mail/button.html" with href=link label="Voir" only %}{% endblock %}',
        }
    )


def queue(**changes):
    values = {
        "key": "report-1-received",
        "to": "habitant@demo.example",
        "template": "letter",
        "context": {"title": "L’ampoule <b>& la porte", "link": LINK},
    }
    return queue_mail(**{**values, **changes})


def test_a_mail_is_written_in_three_forms():
    mail = queue()
    assert mail.subject == "Votre signalement «\u202fL’ampoule <b>& la porte\u202f»\u00a0: reçu\u202f!"
    assert mail.text.startswith(f"L’ampoule <b>& la porte\u00a0: {LINK}\n")
    assert "<p>L’ampoule &lt;b&gt;&amp; la porte\u00a0: reçu\u202f!</p>" in mail.html
    assert 'href="http://testserver/suivi/abc.def?x=1&amp;y=2"' in mail.html
    assert mail.status == MailStatus.PENDING
    assert mail.headers == {"Auto-Submitted": "auto-generated"}


def test_the_layout_names_the_publisher_and_the_demonstration():
    PortalSettings.objects.create(
        place_line="Martigues", publisher_name="la Ville", publisher_phone="04 65 71 20 16", brand_colour="#123456"
    )
    mail = queue()
    for body in (mail.text, mail.html):
        assert "Martigues" in body
        assert "Site édité par la Ville." in body
        assert "04\u00a065\u00a071\u00a020\u00a016" in body
        assert "Démonstration\u00a0:" in body
    assert "background:#123456" in mail.html


def test_outside_a_demonstration_nothing_says_so(settings):
    settings.DEMO = False
    mail = queue()
    assert "Démonstration" not in mail.text + mail.html


def test_the_html_holds_no_script_and_loads_nothing():
    html = queue().html
    assert not re.search(r"<script|<img|<link|url\(|src=", html)
    assert "max-width:600px" in html


def test_the_same_event_never_mails_twice():
    assert queue() is not None
    assert queue(to="other@demo.example") is None
    assert OutboxMessage.objects.count() == 1


def test_two_requests_at_once_make_one_mail(monkeypatch):
    """Both saw that the key was free; the unique index decides."""
    queue()
    seen = iter([False, True])
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda rows: next(seen))
    assert queue() is None
    assert OutboxMessage.objects.count() == 1


def test_another_failure_of_the_database_is_not_swallowed():
    with pytest.raises(IntegrityError), transaction.atomic():
        queue(key="")


def test_the_message_id_follows_from_the_key_and_tells_nothing():
    one = queue()
    other = queue(key="report-2-received")
    assert re.fullmatch(r"<[0-9a-f]{40}@testserver>", one.message_id)
    assert one.message_id != other.message_id
    assert one.message_id == services._message_id("report-1-received")


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\nBcc: all@demo.example", "a b@demo.example"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValidationError):
        queue(to=address)


def test_a_line_break_in_the_subject_adds_no_header():
    assert "\n" not in queue(context={"title": "a\r\nBcc: all@demo.example", "link": LINK}).subject


def test_a_nul_does_not_reach_the_database():
    mail = queue(context={"title": "a\x00b", "link": LINK})
    assert "\x00" not in mail.subject + mail.text + mail.html


def test_a_very_long_subject_is_cut():
    assert len(queue(context={"title": "a ! " * 200, "link": LINK}).subject) == 200


def test_a_module_that_is_off_sends_nothing(modules):
    modules.register("reports", "Signalements", ["/signalements/"])
    settings_row = PortalSettings.objects.create()
    assert queue(module="reports").module == "reports"
    settings_row.disabled_modules = ["reports"]
    settings_row.save()
    assert queue(key="report-2-received", module="reports") is None
    assert OutboxMessage.objects.count() == 1


def test_not_before_delays_the_first_attempt():
    later = timezone.now() + timedelta(hours=3)
    mail = queue(not_before=later)
    assert mail.next_attempt_at == mail.not_before == later
    assert not OutboxMessage.objects.due(timezone.now()).exists()


def test_headers_of_the_caller_come_on_top():
    mail = queue(headers={"List-Unsubscribe": "<http://testserver/stop>"})
    assert mail.headers["List-Unsubscribe"] == "<http://testserver/stop>"


def test_a_mail_that_waits_can_be_taken_back():
    queue()
    assert cancel_mail(key="report-1-received")
    assert not cancel_mail(key="report-1-received")
    assert OutboxMessage.objects.get().status == MailStatus.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_queueing_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="transaction"):
        queue()
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_mail_with_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        _ = 1 / 0
    assert not OutboxMessage.objects.exists()


def test_content_goes_after_the_days_it_is_kept(settings):
    settings.MAIL_KEEP_DAYS = 30
    now = timezone.now()
    old = OutboxMessageFactory(sent=True, sent_at=now - timedelta(days=31))
    recent = OutboxMessageFactory(sent=True, sent_at=now - timedelta(days=29))
    failed = OutboxMessageFactory(status=MailStatus.FAILED, created_at=now - timedelta(days=31))
    waiting = OutboxMessageFactory(created_at=now - timedelta(days=90))
    assert purge_sent(now) == 2
    for row in (old, failed):
        row.refresh_from_db()
        assert (row.to, row.subject, row.text, row.html, row.headers, row.purged_at) == ("", "", "", "", {}, now)
    for row in (recent, waiting):
        row.refresh_from_db()
        assert row.to
        assert row.purged_at is None
    assert purge_sent(now) == 0


def test_an_erased_address_is_in_no_mail():
    mine = OutboxMessageFactory(to="Moi@demo.example")
    sent = OutboxMessageFactory(to="moi@demo.example", sent=True)
    other = OutboxMessageFactory()
    assert erase_address("moi@demo.example") == 2
    mine.refresh_from_db()
    assert (mine.status, mine.to, mine.text) == (MailStatus.CANCELLED, "", "")
    sent.refresh_from_db()
    assert (sent.status, sent.to, sent.html) == (MailStatus.SENT, "", "")
    other.refresh_from_db()
    assert other.status == MailStatus.PENDING


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "unknown"},
        {"status": MailStatus.SENT},
        {"sent_at": timezone.now()},
        {"to": ""},
        {"purged_at": timezone.now()},
        {"key": ""},
    ],
)
def test_the_database_refuses_what_makes_no_sense(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessageFactory(**broken)


def test_held_mail_is_never_written():
    with services.hold_mail():
        assert queue() is None
    assert not OutboxMessage.objects.exists()
    assert queue() is not None


def test_mail_is_free_again_after_an_error():
    with pytest.raises(ZeroDivisionError), services.hold_mail():
        raise ZeroDivisionError
    assert queue() is not None
