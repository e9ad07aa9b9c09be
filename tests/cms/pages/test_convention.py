from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from cms.pages import convention as pages
from cms.pages import tables, words
from cms.selectors.counting import Step, Tally, roll_up
from cms.selectors.money import Amount, Statement
from participation.base.calendar import add_working_days, today, working_days_between
from participation.territory.enums import PartnerKind
from tests.factories.cms import (
    BudgetLineFactory,
    BudgetStatementFactory,
    ConventionPageFactory,
    DeliberationPageFactory,
    MilestoneFactory,
    ProjectPageFactory,
    SignatoryFactory,
    ThemeFactory,
)
from tests.factories.territory import PartnerFactory, QuartierFactory, QuartierStatusFactory

DAY = date(2026, 3, 24)


def text(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


# --- Words and tables, without the database ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tally", "sentence"),
    [
        (Tally(total=58, done=24), "24 étapes tenues sur 58"),
        (Tally(total=2, done=1), "1 étape tenue sur 2"),
        (Tally(total=3), "0 étape tenue sur 3"),
    ],
)
def test_the_fact_of_a_convention(tally, sentence):
    assert words.kept(tally) == sentence


@pytest.mark.parametrize(
    ("tally", "sentence"),
    [
        (Tally(total=6, done=2), "Deux étapes tenues sur six"),
        (Tally(total=6, done=1), "Une étape tenue sur six"),
        (Tally(total=1), "Aucune étape tenue sur une"),
        (Tally(total=24, done=12), "12 étapes tenues sur 24"),
    ],
)
def test_the_fact_of_a_fiche(tally, sentence):
    assert words.kept_in_words(tally) == sentence


@pytest.mark.parametrize(
    ("word", "plural"), [("axe", "axes"), ("enjeu", "enjeux"), ("priorité", "priorités"), ("choix", "choix")]
)
def test_the_words_of_a_document_in_the_plural(word, plural):
    assert words.plural_of(word) == plural


def progress(steps):
    return roll_up(
        steps,
        day=DAY,
        themes=[(1, "1", "Propreté"), (2, "2", "Jeux")],
        quartiers=[(10, "boudeme", "Boudème"), (20, "canto", "Canto-Perdrix")],
        theme_of_project={1: 1},
    )


def test_the_crossed_table_reads_both_ways():
    found = progress([Step(1, 10, done_on=DAY), Step(1, 20, due_on=DAY - timedelta(days=1))])
    by_theme, by_quartier = tables.crossed(found, "theme"), tables.crossed(found, "quartier")
    assert [row.label for row in by_theme.rows] == ["Propreté"]
    assert by_theme.columns == ["Boudème", "Canto-Perdrix"]
    assert [row.label for row in by_quartier.rows] == ["Boudème", "Canto-Perdrix"]
    assert by_quartier.columns == ["Propreté"]
    assert [row.url for row in by_quartier.rows] == ["/quartiers/boudeme/", "/quartiers/canto/"]
    assert [cell.late for cell in by_theme.rows[0].cells] == [row.cells[0].late for row in by_quartier.rows] == [0, 1]


def test_there_is_no_crossed_table_of_nothing():
    assert tables.crossed(progress([]), "theme") is None


def test_a_printed_total_without_gap_is_not_called_one():
    lines = (Amount("A", Decimal("1.00")), Amount("B", Decimal("2.00")))
    one = Statement("Subvention", 2015, "", lines, Decimal("3.00"), "")
    assert [row.gap for row in tables.statement_table(one).footer] == [False, False]


def test_long_titles_are_cut_between_words():
    assert tables._short("12. Éclairer tous les passages entre les immeubles du quartier").endswith("entre les…")


@pytest.mark.parametrize(
    ("working_days", "ending"),
    [(0, "la date est passée."), (1, "1 jour ouvré de retard."), (17, "17 jours ouvrés de retard.")],
)
def test_a_delay_in_words(working_days, ending):
    step = SimpleNamespace(due_on=date(2026, 3, 20), working_days=working_days)
    assert words.promised(step).replace("\xa0", " ") == f"Promise au plus tard le 20 mars 2026 : {ending}"


# --- The page ---------------------------------------------------------------------------------------------------------
pytestmark = pytest.mark.django_db


@pytest.fixture
def convention():
    return ConventionPageFactory(slug="exemple", short_title="cinq quartiers")


def test_only_the_parts_that_exist_are_shown(client, convention):
    page = text(client.get(convention.get_url()))
    for heading in ("croise", "retards", "calendrier", "argent", "quartiers", "liens"):
        assert f'id="{heading}"' not in page
    assert "Non renseigné dans le document" in page


def test_a_delay_says_what_since_when_who_and_why(client, convention):
    theme = ThemeFactory(page=convention, title="Tranquillité")
    project = ProjectPageFactory(convention=convention, themes=[theme], lead=PartnerFactory(name="Phare Habitat"))
    due = add_working_days(today(), -17)
    MilestoneFactory(
        project=project,
        title="Poser trois mâts",
        quartier=QuartierFactory(name="Canto-Perdrix"),
        due_on=due,
        new_due_on=date(2099, 4, 30),
        status_note="Il manque deux mâts.",
    )
    page = text(client.get(convention.get_url()))
    assert f"{working_days_between(due, today())} jours ouvrés de retard." in page
    assert "Porteur : Phare Habitat (fictif). Il manque deux mâts. Nouvelle date : 30 avril 2099." in page
    assert "Canto-Perdrix, Tranquillité" in page


