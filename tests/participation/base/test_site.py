import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from participation.base import cache
from participation.base.site.contrast import contrast, shown
from participation.base.site.enums import Conformity
from participation.base.site.models import PortalSettings
from participation.base.site.selectors import module_enabled, path_is_open, portal_settings
from participation.base.site.validators import ReadableUnder

COLOURS = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06x}")
TODAY = date(2026, 3, 24)
AUDIT = {
    "audit_date": date(2025, 6, 1),
    "audit_rate": Decimal("75.20"),
    "audit_rgaa_version": "4.1.2",
    "audit_auditor": "Cabinet Accès",
    "audit_expires_on": date(2028, 6, 1),
}


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            ("#000000", "#ffffff", 21),
            ("#777777", "#ffffff", 4.48),
            ("#0b4f6c", "#ffffff", 8.92),
            ("#1d1d22", "#f2b134", 8.9),
        ],
    )
    def test_as_published_calculators_measure_it(self, one, other, ratio):
        assert contrast(one, other) == pytest.approx(ratio, abs=0.05)

    @given(COLOURS, COLOURS)
    def test_between_one_and_twenty_one_in_either_order(self, one, other):
        assert 1 <= contrast(one, other) <= 21
        assert contrast(one, other) == contrast(other, one)

    def test_a_refusal_never_shows_the_limit_it_fell_under(self):
        assert shown(4.49) == "4,4:1"
        assert shown(4.5) == "4,5:1"

    @pytest.mark.parametrize("bad", ["0b4f6c", "#0b4", "#0b4f6g", "", "#0b4f6c "])
    def test_what_is_no_colour_is_refused(self, bad):
        with pytest.raises(ValueError, match="colour"):
            contrast(bad, "#ffffff")


@pytest.mark.django_db
class TestColours:
    def test_the_theme_we_ship_is_readable(self):
        PortalSettings().full_clean()

    def test_a_light_brand_is_refused_with_its_ratio(self):
        with pytest.raises(ValidationError) as caught:
            PortalSettings(brand_colour="#80b0c4").full_clean()
        [message] = caught.value.message_dict["brand_colour"]
        assert message.startswith("Texte blanc sur #80b0c4 : contraste de 2,3:1. Il faut au moins 4,5:1")

    def test_a_dark_sun_is_refused_with_its_ratio(self):
        with pytest.raises(ValidationError) as caught:
            PortalSettings(sun_colour="#7a5100").full_clean()
        assert "Texte noir sur #7a5100 : contraste de 2,4:1" in caught.value.message_dict["sun_colour"][0]

    def test_a_word_is_not_a_colour(self):
        with pytest.raises(ValidationError) as caught:
            PortalSettings(brand_colour="bleu").full_clean()
        assert "#0b4f6c" in caught.value.message_dict["brand_colour"][0]

    def test_a_validator_equals_itself(self):
        """Otherwise every makemigrations would find a change."""
        assert ReadableUnder("#ffffff", "blanc") == ReadableUnder("#ffffff", "blanc")
        assert ReadableUnder("#ffffff", "blanc") != ReadableUnder("#1d1d22", "noir")


