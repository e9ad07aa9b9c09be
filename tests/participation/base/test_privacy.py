import csv
import io

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from participation.base.privacy import audit, register
from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.selectors import by_purpose, held, register_csv

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

    @pytest.mark.parametrize(("name", "value"), [("legal_basis", "because"), ("final_fate", "kept for ever")])
    def test_the_law_knows_a_few_bases_and_fates_only(self, empty, name, value):
        with pytest.raises(ValueError, match=value):
            empty.declare("base.OutboxMessage", "to", **{**ENTRY, name: value})

    @pytest.mark.parametrize("gap", ["purpose", "seen_by", "active_period", "intermediate_period"])
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
