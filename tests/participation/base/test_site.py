from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from participation.base.site.contrast import contrast, shown
from participation.base.site.enums import Conformity
from participation.base.site.models import PortalSettings
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
