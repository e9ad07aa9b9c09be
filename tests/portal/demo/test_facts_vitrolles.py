"""What the Vitrolles charter says (charte de GUSP 2007-2009), its contradictions and blanks included."""

from datetime import date

import pytest
from django.db.models import Sum

from cms.enums import LifeCycle
from cms.models import ConventionPage, ProjectPage
from cms.models.projects import FICHE_FIELDS
from participation.territory.models import Commune, Quartier, Residence

pytestmark = pytest.mark.usefixtures("demo_db")


@pytest.fixture
def charter(demo_db):
    return ConventionPage.objects.get(slug="vitrolles-2007-2009")


@pytest.fixture
def fiches(charter):
    return ProjectPage.objects.child_of(charter).live().order_by("path")


def empty_fields(fiche):
    return [name for name in FICHE_FIELDS if not getattr(fiche, name)]


def test_the_commune_and_its_two_qpv():
    assert Commune.objects.get(code="VIT").insee_code == "13117"
    for slug, code in (("secteur-centre", "QN01317I"), ("la-frescoule", "QN01318I")):
        quartier = Quartier.objects.get(slug=slug)
        assert quartier.statuses.qpv().get().code == code
        assert quartier.perimeter is not None


def test_two_phases_of_quartiers(charter):
    phases = {}
    for quartier in charter.quartiers.all():
        label = quartier.statuses.get(label__contains="charte GUSP").label
        phases.setdefault(label.rpartition(", ")[2], set()).add(quartier.name)
    assert phases == {
        "première phase": {"Les Pins et Domaine des Pins", "Les Hermes", "Petite Garrigue", "Liourat"},
        "deuxième phase": {"La Frescoule", "La Tuilière"},
    }


def test_quartiers_without_a_source_have_no_shape_and_only_les_hermes_is_placed():
    without = Quartier.objects.without_perimeter().filter(commune__code="VIT")
    assert {quartier.slug: quartier.within and quartier.within.slug for quartier in without} == {
        "les-pins-et-domaine-des-pins": None,
        "les-hermes": "secteur-centre",
        "petite-garrigue": None,
        "liourat": None,
        "la-tuiliere": None,
    }
    assert all("ucun périmètre" in quartier.note for quartier in without)


def test_populations_as_printed_and_dwellings_where_the_charter_prints_dwellings():
    found = dict(Quartier.objects.filter(commune__code="VIT", population__gt=0).values_list("slug", "population"))
    assert found == {"les-pins-et-domaine-des-pins": 3401, "les-hermes": 2378, "liourat": 1687}
    petite_garrigue = Quartier.objects.get(slug="petite-garrigue")
    assert petite_garrigue.population is None
    assert "« 1829 logements »" in petite_garrigue.note


def test_the_residences_of_annex_iii_add_up_to_2193_and_the_text_says_2205(charter):
    residences = Residence.objects.filter(quartier__commune__code="VIT")
    assert sorted(residences.values_list("landlord__name", "name", "dwellings")) == [
        ("Coopération et Famille", "Le Domaine des Pins", 81),
        ("Coopération et Famille", "Le Liourat", 246),
        ("Coopération et Famille", "Les Hermes", 191),
        ("Famille et Provence", "Les Pins", 124),
        ("LOGIREM", "Les Pins", 206),
        ("OPAC Sud", "Les Pins", 875),
        ("Phocéenne d’Habitation", "La Petite Garrigue", 373),
        ("Phocéenne d’Habitation", "Le Liourat", 97),
    ]
    assert residences.aggregate(total=Sum("dwellings"))["total"] == 2193
    notices = {block.value["title"]: block.value["text"] for block in charter.body if block.block_type == "notice"}
    assert "2 205" in notices["2 205 logements, ou 2 193."]
    assert "2 193" in notices["2 205 logements, ou 2 193."]


def test_five_landlords_or_eight_and_a_bank_that_does_not_sign(charter):
    notices = {block.value["title"]: block.value["text"] for block in charter.body if block.block_type == "notice"}
    assert "cinq bailleurs" in notices["Cinq bailleurs, ou huit."]
    assert "huit bailleurs" in notices["Cinq bailleurs, ou huit."]
    assert "n’est pas parmi les signataires" in notices["La Caisse des dépôts."]
    assert not charter.signatories.filter(partner__slug="caisse-des-depots").exists()
    assert charter.signatories.count() == 13
    assert not charter.signatories.exclude(signed_on=None).exists()


def test_the_charter_is_not_dated(charter):
    assert charter.period_label == "2007 à 2009"
    assert (charter.starts_on, charter.ends_on) == (None, None)
    assert "trois ans" in charter.duration_text
    assert charter.termination_text == ""


def test_four_themes_and_the_two_axes_of_the_first(charter):
    assert list(charter.themes.filter(parent=None).values_list("number", flat=True)) == ["A", "B", "C", "D"]
    assert charter.themes.filter(parent__number="A", label="axe").count() == 2


def test_23_numbered_fiches_under_their_theme_and_one_without_number(fiches):
    numbers = [fiche.number for fiche in fiches]
    assert numbers == [*(str(number) for number in range(1, 24)), ""]
    by_theme = {}
    for fiche in fiches:
        theme = fiche.themes.get()
        by_theme.setdefault((theme.parent or theme).number, []).append(fiche.number)
    assert {number: len(found) for number, found in by_theme.items()} == {"A": 7, "B": 8, "C": 5, "D": 4}
    assert by_theme["A"] == [str(number) for number in range(1, 8)]
    assert by_theme["B"][-1] == ""


def test_three_fiches_are_drafted_and_twenty_one_say_they_are_not(fiches):
    drafted = [fiche for fiche in fiches if fiche.life_cycle == LifeCycle.DRAFT]
    assert [fiche.number for fiche in drafted] == ["1", "22", ""]
    for fiche in fiches:
        if fiche not in drafted:
            assert fiche.life_cycle == LifeCycle.UNSTATED
            assert empty_fields(fiche) == list(FICHE_FIELDS)
            assert "n’y est pas rédigée" in fiche.intro


def test_what_the_drafts_leave_blank_stays_blank(fiches):
    drafts = {fiche.number: fiche for fiche in fiches if fiche.life_cycle == LifeCycle.DRAFT}
    assert empty_fields(drafts["1"]) == ["feasibility_text"]
    assert "pas de rubrique « Conditions de faisabilité »" in drafts["1"].intro
    assert empty_fields(drafts["22"]) == []
    assert empty_fields(drafts[""]) == ["feasibility_text"]
    assert drafts[""].title == "La démarche de prévention situationnelle"


def test_the_welcome_drink_has_a_ceiling_and_no_cadence(fiches):
    assert "une fois par trimestre <b>au maximum</b>" in fiches.get(number="22").schedule_text


def test_the_charter_s_statuses_are_past():
    status = Quartier.objects.get(slug="liourat").statuses.get()
    assert (status.from_date, status.until) == (date(2007, 1, 1), date(2009, 12, 31))
