"""Salon-de-Provence (fiche expérience, 2007), Poitiers (délibération, 2023), AMP and AR Hlm (convention 2022-2024)."""

from datetime import date
from decimal import Decimal

import pytest

from cms.enums import Outcome
from cms.models import ConventionPage, DeliberationPage, ExperiencePage
from participation.territory.models import Commune, Quartier

pytestmark = pytest.mark.usefixtures("demo_db")


def text_of(page):
    return " ".join(str(block.value) for block in page.body)


# --- Salon-de-Provence ------------------------------------------------------------------------------------------------
def test_salon_and_its_three_quartiers():
    assert Commune.objects.get(code="SAL").insee_code == "13103"
    for slug, code in (("les-canourgues", "QN01327I"), ("la-monaque", "QN01328I")):
        quartier = Quartier.objects.get(slug=slug)
        assert quartier.statuses.qpv().get().code == code
        assert quartier.perimeter is not None
    bressons = Quartier.objects.get(slug="bressons-blazots")
    assert bressons.perimeter is None
    assert bressons.within is None
    assert not bressons.statuses.qpv().exists()


def test_the_experience_has_its_four_marks_and_says_who_gave_them():
    page = ExperiencePage.objects.get()
    marks = (page.mark_partnership, page.mark_participation, page.mark_coordination, page.mark_innovation)
    assert marks == (4, 3, 3, 3)
    assert "Auto-évaluation" in page.author_note
    assert page.operator == "Association Arènes"
    assert set(page.quartiers.values_list("slug", flat=True)) == {"les-canourgues", "la-monaque", "bressons-blazots"}
    assert "sans résultats concrets" in text_of(page)


# --- Poitiers ---------------------------------------------------------------------------------------------------------
def test_the_deliberation_tells_the_session_and_no_vote():
    page = DeliberationPage.objects.get()
    assert page.commune.name == "Poitiers"
    assert page.session_date == date(2023, 6, 26)
    assert (page.order_number, page.identifier, page.quorum) == (29, "2023-0119", 27)
    assert page.nomenclature.startswith("8.5")
    blanks = (page.members_present, page.votes_for, page.votes_against, page.abstentions)
    assert blanks == (None, None, None, None)
    assert page.outcome == Outcome.UNSTATED
    assert page.rapporteur_function == ""


def test_the_deliberation_approves_a_convention_of_13_signatories_without_term():
    convention = DeliberationPage.objects.get().convention
    assert convention.signatories.count() == 13
    assert not convention.signatories.exclude(signed_on=None).exists()
    landlords = convention.signatories.filter(partner__kind="landlord").values_list("partner__name", flat=True)
    assert set(landlords) == {
        "Ékidom",
        "Habitat de la Vienne",
        "Immobilière Atlantic Aménagement",
        "Sem Habitat du Pays Châtelleraudais",
        "ICF Habitat Atlantique",
    }
    blanks = (convention.duration_text, convention.termination_text, convention.starts_on, convention.ends_on)
    assert blanks == ("", "", None, None)


# --- Métropole Aix-Marseille-Provence and AR Hlm ----------------------------------------------------------------------
@pytest.fixture
def partnership(demo_db):
    return ConventionPage.objects.get(slug="metropole-ar-hlm-2022-2024")


def test_three_years_from_a_known_day(partnership):
    assert (partnership.starts_on, partnership.ends_on) == (date(2022, 1, 1), date(2024, 12, 31))
    assert "trois mois" in partnership.termination_text


def test_three_axes_and_seven_chantiers(partnership):
    assert list(partnership.themes.filter(label="axe").values_list("number", flat=True)) == ["1", "2", "3"]
    chantiers = partnership.themes.filter(label="chantier").order_by("number")
    assert list(chantiers.values_list("number", "parent__number")) == [
        ("1", "1"),
        ("2", "1"),
        ("3", "1"),
        ("4", "2"),
        ("5", "3"),
        ("6", "3"),
        ("7", "3"),
    ]


def test_seven_ways_to_act_and_the_counts_of_the_preamble(partnership):
    (steps,) = [block.value for block in partnership.body if block.block_type == "steps"]
    assert len(steps) == 7
    text = text_of(partnership)
    for fact in ("92 communes", "59 quartiers prioritaires dans 14 communes", "21 de ces quartiers", "20 000 € par an"):
        assert fact in text


def test_twenty_thousand_euros_a_year_and_two_signatories(partnership):
    assert partnership.budgets.get().lines.get().amount == Decimal(20000)
    assert list(partnership.signatories.values_list("partner__slug", "function")) == [
        ("metropole-aix-marseille-provence", "Présidente"),
        ("ar-hlm", "Président"),
    ]
