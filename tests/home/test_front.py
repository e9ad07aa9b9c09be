from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home import skylines
from participation.base import cache
from participation.base.calendar import today
from participation.base.site.models import PortalSettings
from participation.reports.enums import State
from tests.factories.accounts import UserFactory
from tests.factories.cms import (
    ConventionPageFactory,
    HomePageFactory,
    MilestoneFactory,
    NewsPageFactory,
    ProjectPageFactory,
    ThemeFactory,
)
from tests.factories.councils import MeetingFactory
from tests.factories.reports import report_in
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def convention():
    """Two quartiers, three steps: one kept, one late, one to come."""
    convention = ConventionPageFactory()
    project = ProjectPageFactory(
        convention=convention, title="Éclairer", themes=[ThemeFactory(page=convention, title="Tranquillité")]
    )
    one, two = QuartierFactory(name="Boudème"), QuartierFactory(name="Canto-Perdrix")
    MilestoneFactory(project=project, quartier=one, title="Relever les passages", done_on=date(2025, 11, 28))
    MilestoneFactory(project=project, quartier=two, due_on=date(2020, 1, 1))
    MilestoneFactory(project=project, quartier=two, due_on=date(2090, 1, 1))
    HomePageFactory(convention=convention)
    return convention


def test_an_empty_portal_has_a_front_door(client):
    HomePageFactory()
    page = text(client.get("/"))
    assert "Un souci dans le quartier ?" in page
    assert "<span>On vous répond.</span>" in page
    for heading in ("rues", "convention", "nouvelles"):
        assert f'id="{heading}"' not in page


def test_the_skyline_is_lit_by_kept_steps_and_says_so(client, convention):
    response = client.get("/")
    page = text(response)
    assert [(one["name"], one["done"], one["total"]) for one in response.context["skyline"]] == [
        ("Boudème", 1, 1),
        ("Canto-Perdrix", 0, 2),
    ]
    assert "la part allumée est la part des étapes tenues" in page
    assert "1 étape tenue sur 3, quartier par quartier" in page
    assert 'aria-label="Canto-Perdrix : 0 étape tenue sur 2"' in page


def test_the_steps_kept_last_lead_to_their_fiche(client, convention):
    page = text(client.get("/"))
    assert "Relever les passages, Boudème" in page
    assert "Tenue le 28 novembre 2025. Fiche : Éclairer." in page
    assert "#etapes" in page


def test_bars_of_the_convention(client, convention):
    page = text(client.get("/"))
    assert "1 sur 3" in page
    assert "Une est en retard." in page
    assert "Nous disons pourquoi" in page


def test_a_convention_on_time_is_said_to_be_on_time(client):
    convention = ConventionPageFactory()
    project = ProjectPageFactory(convention=convention, themes=[ThemeFactory(page=convention)])
    MilestoneFactory(project=project, done_on=today())
    HomePageFactory(convention=convention)
    assert "Aucune n’est en retard" in text(client.get("/"))


@pytest.mark.parametrize("live", [True, False])
def test_a_convention_that_is_not_public_is_not_put_forward(client, convention, live):
    convention.live = live
    convention.save()
    assert ("Relever les passages" in text(client.get("/"))) is live


@pytest.mark.parametrize(("count", "buildings"), [(1, 0), (2, 2), (6, 6), (7, 0)])
def test_a_street_has_two_to_six_buildings(client, count, buildings):
    convention = ConventionPageFactory()
    project = ProjectPageFactory(convention=convention)
    for _ in range(count):
        MilestoneFactory(project=project, quartier=QuartierFactory())
    HomePageFactory(convention=convention)
    assert len(client.get("/").context["skyline"]) == buildings


def test_a_quartier_without_steps_has_no_building():
    assert skylines.of_steps([]) == []
    assert skylines.of_reports([]) == []


def test_the_three_newest_news(client):
    HomePageFactory()
    for number in range(4):
        NewsPageFactory(title=f"Titre {number}", published_on=date(2026, 3, 1) + timedelta(days=number))
    page = text(client.get("/"))
    assert "Titre 3" in page
    assert "Titre 0" not in page