def test_a_delay_without_explanation_says_so(client, convention):
    MilestoneFactory(project=ProjectPageFactory(convention=convention), due_on=date(2020, 1, 1))
    page = text(client.get(convention.get_url()))
    assert "Pas encore d’explication." in page


def test_the_tabs_work_by_the_address(client, convention):
    MilestoneFactory(
        project=ProjectPageFactory(convention=convention, themes=[ThemeFactory(page=convention)]),
        quartier=QuartierFactory(),
    )
    by_theme = client.get(convention.get_url())
    by_quartier = client.get(convention.get_url(), {"vue": "quartier"})
    assert by_theme.context["crossed"].corner == "Thème"
    assert by_quartier.context["crossed"].corner == "Quartier"
    assert client.get(convention.get_url(), {"vue": "autre"}).status_code == 404


def test_proven_and_declared_steps_are_told_apart(client, convention):
    project = ProjectPageFactory(convention=convention)
    MilestoneFactory(project=project, done_on=today(), evidence_url="https://ville.example/photo")
    page = text(client.get(convention.get_url()))
    assert "la preuve est en ligne" in page
    MilestoneFactory(project=project, done_on=today())
    page = text(client.get(convention.get_url()))
    assert "dont 1 avec la preuve en ligne" in page


def test_unequal_weights_are_explained(client, convention):
    project = ProjectPageFactory(convention=convention)
    MilestoneFactory(project=project, weight=3, done_on=today())
    MilestoneFactory(project=project, weight=1)
    page = text(client.get(convention.get_url()))
    assert "en comptant les poids, 3 sur 4, soit 75 %" in page


def test_equal_weights_are_said_to_be_equal(client, convention):
    project = ProjectPageFactory(convention=convention)
    MilestoneFactory(project=project, done_on=today())
    MilestoneFactory(project=project)
    assert "toutes les étapes ont le même poids : 1 sur 2, soit 50 %" in text(client.get(convention.get_url()))


def test_a_discrepancy_waits_for_the_words_of_the_service(client, convention):
    one = BudgetStatementFactory(page=convention, printed_total=Decimal("1500"))
    for amount in ("1000", "1000"):
        BudgetLineFactory(statement=one, amount=Decimal(amount))
    page = text(client.get(convention.get_url()))
    assert "Les deux totaux diffèrent de 500 €." in page
    assert "ses deux lignes font 2 000,00 €" in page
    assert "Le service peut expliquer cet écart ici." in page
    one.explanation = "Une ligne est comptée deux fois."
    one.save()
    assert "Une ligne est comptée deux fois." in text(client.get(convention.get_url()))


def test_a_single_amount_is_a_figure(client, convention):
    one = BudgetStatementFactory(page=convention, title="Petits travaux", year=2016)
    BudgetLineFactory(statement=one, amount=Decimal("130000.00"))
    response = client.get(convention.get_url())
    assert [item["text"] for item in response.context["amounts"]] == ["Petits travaux, 2016"]
    assert "130 000 €" in text(response)


def test_signatories_are_bodies_and_functions_grouped(convention, rf):
    for kind, name in ((PartnerKind.CITY, "Ville"), (PartnerKind.LANDLORD, "LOGIREM"), (PartnerKind.STATE, "État")):
        partner = PartnerFactory(kind=kind, name=name, fictional=False)
        SignatoryFactory(page=convention, partner=partner, function="Maire")
    groups = pages.convention(convention, rf.get("/"))["signatories"]
    assert [str(group["label"]) for group in groups] == ["L’État et les collectivités", "Les bailleurs sociaux"]
    assert "Ville" in groups[0]["value"]
    assert "État" in groups[0]["value"]


def test_quartiers_say_their_statuses_and_who_has_no_outline(client, convention):
    drawn, bare = QuartierFactory(name="Mas", with_perimeter=True), QuartierFactory(name="Paradis")
    QuartierStatusFactory(quartier=drawn, code="QN01320I")
    convention.quartiers = [drawn, bare]
    convention.save()
    response = client.get(convention.get_url())
    page = text(response)
    assert response.context["map"] is not None
    assert "QN01320I" in page
    assert "Aucune source ne publie le tracé de Paradis" in page
    assert "js/map.js" in page


def test_without_any_outline_there_is_no_map_and_no_script(client, convention):
    convention.quartiers = [QuartierFactory()]
    convention.save()
    response = client.get(convention.get_url())
    assert response.context["map"] is None
    assert "js/map.js" not in text(response)


def test_agreements_and_deliberations_are_linked_both_ways(client, convention):
    follow_up = ConventionPageFactory(parent_agreement=convention)
    deliberation = DeliberationPageFactory(convention=convention)
    page = text(client.get(convention.get_url()))
    assert f'href="{follow_up.get_url()}"' in page
    assert f'href="{deliberation.get_url()}"' in page
    assert f'href="{convention.get_url()}"' in text(client.get(follow_up.get_url()))
    assert f'href="{convention.get_url()}"' in text(client.get(deliberation.get_url()))


def test_a_deliberation_does_not_link_to_a_draft(client):
    draft = ConventionPageFactory(live=False)
    deliberation = DeliberationPageFactory(convention=draft)
    assert draft.get_url() not in text(client.get(deliberation.get_url()))
