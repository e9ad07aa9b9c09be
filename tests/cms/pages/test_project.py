from datetime import date, timedelta

import pytest

from cms.enums import LifeCycle
from participation.base.calendar import add_working_days, today
from participation.base.text import dates
from tests.factories.cms import ConventionPageFactory, MilestoneFactory, ProjectPageFactory, ThemeFactory
from tests.factories.territory import PartnerFactory, QuartierFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def status(client, project):
    found = client.get(project.get_url()).context["status"]
    return found and (found["state"], f"{found['lead']} {found['rest']}".replace("\xa0", " "))


def plain(day):
    return dates.day(day).replace("\xa0", " ")


def test_a_late_fiche_says_how_many_since_when_and_why(client):
    project = ProjectPageFactory()
    old, recent = add_working_days(today(), -30), add_working_days(today(), -5)
    MilestoneFactory(project=project, done_on=today())
    MilestoneFactory(project=project, title="Poser trois mâts", due_on=old, status_note="Il manque deux mâts.")
    assert status(client, project) == (
        "retard",
        f"Une étape tenue sur deux, une en retard depuis le {plain(old)}. Poser trois mâts : il manque deux mâts.",
    )
    MilestoneFactory(project=project, due_on=recent)
    assert f"deux en retard, la plus ancienne depuis le {plain(old)}" in status(client, project)[1]


def test_a_fiche_on_time_says_what_comes_next(client):
    project = ProjectPageFactory()
    soon = today() + timedelta(days=10)
    MilestoneFactory(project=project, due_on=soon + timedelta(days=100))
    MilestoneFactory(project=project, title="Revenir de nuit", due_on=soon)
    assert status(client, project) == (
        "prevu",
        f"Aucune étape tenue sur deux. Prochaine étape : revenir de nuit, au plus tard le {plain(soon)}.",
    )


def test_steps_without_date_are_said_to_have_none(client):
    project = ProjectPageFactory()
    MilestoneFactory(project=project, due_on=None)
    assert status(client, project)[1].endswith("Les étapes à venir n’ont pas de date.")
    assert "Sans date." in text(client.get(project.get_url()))


def test_a_kept_fiche_says_since_when(client):
    project = ProjectPageFactory()
    MilestoneFactory(project=project, done_on=date(2026, 1, 2))
    assert status(client, project) == ("resolu", "Une étape tenue sur une. La dernière le 2 janvier 2026.")


def test_an_abandoned_fiche_says_why(client):
    project = ProjectPageFactory(life_cycle=LifeCycle.ABANDONED, abandon_reason="Le terrain est vendu.")
    MilestoneFactory(project=project, due_on=date(2020, 1, 1))
    assert status(client, project) == ("clos", "Cette action est abandonnée. Le terrain est vendu.")
    page = text(client.get(project.get_url()))
    assert "en retard depuis" not in page
    assert "Elle ne sera pas faite" in page


def test_an_abandoned_fiche_without_reason_says_that_too(client):
    project = ProjectPageFactory(life_cycle=LifeCycle.ABANDONED)
    assert status(client, project)[1].endswith("La raison n’est pas renseignée.")


def test_a_fiche_that_promises_nothing_dated_has_no_status_and_no_timeline(client):
    project = ProjectPageFactory()
    page = text(client.get(project.get_url()))
    assert status(client, project) is None
    assert 'id="etapes"' not in page
    assert "Le document ne donne aucune étape datée." in page


def test_the_ten_points_stand_in_order_empty_ones_included(client):
    project = ProjectPageFactory(location="<p>Six passages.</p>", tools_text="<p>Une grille.</p>")
    points = client.get(project.get_url()).context["points"]
    assert [str(point["label"]) for point in points] == [
        "Lieu",
        "Constat",
        "Attendus : ce que l’on veut obtenir",
        "Description",
        "Porteur : qui conduit l’action",
        "Partenaires",
        "Échéancier",
        "Moyens et financement",
        "Évaluation",
        "Conditions pour réussir",
        "Outils utilisés",
    ]
    assert "Six passages." in points[0]["value"]
    assert sum("Non renseigné dans le document" in point["value"] for point in points) == 9


def test_an_empty_paragraph_is_an_empty_point(client):
    project = ProjectPageFactory(diagnosis='<p data-block-key="a"> </p>')
    assert "Non renseigné" in client.get(project.get_url()).context["points"][1]["value"]


def test_the_lead_stands_in_for_words_that_are_missing(client):
    project = ProjectPageFactory(lead=PartnerFactory(name="Phare Habitat"))
    assert client.get(project.get_url()).context["points"][4]["value"] == "Phare Habitat (fictif)"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (1, "un jour avant la date"),
        (4, "4 jours avant la date"),
        (-1, "un jour après la date"),
        (-9, "9 jours après la date"),
        (0, "Tenue le 14 octobre 2025. "),
    ],
)
def test_a_kept_step_says_how_far_from_its_date(client, days, sentence):
    project = ProjectPageFactory()
    MilestoneFactory(project=project, due_on=date(2025, 10, 14) + timedelta(days=days), done_on=date(2025, 10, 14))
    assert sentence in text(client.get(project.get_url()))


def test_evidence_is_linked_when_it_can_be_read_and_named_when_it_cannot(client):
    project = ProjectPageFactory()
    MilestoneFactory(
        project=project, done_on=today(), evidence_label="Compte rendu", evidence_url="https://ville.example/cr"
    )
    MilestoneFactory(project=project, done_on=today(), evidence_label="Facture")
    MilestoneFactory(project=project, done_on=today())
    page = text(client.get(project.get_url()))
    assert '<a href="https://ville.example/cr">Compte rendu</a>' in page
    assert "Preuve déclarée, pas encore en ligne : facture." in page
    assert "Aucune preuve en ligne." in page


def test_texts_of_partners_are_escaped(client):
    project = ProjectPageFactory()
    MilestoneFactory(project=project, due_on=date(2020, 1, 1), title="<b>Halls</b>", status_note="<script>1</script>")
    page = text(client.get(project.get_url()))
    assert "<script>1" not in page
    assert "<b>Halls" not in page


def test_where_it_stands_and_where_it_belongs(client):
    convention = ConventionPageFactory(short_title="cinq quartiers")
    theme = ThemeFactory(page=convention, title="Tranquillité publique")
    project = ProjectPageFactory(
        convention=convention,
        number="12",
        themes=[theme],
        quartiers=[QuartierFactory(name="Boudème")],
        life_cycle=LifeCycle.RUNNING,
    )
    response = client.get(project.get_url())
    page = text(response)
    assert [item["label"] for item in response.context["breadcrumb"]] == ["Les conventions", "Cinq quartiers"]
    assert '<span aria-current="page">Fiche n° 12</span>' in page
    assert "Tranquillité publique. En cours." in page
    assert ">Boudème</a>" in page
