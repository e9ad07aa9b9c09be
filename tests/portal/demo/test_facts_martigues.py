"""What the Martigues convention says, and what it leaves blank (convention générale de GUP 2016/2019)."""

from datetime import date
from decimal import Decimal

import pytest

from cms.models import ConventionPage
from participation.territory.enums import StatusKind
from participation.territory.models import Commune, Quartier

pytestmark = pytest.mark.usefixtures("demo_db")


@pytest.fixture
def convention(demo_db):
    return ConventionPage.objects.get(slug="martigues-2016-2019")


def test_the_commune():
    assert Commune.objects.get(code="MAR").insee_code == "13056"


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("mas-de-pouane", "QN01320I"),
        ("notre-dame-des-marins", "QN01321I"),
        ("canto-perdrix", "QN01322M"),
        ("boudeme-les-deux-portes-bargemont", "QN01370N"),
    ],
)
def test_the_qpv_of_2024_have_their_code_and_their_official_perimeter(slug, code):
    quartier = Quartier.objects.get(slug=slug)
    assert list(quartier.statuses.current(date(2026, 3, 24)).qpv().values_list("code", flat=True)) == [code]
    assert quartier.perimeter["type"] == "MultiPolygon"
    assert quartier.perimeter_source == "ANCT, QPV 2024, Licence Ouverte 2.0"


@pytest.mark.parametrize("slug", ["boudeme", "paradis-saint-roch"])
def test_veille_active_is_over_and_no_perimeter_is_drawn_without_a_source(slug):
    quartier = Quartier.objects.get(slug=slug)
    status = quartier.statuses.get(kind=StatusKind.VEILLE_ACTIVE)
    assert status.until == date(2024, 11, 17)
    assert "2024-1036" in status.source
    assert quartier.perimeter is None
    assert "Aucun périmètre" in quartier.note


def test_boudeme_lies_in_a_qpv_since_2024_and_paradis_saint_roch_in_none():
    boudeme = Quartier.objects.get(slug="boudeme")
    assert boudeme.within.slug == "boudeme-les-deux-portes-bargemont"
    assert boudeme.statuses.qpv().get().from_date == date(2024, 1, 1)
    assert Quartier.objects.get(slug="paradis-saint-roch").within is None


def test_ten_signatories_by_their_function(convention):
    assert list(convention.signatories.values_list("partner__name", "function", "signed_on")) == [
        ("État", "Sous-préfet de l’arrondissement d’Istres", None),
        ("Région Provence-Alpes-Côte d’Azur", "Président", None),
        ("Département des Bouches-du-Rhône", "Présidente du conseil départemental", None),
        (
            "Métropole Aix-Marseille-Provence",
            "Vice-président, pour le Pays de Martigues (conseil de territoire)",
            None,
        ),
        ("Ville de Martigues", "Député-maire", None),
        ("LOGIREM", "Directeur général", None),
        ("Nouveau Logis Provençal", "Directeur général", None),
        ("SEMIVIM", "Directeur", None),
        ("13 Habitat", "Directeur général", None),
        ("Association régionale Hlm Provence-Alpes-Côte d’Azur et Corse", "Président", None),
    ]


def test_four_years_from_a_signature_without_date_give_no_term(convention):
    assert convention.duration_text.startswith("Quatre ans à compter de la signature.")
    assert convention.starts_on is None
    assert convention.ends_on is None
    assert "six mois de préavis" in convention.termination_text
    assert not convention.invented


def test_the_staff_and_the_bodies_are_told(convention):
    text = " ".join(str(block.value) for block in convention.body)
    for fact in (
        "1 directeur général adjoint",
        "1 chef de service",
        "1 pool de secrétariat",
        "5 chargés de développement social urbain",
        "5 agents d’écoute et de proximité",
        "20 conseils de quartier",
        "suivi « bi-mensuel »",
    ):
        assert fact in text


def test_the_upkeep_of_2015_keeps_its_gap_of_4000_euros(convention):
    statement = convention.budgets.get(year=2015)
    lines = dict(statement.lines.values_list("quartier__slug", "amount"))
    assert lines == {
        "boudeme": Decimal("29174.12"),
        "notre-dame-des-marins": Decimal("50995.34"),
        "paradis-saint-roch": Decimal("154269.16"),
        "mas-de-pouane": Decimal("68404.37"),
        "canto-perdrix": Decimal("186117.58"),
    }
    assert statement.printed_total == Decimal("484960.57")
    assert sum(lines.values()) == Decimal("488960.57")
    assert statement.explanation == ""


def test_the_small_works_of_2016(convention):
    statement = convention.budgets.get(year=2016)
    assert statement.printed_total == Decimal(130000)
    assert sum(statement.lines.values_list("amount", flat=True)) == Decimal(130000)


def test_five_stakes_and_eight_priorities_order_the_convention(convention):
    top = convention.themes.filter(parent=None)
    assert list(top.filter(label="enjeu").values_list("number", flat=True)) == ["1", "2", "3", "4", "5"]
    assert top.filter(label="priorité").count() == 8
    assert convention.themes.filter(label="action", parent__label="priorité").count() == 23


def test_a_real_document_has_no_followed_step(convention):
    assert not convention.get_children().exists()


def test_the_residence_named_with_adoma_has_no_figure_of_its_own():
    residence = Quartier.objects.get(slug="boudeme").residences.get(landlord__name="ADOMA")
    assert residence.dwellings is None
    assert "sans dire à qui elle est" in residence.source