class TestAccessibility:
    def test_without_an_audit_nothing_is_claimed(self):
        assert PortalSettings().accessibility_statement(TODAY).sentence == "Accessibilité : non conforme"

    @pytest.mark.parametrize("missing", AUDIT)
    def test_an_audit_with_a_gap_counts_for_nothing(self, missing):
        empty = "" if isinstance(AUDIT[missing], str) else None
        statement = PortalSettings(**{**AUDIT, missing: empty}).accessibility_statement(TODAY)
        assert statement.level == Conformity.NONE
        assert statement.audited_on is None

    @pytest.mark.parametrize(
        ("rate", "sentence"),
        [
            ("0", "Accessibilité : non conforme"),
            ("49.99", "Accessibilité : non conforme"),
            ("50", "Accessibilité : partiellement conforme"),
            ("99.99", "Accessibilité : partiellement conforme"),
            ("100", "Accessibilité : totalement conforme"),
        ],
    )
    def test_the_rate_decides(self, rate, sentence):
        row = PortalSettings(**{**AUDIT, "audit_rate": Decimal(rate)})
        assert row.accessibility_statement(TODAY).sentence == sentence

    @pytest.mark.parametrize(
        ("today", "level", "expired"),
        [
            (date(2025, 5, 31), Conformity.NONE, False),
            (date(2025, 6, 1), Conformity.PARTIAL, False),
            (date(2028, 6, 1), Conformity.PARTIAL, False),
            (date(2028, 6, 2), Conformity.NONE, True),
        ],
    )
    def test_before_during_and_after_its_validity(self, today, level, expired):
        statement = PortalSettings(**AUDIT).accessibility_statement(today)
        assert (statement.level, statement.expired) == (level, expired)

    @pytest.mark.django_db
    def test_an_audit_expires_after_its_date(self):
        with pytest.raises(ValidationError) as caught:
            PortalSettings(**{**AUDIT, "audit_expires_on": AUDIT["audit_date"]}).full_clean()
        assert "audit_expires_on" in caught.value.message_dict


@pytest.mark.parametrize(
    ("day", "inside"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)],
)
def test_preelectoral_period_before_during_and_after(day, inside):
    row = PortalSettings(preelectoral_from=date(2026, 3, 1), preelectoral_until=date(2026, 3, 31))
    assert row.in_preelectoral_period(day) is inside
    assert PortalSettings().in_preelectoral_period(day) is False


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Éditeur du site : à renseigner."),
        ({"publisher_name": "la Ville"}, "Site édité par la Ville."),
        (
            {"publisher_name": "la Ville", "publisher_service": "service Quartiers"},
            "Site édité par la Ville, service Quartiers.",
        ),
    ],
)
def test_who_publishes(fields, sentence):
    assert PortalSettings(**fields).published_by == sentence