@pytest.mark.parametrize(
    ("start", "end", "neutral"),
    [(-1, 1, True), (0, 0, True), (1, 9, False), (-9, -1, False)],
)
def test_before_an_election_the_front_page_praises_nothing(client, convention, start, end, neutral):
    NewsPageFactory(title="Une bonne nouvelle")
    PortalSettings(
        preelectoral_from=today() + timedelta(days=start), preelectoral_until=today() + timedelta(days=end)
    ).save()
    page = text(client.get("/"))
    assert ("Période préélectorale" in page) is neutral
    for praise in ("Relever les passages", "Une bonne nouvelle", "1 étape tenue"):
        assert (praise in page) is not neutral
    assert "Mon quartier" in page


def test_the_headline_may_be_one_sentence(client):
    HomePageFactory(headline="Bienvenue")
    assert '<p class="fact">Bienvenue</p>' in text(client.get("/"))


def test_the_doors_say_what_is_true_now(client):
    HomePageFactory()
    doors = client.get("/").context["doors"]
    assert [door["url"] for door in doors] == ["/quartiers/", "/signalements/", "/enquetes/", "/agenda/"]
    assert doors[1]["text"] == "Tout ce qui est signalé, et ce qui est réparé"
    assert doors[3]["text"] == "Aucune réunion annoncée"


@pytest.mark.parametrize(
    ("modules", "urls"),
    [
        (["signalements"], ["/quartiers/", "/enquetes/", "/agenda/"]),
        (["enquetes"], ["/quartiers/", "/signalements/", "/conseils/", "/agenda/"]),
        (["conseils", "enquetes", "agenda"], ["/quartiers/", "/signalements/"]),
    ],
)
def test_a_closed_module_has_no_door(client, modules, urls):
    HomePageFactory()
    PortalSettings(disabled_modules=modules).save()
    response = client.get("/")
    assert [door["url"] for door in response.context["doors"]] == urls
    assert ("Où est le problème" in text(response)) is ("signalements" not in modules)


@pytest.mark.parametrize(("module", "gone"), [("actualites", "Une nouvelle"), ("conventions", "Relever les passages")])
def test_a_closed_module_leaves_the_front_page(client, convention, module, gone):
    NewsPageFactory(title="Une nouvelle")
    assert gone in text(client.get("/"))
    PortalSettings(disabled_modules=[module]).save()
    cache._start_new_version()
    assert gone not in text(client.get("/"))


@pytest.fixture
def street():
    """Two quartiers, three reports of this month: one confirmed, one late, one new; an older one."""
    boudeme, canto = QuartierFactory(name="Boudème"), QuartierFactory(name="Canto-Perdrix")
    report_in(State.CONFIRMED, quartier=boudeme, place="Passage Un")
    report_in(State.RECEIVED, quartier=canto)
    report_in(State.RECEIVED, quartier=canto, at=timezone.now() - timedelta(days=60))
    HomePageFactory()
    return boudeme, canto


def test_the_skyline_is_lit_by_what_residents_confirm(client, street):
    response = client.get("/")
    page = text(response)
    assert [(one["name"], one["done"], one["total"]) for one in response.context["skyline"]] == [
        ("Boudème", 1, 1),
        ("Canto-Perdrix", 0, 1),
    ]
    assert "En 30 jours, 1 problème réparé, 1 confirmé par les habitants" in page
    assert "la part allumée est la part confirmée par les habitants" in page
    assert 'aria-label="Canto-Perdrix : 0 confirmés réparés sur 1 signalés' in page


def test_the_doors_count_what_is_open_and_late(client, street):
    assert client.get("/").context["doors"][1]["text"] == "2 en cours, 1 en retard"


def test_a_new_report_is_on_the_front_page_at_once_for_everyone(client, street, settings):
    settings.REMEMBER_SECONDS = 60
    before = client.get("/").context["reported"]
    report_in(State.RECEIVED, quartier=street[0])
    cache._start_new_version()  # the test's transaction never commits
    assert client.get("/").context["reported"] == before + 1


def test_the_figures_are_remembered_for_those_whom_the_page_cache_does_not_serve(client, street, settings):
    settings.REMEMBER_SECONDS = 60
    client.force_login(UserFactory())
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert not [query for query in queries if "reports_report" in query["sql"]]


def test_next_meetings(client):
    HomePageFactory()
    MeetingFactory(title="Pied d’immeuble", starts_at=timezone.now() + timedelta(days=2))
    page = text(client.get("/"))
    assert "Pied d’immeuble" in page
    assert "Prochaines réunions" in page
