import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest

from tests.factories.cms import (
    BudgetLineFactory,
    BudgetStatementFactory,
    ConventionPageFactory,
    MilestoneFactory,
    ProjectPageFactory,
    ThemeFactory,
)
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db


def rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


@pytest.fixture
def convention():
    return ConventionPageFactory(slug="exemple", title="Convention exemple")


def test_steps_with_their_theme_and_quartier(client, convention):
    theme = ThemeFactory(page=convention, title="Propreté")
    project = ProjectPageFactory(convention=convention, number="7", title="Halls", themes=[theme])
    MilestoneFactory(
        project=project,
        title="Décrire",
        quartier=QuartierFactory(name="Boudème"),
        due_on=date(2025, 5, 2),
        done_on=date(2025, 5, 5),
        evidence_url="https://ville.example/photo",
    )
    response = client.get("/conventions/exemple/etapes.csv")
    assert response.content.startswith("\ufeff".encode())
    assert response.headers["Content-Disposition"] == 'attachment; filename="exemple-etapes.csv"'
    (row,) = rows(response)
    assert row["fiche_numero"] == "7"
    assert (row["theme"], row["quartier"], row["etape"], row["etat"]) == ("Propreté", "Boudème", "Décrire", "Tenue")
    assert (row["promise_le"], row["tenue_le"], row["preuve_en_ligne"]) == ("2025-05-02", "2025-05-05", "oui")
    assert row["nouvelle_date"] == row["jours_ouvres_de_retard"] == ""


def test_money_with_the_printed_total_as_it_is(client, convention):
    one = BudgetStatementFactory(page=convention, printed_total=Decimal("999.99"), year=None)
    BudgetLineFactory(statement=one, label="Boudème", amount=Decimal("1000.00"))
    BudgetLineFactory(statement=one, label="Remboursement", amount=Decimal("-0.50"))
    found = rows(client.get("/conventions/exemple/argent.csv"))
    assert [(row["montant_eur"], row["nature"]) for row in found] == [
        ("1000.00", "ligne"),
        ("-0.50", "ligne"),
        ("999.99", "total imprimé"),
    ]
    assert found[0]["annee"] == ""


def test_a_cell_is_never_a_formula(client, convention):
    MilestoneFactory(project=ProjectPageFactory(convention=convention), title='=HYPERLINK("http://pirate")')
    (row,) = rows(client.get("/conventions/exemple/etapes.csv"))
    assert row["etape"].startswith("'=")


@pytest.mark.parametrize(
    ("invented", "demo", "remark"),
    [(True, True, "Démonstration : inventé"), (False, True, "Démonstration"), (False, False, "")],
)
def test_a_demonstration_says_so_on_each_row(client, settings, invented, demo, remark):
    settings.DEMO = demo
    convention = ConventionPageFactory(slug="note", invented=invented)
    MilestoneFactory(project=ProjectPageFactory(convention=convention))
    BudgetLineFactory(statement=BudgetStatementFactory(page=convention))
    for name in ("etapes", "argent"):
        assert {row["remarque"] for row in rows(client.get(f"/conventions/note/{name}.csv"))} == {remark}


def test_what_is_not_public_is_not_found(client):
    ConventionPageFactory(slug="brouillon", live=False)
    for slug in ("brouillon", "rien"):
        assert client.get(f"/conventions/{slug}/etapes.csv").status_code == 404
        assert client.get(f"/conventions/{slug}/argent.csv").status_code == 404


@pytest.mark.parametrize("size", [1, 30])
def test_exports_cost_the_same_whatever_their_size(client, convention, size, django_assert_num_queries):
    for _ in range(size):
        MilestoneFactory(project=ProjectPageFactory(convention=convention), quartier=QuartierFactory())
        BudgetLineFactory(statement=BudgetStatementFactory(page=convention))
    client.get("/conventions/exemple/etapes.csv")
    with django_assert_num_queries(4):
        assert len(rows(client.get("/conventions/exemple/etapes.csv"))) == size
    with django_assert_num_queries(3):
        assert len(rows(client.get("/conventions/exemple/argent.csv"))) == size
