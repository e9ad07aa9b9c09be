import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from participation.base.limits.services import limited
from participation.base.mail.enums import MailStatus
from participation.base.mail.models import OutboxMessage
from participation.base.privacy import persons, purge
from participation.base.privacy.purge import PurgeItem
from tests.factories.base import OutboxMessageFactory


@pytest.fixture
def purges(monkeypatch):
    monkeypatch.setattr(purge, "_purges", {})
    return purge


def run(*args, **options):
    out = io.StringIO()
    call_command("purge", *args, stdout=out, **options)
    return out.getvalue()


class TestPurge:
    @pytest.fixture
    def removed(self, purges):
        removed = []
        item = PurgeItem(
            "comptes", 2, "Deux ans sans connexion.", datetime(2024, 1, 5, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)
        )

        def propose(now):
            return [item, PurgeItem("rien", 0, "")] if now > datetime(2026, 1, 1, tzinfo=UTC) else []

        def apply(items):
            removed.extend(items)
            return sum(item.count for item in items)

        purges.register_purge("accounts", propose, apply)
        return removed

    def test_it_lists_and_removes_nothing(self, removed):
        out = run(now="2026-06-01T10:00")
        assert "2 × comptes (05/01/2024 – 01/03/2024)" in out
        assert "Deux ans sans connexion." in out
        assert "Rien n’a été éliminé" in out
        assert "0 × rien" not in out
        assert removed == []

    def test_apply_removes_what_was_listed(self, removed):
        out = run("--apply", now="2026-06-01")
        assert "2 lignes éliminées." in out
        assert [item.what for item in removed] == ["comptes"]

    def test_before_the_term_there_is_nothing(self, removed):
        assert "rien à éliminer" in run("--apply", now="2025-12-31T23:00")
        assert removed == []

    def test_a_clock_set_forward_removes_nothing_on_a_real_portal(self, removed, settings):
        settings.DEMO = False
        tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
        with pytest.raises(CommandError, match="date à venir"):
            run("--apply", now=tomorrow)
        assert removed == []

    def test_one_purge_can_be_chosen(self, removed, purges):
        purges.register_purge("other", lambda now: pytest.fail("asked"), lambda items: 0)
        assert "comptes" in run(now="2026-06-01", only="accounts")
        with pytest.raises(CommandError, match="inconnue"):
            run(only="nothing")

    @pytest.mark.parametrize("text", ["hier", "2026-13-01", ""])
    def test_a_date_that_is_none_is_refused(self, removed, text):
        with pytest.raises(CommandError, match="illisible"):
            run(now=text)

    def test_a_name_is_taken_once(self, removed, purges):
        with pytest.raises(ValueError, match="twice"):
            purges.register_purge("accounts", None, None)


@pytest.mark.django_db
class TestOurOwnPurges:
    def test_old_mail_is_proposed_then_blanked(self, settings):
        settings.MAIL_KEEP_DAYS = 30
        mail = OutboxMessageFactory(sent=True)
        assert "courriels" not in run(only="mail")
        later = (timezone.now() + timedelta(days=31)).isoformat()
        assert re.search(r"1 × courriels.*\n\s+Gardés 30 jours", run(only="mail", now=later))
        mail.refresh_from_db()
        assert mail.to
        assert "1 ligne éliminée." in run("--apply", only="mail", now=later)
        mail.refresh_from_db()
        assert (mail.to, mail.text, mail.status) == ("", "", MailStatus.SENT)

    def test_counters_of_past_windows_go(self):
        limited("login", "a", limit=1, per_seconds=60)
        later = (timezone.now() + timedelta(hours=1)).isoformat()
        assert "1 ligne éliminée." in run("--apply", only="rate-counters", now=later)
        assert "rien à éliminer" in run(only="rate-counters", now=later)


class Person:
    email = "moi@demo.example"


@pytest.mark.django_db
class TestPersons:
    @pytest.fixture(autouse=True)
    def _alone(self, monkeypatch):
        """Only what base itself registered."""
        for name in ("_exporters", "_erasers"):
            monkeypatch.setattr(persons, name, {"base": getattr(persons, name)["base"]})

    def test_a_person_takes_the_mails_along(self):
        OutboxMessageFactory(to="moi@demo.example", subject="Reçu")
        OutboxMessageFactory()
        [mail] = persons.export_person(Person)["base"]["courriels"]
        assert mail["objet"] == "Reçu"

    def test_apps_that_hold_nothing_are_left_out(self):
        assert persons.export_person(Person) == {}

    def test_erasing_reaches_every_app_or_none(self):
        OutboxMessageFactory(to="moi@demo.example", sent=True)

        def fail(user):
            raise RuntimeError("cannot")

        persons.register_eraser("zz", fail)
        with pytest.raises(RuntimeError):
            persons.erase_person(Person)
        assert OutboxMessage.objects.get().to == "moi@demo.example"
        del persons._erasers["zz"]
        persons.erase_person(Person)
        assert OutboxMessage.objects.get().to == ""

    def test_an_app_registers_once(self):
        persons.register_exporter("a", persons.export_person)
        persons.register_exporter("a", persons.export_person)
        with pytest.raises(ValueError, match="twice"):
            persons.register_exporter("a", lambda user: {})