@pytest.mark.django_db
class TestRow:
    @pytest.mark.parametrize(
        "broken",
        [
            {"audit_rate": Decimal("100.01")},
            {"audit_rate": Decimal("-1")},
            {"preelectoral_from": date(2026, 3, 1)},
            {"preelectoral_until": date(2026, 3, 1)},
            {"preelectoral_from": date(2026, 3, 2), "preelectoral_until": date(2026, 3, 1)},
            {"only": False},
        ],
    )
    def test_the_database_refuses_what_makes_no_sense(self, broken):
        with pytest.raises(IntegrityError), transaction.atomic():
            PortalSettings.objects.create(**broken)

    def test_there_is_one_row(self):
        PortalSettings.objects.create()
        with pytest.raises(IntegrityError), transaction.atomic():
            PortalSettings.objects.create()

    def test_without_a_row_the_defaults_answer(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert portal_settings().portal_name == "Quartiers ouverts"
            assert portal_settings().pk is None

    def test_it_is_read_once(self, django_assert_num_queries):
        PortalSettings.objects.create(place_line="Martigues")
        with django_assert_num_queries(1):
            assert [portal_settings().place_line for _ in range(5)] == ["Martigues"] * 5

    def test_a_reader_cannot_change_what_others_read(self):
        PortalSettings.objects.create(place_line="Martigues")
        portal_settings().place_line = "Vitrolles"
        assert portal_settings().place_line == "Martigues"

    def test_a_change_is_seen_at_once(self):
        row = PortalSettings.objects.create(place_line="Martigues")
        portal_settings()
        row.place_line = "Vitrolles"
        row.save()
        assert portal_settings().place_line == "Vitrolles"

    def test_a_change_made_by_another_process_is_seen_with_its_version(self, django_capture_on_commit_callbacks):
        PortalSettings.objects.create(place_line="Martigues")
        portal_settings()
        PortalSettings.objects.update(place_line="Vitrolles")
        assert portal_settings().place_line == "Martigues"
        with django_capture_on_commit_callbacks(execute=True):
            cache.bump()
        assert portal_settings().place_line == "Vitrolles"

    def test_after_a_minute_it_is_read_again(self, monkeypatch):
        PortalSettings.objects.create(place_line="Martigues")
        portal_settings()
        PortalSettings.objects.update(place_line="Vitrolles")
        from participation.base.site import remembered

        monkeypatch.setattr(remembered, "SECONDS", -1)
        assert portal_settings().place_line == "Vitrolles"

    def test_saving_starts_a_new_page_version(self, django_capture_on_commit_callbacks):
        before = cache.version()
        with django_capture_on_commit_callbacks(execute=True):
            PortalSettings.objects.create()
        assert cache.version() != before


@pytest.mark.django_db
class TestModules:
    @pytest.fixture(autouse=True)
    def _two(self, modules):
        modules.register("reports", "Signalements", ["/signalements/"])
        modules.register("walks", "Marches", ["/marches/", "/parcours/"])

    def test_a_module_is_on_until_it_is_switched_off(self):
        row = PortalSettings.objects.create()
        assert module_enabled("walks")
        row.disabled_modules = ["walks"]
        row.save()
        assert not module_enabled("walks")
        assert module_enabled("reports")

    def test_a_key_nobody_registered_is_a_mistake(self):
        with pytest.raises(LookupError, match="surveys"):
            module_enabled("surveys")

    @pytest.mark.parametrize(
        ("path", "is_open"),
        [
            ("/parcours/12/", False),
            ("/marches/", False),
            ("/signalements/", True),
            ("/", True),
            ("/marches-publics/", True),
        ],
    )
    def test_paths_of_a_closed_module_are_closed(self, path, is_open):
        PortalSettings.objects.create(disabled_modules=["walks"])
        assert path_is_open(path) is is_open

    @pytest.mark.parametrize("prefix", ["/", "//"[:1], "marches/", "/marches", ""])
    def test_a_prefix_that_would_shut_more_is_refused(self, modules, prefix):
        with pytest.raises(ValueError, match="prefix"):
            modules.register("x", "X", [prefix])

    def test_a_key_is_taken_once(self, modules):
        modules.register("walks", "Marches", ["/marches/", "/parcours/"])
        with pytest.raises(ValueError, match="twice"):
            modules.register("walks", "Balades", ["/balades/"])


@pytest.mark.django_db
class TestAdmin:
    """The page an editor sees in Wagtail."""

    @pytest.fixture
    def row(self, modules, admin_client):
        modules.register("reports", "Signalements", ["/signalements/"])
        modules.register("walks", "Marches", ["/marches/"])
        return PortalSettings.objects.create(disabled_modules=["walks", "a-module-that-is-gone"])

    def form_of(self, client, row):
        response = client.get(f"/admin/settings/base/portalsettings/{row.pk}/")
        assert response.status_code == 200
        return response

    def values(self, form, **changes):
        values = {name: form[name].value() for name in form.fields}
        values["legal_notices"] = json.dumps({"blocks": [], "entityMap": {}})
        return {key: "" if value is None else value for key, value in {**values, **changes}.items()}

    def test_modules_are_ticked_when_they_are_on(self, admin_client, row):
        form = self.form_of(admin_client, row).context["form"]
        assert form["enabled_modules"].value() == ["reports"]

    def test_unticking_switches_off_and_ticking_on(self, admin_client, row):
        response = self.form_of(admin_client, row)
        data = self.values(response.context["form"], enabled_modules=["walks"])
        assert admin_client.post(response.request["PATH_INFO"], data).status_code == 302
        row.refresh_from_db()
        assert row.disabled_modules == ["reports"]

    def test_an_unreadable_colour_is_refused_beside_its_field(self, admin_client, row):
        response = self.form_of(admin_client, row)
        data = self.values(response.context["form"], brand_colour="#ffff00")
        answer = admin_client.post(response.request["PATH_INFO"], data)
        assert "contraste de 1,0:1" in answer.context["form"].errors["brand_colour"][0]
        row.refresh_from_db()
        assert row.brand_colour == "#0b4f6c"
