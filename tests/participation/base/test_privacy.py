import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from participation.base.limits.services import limited
from participation.base.mail.enums import MailStatus
from participation.base.mail.models import OutboxMessage
from participation.base.privacy import audit, persons, purge, register
from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.purge import PurgeItem
from participation.base.privacy.selectors import by_purpose, held, register_csv
from tests.factories.base import OutboxMessageFactory

ENTRY = {
    "purpose": "Vous écrire.",
    "legal_basis": LegalBasis.PUBLIC_TASK,
    "seen_by": "Personne.",
    "active_period": "Un mois.",
    "intermediate_period": "Aucune.",
    "final_fate": FinalFate.ERASED,
}


@pytest.fixture
def empty(monkeypatch):
    """A register with nothing in it."""
    for name in ("_declared", "_exempted", "_inherited"):
        monkeypatch.setattr(register, name, {})
    return register


def test_every_field_of_ours_that_may_hold_personal_data_is_decided():
    assert audit.undeclared_fields() == []


class TestRegister:
    def test_one_declaration_covers_several_fields(self, empty):
        empty.declare("base.OutboxMessage", ("to", "text"), **ENTRY)
        assert [(entry.model_label, entry.field) for entry in empty.entries()] == [
            ("base.OutboxMessage", "text"),
            ("base.OutboxMessage", "to"),
        ]
        assert empty.entries()[0].legal_basis == "mission d’intérêt public"
        assert empty.entries()[0].final_fate == "effacé"

    def test_a_sentence_may_stand_for_a_legal_basis(self, empty):
        empty.declare("base.OutboxMessage", "to", **{**ENTRY, "legal_basis": "intérêt public (RGPD, art. 6.1.e)"})
        assert empty.entries()[0].legal_basis == "intérêt public (RGPD, art. 6.1.e)"

    @pytest.mark.parametrize("gap", ENTRY)
    def test_an_entry_leaves_nothing_out(self, empty, gap):
        with pytest.raises(ValueError, match="nothing out"):
            empty.declare("base.OutboxMessage", "to", **{**ENTRY, gap: " "})

    def test_what_does_not_exist_cannot_be_declared(self, empty):
        with pytest.raises(LookupError):
            empty.declare("base.Nothing", "to", **ENTRY)
        with pytest.raises(FieldDoesNotExist):
            empty.declare("base.OutboxMessage", "nothing", **ENTRY)
        with pytest.raises(FieldDoesNotExist):
            empty.exempt("base.OutboxMessage", "nothing", "because")

    def test_an_exemption_says_why(self, empty):
        with pytest.raises(ValueError, match="why"):
            empty.exempt("base.OutboxMessage", "key", " ")

    def test_a_field_is_declared_or_exempted_not_both(self, empty):
        empty.declare("base.OutboxMessage", "to", **ENTRY)
        with pytest.raises(ValueError, match="declared and exempted"):
            empty.exempt("base.OutboxMessage", "to", "because")
        empty.exempt("base.OutboxMessage", "key", "because")
        with pytest.raises(ValueError, match="declared and exempted"):
            empty.declare("base.OutboxMessage", "key", **ENTRY)

    def test_two_entries_for_one_field_contradict(self, empty):
        empty.declare("base.OutboxMessage", "to", **ENTRY)
        empty.declare("base.OutboxMessage", "to", **ENTRY)
        with pytest.raises(ValueError, match="twice"):
            empty.declare("base.OutboxMessage", "to", **{**ENTRY, "purpose": "Autre chose."})

    def test_what_a_base_brings_along_is_exempted_once(self, empty):
        from wagtail.contrib.settings.models import BaseGenericSetting

        from participation.base.site.models import PortalSettings

        class Noted(models.Model):
            note = models.TextField()

            class Meta:
                abstract = True
                app_label = "base"

        empty.exempt_inherited(Noted, "note", "Written by staff.")
        assert not empty.is_decided(PortalSettings, "note")
        assert empty.is_decided(Noted, "note")
        with pytest.raises(FieldDoesNotExist):
            empty.exempt_inherited(BaseGenericSetting, "nothing", "because")
        with pytest.raises(ValueError, match="why"):
            empty.exempt_inherited(Noted, "note", "")


class TestAudit:
    """Which fields ask for a decision."""

    @pytest.mark.parametrize(
        ("field", "asks"),
        [
            (models.EmailField(), True),
            (models.CharField(max_length=9), True),
            (models.TextField(), True),
            (models.JSONField(), True),
            (models.FileField(), True),
            (models.ImageField(), True),
            (models.URLField(), True),
            (models.GenericIPAddressField(), True),
            (models.CharField(max_length=9, choices=[("a", "A")]), False),
            (models.IntegerField(), False),
            (models.BooleanField(), False),
            (models.DateField(), False),
            (models.ForeignKey("accounts.User", models.CASCADE), True),
            (models.OneToOneField("accounts.User", models.CASCADE), True),
            (models.ManyToManyField("accounts.User"), True),
            (models.ForeignKey("territory.Commune", models.CASCADE), False),
        ],
        ids=lambda value: type(value).__name__ if not isinstance(value, bool) else str(value),
    )
    def test_by_kind(self, field, asks):
        field.name = "thing"
        assert audit.may_be_personal(field) is asks

    @pytest.mark.parametrize(
        ("name", "asks"),
        [("birth_date", True), ("user_agent", True), ("latitude", True), ("starts_on", False), ("page_count", False)],
    )
    def test_by_name(self, name, asks):
        field = models.IntegerField()
        field.name = name
        assert audit.may_be_personal(field) is asks

    def test_a_field_nobody_decided_about_is_found(self, empty):
        found = audit.undeclared_fields()
        assert "base.OutboxMessage.to" in found
        assert "base.OutboxMessage.status" not in found
        empty.exempt("base.OutboxMessage", "to", "only for this test")
        assert "base.OutboxMessage.to" not in audit.undeclared_fields()

    def test_all_our_apps_are_looked_at_and_no_others(self):
        assert {model._meta.app_label for model in audit.our_models()} >= {"accounts", "base", "cms", "territory"}
        assert not {"auth", "wagtailcore", "mfa"} & {model._meta.app_label for model in audit.our_models()}


class TestPublished:
    def test_by_purpose_each_declared_field_stands_once(self):
        items = [item for group in by_purpose() for item in group.held]
        assert sorted(items, key=str) == sorted(held(), key=str)
        assert len({group.purpose for group in by_purpose()}) == len(by_purpose())

    def test_readers_see_words_and_not_names_of_code(self):
        [recipient] = [
            item for item in held() if (item.entry.model_label, item.entry.field) == ("base.OutboxMessage", "to")
        ]
        assert (recipient.what, recipient.label) == ("courriel", "destinataire")

    def test_the_csv_opens_in_a_french_spreadsheet(self):
        data = register_csv()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert rows[0][0] == "Données"
        assert len(rows) == len(register.entries()) + 1
        assert {len(row) for row in rows} == {8}
        assert all(all(cell.strip() for cell in row) for row in rows)


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
