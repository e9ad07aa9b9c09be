import json
from datetime import date
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.models import PageViewRestriction

from cms.models import PortalImage, PortalRendition
from cms.pages import places
from cms.pages.quartiers import facts_alone
from participation.base.site import remembered
from participation.territory.enums import StatusKind
from participation.territory.selectors import DwellingTotal
from participation.territory.services import rename_slug
from tests.factories.cms import (
    ConventionPageFactory,
    ExperiencePageFactory,
    MilestoneFactory,
    NewsPageFactory,
    ProjectPageFactory,
    QuartierPageFactory,
    quartiers_index,
)
from tests.factories.comments import PublicCommentFactory
from tests.factories.territory import (
    CommuneFactory,
    PartnerFactory,
    QuartierFactory,
    QuartierStatusFactory,
    ResidenceFactory,
)

pytestmark = pytest.mark.django_db
NBSP, NNBSP = "\u00a0", "\u202f"


def read(client, url, status=200):
    """The page's HTML with entities and French spaces as plain text, so that sentences compare."""
    response = client.get(url)
    assert response.status_code == status
    return unescape(response.content.decode()).replace(NBSP, " ").replace(NNBSP, " ")


def config_of(html, identifier):
    return json.loads(html.split(f'<script id="{identifier}" type="application/json">')[1].split("</script>")[0])


@pytest.fixture
def martigues():
    return CommuneFactory(code="MAR", name="Martigues", slug="martigues", insee_code="13056")


@pytest.fixture
def quartier(martigues):
    quartier = QuartierFactory(commune=martigues, name="Canto-Perdrix", slug="canto-perdrix", with_perimeter=True)
    QuartierStatusFactory(quartier=quartier, code="QN01322M", label="Canto Perdrix")
    return quartier


class TestQuartier:
    def test_without_a_page_the_facts_alone(self, client, quartier):
        html = read(client, "/quartiers/canto-perdrix/")
        assert "<title>Canto-Perdrix, Martigues – " in html
        assert '<h1 class="plaque"><small>Martigues</small> Canto-Perdrix</h1>' in html
        assert "Quartier prioritaire QN01322M depuis 2024" in html
        assert "Source : ANCT, QPV 2024" in html
        assert '<a href="/quartiers/">Les quartiers</a>' in html

    def test_with_a_page_the_same_facts_and_its_texts(self, client, quartier):
        QuartierPageFactory(quartier=quartier, title="Canto-Perdrix", intro="Au nord-est de Martigues.")
        html = read(client, "/quartiers/canto-perdrix/")
        assert "Au nord-est de Martigues." in html
        assert "Quartier prioritaire QN01322M depuis 2024" in html

    def test_a_withdrawn_page_leaves_the_facts(self, client, quartier):
        page = QuartierPageFactory(quartier=quartier, intro="Texte retiré.")
        page.unpublish()
        html = read(client, "/quartiers/canto-perdrix/")
        assert "Texte retiré" not in html
        assert "QN01322M" in html

    @pytest.mark.parametrize("slug", ["nulle-part", "CANTO-PERDRIX", "a" * 400])
    def test_no_such_quartier(self, client, quartier, slug):
        read(client, f"/quartiers/{slug}/", status=404)

    def test_the_old_address_leads_to_the_new_one(self, client, quartier):
        page = QuartierPageFactory(quartier=quartier, intro="Au nord-est.")
        rename_slug(quartier=quartier, slug="canto-perdrix-martigues")
        response = client.get("/quartiers/canto-perdrix/")
        assert (response.status_code, response.url) == (301, "/quartiers/canto-perdrix-martigues/")
        assert "Au nord-est." in read(client, response.url)
        page.refresh_from_db()
        assert (page.slug, page.get_absolute_url()) == (
            "canto-perdrix-martigues",
            "/quartiers/canto-perdrix-martigues/",
        )

    def test_an_older_draft_does_not_bring_the_old_address_back(self, client, quartier):
        page = QuartierPageFactory(quartier=quartier)
        revision = page.save_revision()
        rename_slug(quartier=quartier, slug="nouveau")
        revision.refresh_from_db()
        revision.publish()
        page.refresh_from_db()
        assert page.slug == "nouveau"
        read(client, "/quartiers/nouveau/")

    def test_a_private_page_asks_to_sign_in(self, client, quartier):
        page = QuartierPageFactory(quartier=quartier)
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        assert client.get("/quartiers/canto-perdrix/").status_code == 302

    def test_hooks_are_called(self, client, quartier):
        page, seen = QuartierPageFactory(quartier=quartier), []

        def look(page, request, args, kwargs):
            seen.append(page.pk)

        with hooks.register_temporarily("before_serve_page", look):
            read(client, "/quartiers/canto-perdrix/")
        assert seen == [page.pk]

    def test_a_first_preview_has_no_quartier_yet(self, quartier):
        page = QuartierPageFactory.build(quartier=None, title="Brouillon", slug="brouillon")
        page.path, page.depth = "000100010001", 3
        html = page.make_preview_request().content.decode()
        assert '<h1 class="plaque">Brouillon</h1>' in html

    def test_a_preview_shows_the_facts(self, quartier):
        page = QuartierPageFactory(quartier=quartier, live=False)
        assert "QN01322M" in page.make_preview_request().content.decode()


class TestWhatIsShown:
    def test_only_the_parts_that_exist(self, client, martigues):
        QuartierFactory(commune=martigues, name="Paradis Saint-Roch", slug="paradis-saint-roch")
        html = read(client, "/quartiers/paradis-saint-roch/")
        for part in ("residences", "conventions", "actualites"):
            assert f'id="{part}"' not in html
        assert "data-map" not in html
        assert "js/map.js" not in html
        assert "Aucune source ne publie le tracé de ce quartier." in html
        assert "Population" not in html

    def test_the_map_has_its_drawing_and_its_data(self, client, quartier):
        ResidenceFactory(quartier=quartier, name="Les Pins", latitude=43.4, longitude=5.05)
        part = QuartierFactory(commune=quartier.commune, within=quartier, name="Dedans", with_perimeter=True)
        html = read(client, "/quartiers/canto-perdrix/")
        config = config_of(html, "carte-quartier")
        assert [feature["properties"] for feature in config["perimeters"]["features"]] == [
            {"label": "Canto-Perdrix", "url": ""},
            {"label": "Dedans", "url": part.get_absolute_url()},
        ]
        assert [point["label"] for point in config["points"]] == ["Les Pins"]
        assert 'aria-label="Carte de Canto-Perdrix"' in html
        assert "Périmètres : ANCT, QPV 2024, Licence Ouverte 2.0." in html

    def test_without_an_outline_the_one_around_it(self, client, quartier):
        inside = QuartierFactory(commune=quartier.commune, within=quartier, name="Les Hermes", slug="les-hermes")
        QuartierStatusFactory(
            quartier=inside, kind=StatusKind.OTHER, code="", label="Charte", until=date(2009, 12, 31), from_date=None
        )
        html = read(client, "/quartiers/les-hermes/")
        assert "Dans le quartier prioritaire Canto-Perdrix (QN01322M) depuis 2024" in html
        assert "La carte montre celui de Canto-Perdrix." in html
        assert "Charte, jusqu’en 2009" in html
        assert '<a href="/quartiers/canto-perdrix/">Canto-Perdrix</a>' in html
        assert '<a href="/quartiers/les-hermes/">Les Hermes</a>' in read(client, "/quartiers/canto-perdrix/")

    def test_a_past_status_is_said_with_its_end(self, client, martigues):
        quartier = QuartierFactory(commune=martigues, slug="paradis")
        QuartierStatusFactory(
            quartier=quartier, kind=StatusKind.VEILLE_ACTIVE, code="", from_date=None, until=date(2024, 11, 17)
        )
        html = read(client, "/quartiers/paradis/")
        assert '<p class="fact">Quartier de veille active jusqu’au 17 novembre 2024</p>' in html

    @pytest.mark.parametrize(
        ("year", "source", "words"),
        [(2018, "Insee", "3 401 habitants en 2018"), (None, "Charte, année non renseignée", "3 401 habitants")],
    )
    def test_population(self, client, quartier, year, source, words):
        quartier.population, quartier.population_year, quartier.population_source = 3401, year, source
        quartier.save()
        html = read(client, "/quartiers/canto-perdrix/")
        assert words in html
        assert f"Source : {source}" in html

    def test_residences_and_whom_to_call(self, client, quartier):
        real = PartnerFactory(name="LOGIREM", fictional=False)
        invented = PartnerFactory(name="Phare Habitat", contact_phone="04 65 71 30 10")
        ResidenceFactory(quartier=quartier, landlord=real, name="Les Pins", dwellings=206, source="Charte, annexe III")
        ResidenceFactory(quartier=quartier, landlord=real, name="Sans nombre", dwellings=None)
        ResidenceFactory(
            quartier=quartier,
            landlord=invented,
            name="Le Phare",
            dwellings=1212,
            on_call_number="04 65 71 30 30",
            lift_operator="Ascenseurs du Phare",
            lift_operator_phone="+33 4 65 71 30 40",
        )
        html = read(client, "/quartiers/canto-perdrix/")
        assert 'href="tel:+33465713030"' in html
        assert "Phare Habitat (fictif)" in html
        assert "Numéro fictif." in html
        assert 'href="tel:+33465713040"' in html
        assert "<b>1 418</b>" in html
        assert "logements dans les 2 résidences dont le nombre est connu ; 1 autre n’en donne pas le nombre" in html
        assert "Non renseigné" in html
        assert "Source : Charte, annexe III." in html
        assert html.count("Appeler le") == 1

    def test_conventions_with_the_steps_of_this_quartier(self, client, quartier):
        convention = ConventionPageFactory(title="Convention des cinq quartiers", invented=True)
        fiche = ProjectPageFactory(convention=convention, title="Éclairer", number="12", quartiers=[quartier])
        MilestoneFactory(project=fiche, quartier=quartier, done_on=date(2026, 1, 5), due_on=date(2026, 1, 6))
        MilestoneFactory(project=fiche, quartier=QuartierFactory(), due_on=date(2020, 1, 1))
        html = read(client, "/quartiers/canto-perdrix/")
        assert "Convention des cinq quartiers" in html
        assert "Convention inventée pour la démonstration." in html
        assert "n° 12, Éclairer" in html
        assert "1 sur 1" in html

    def test_news_and_experiences(self, client, quartier):
        NewsPageFactory(title="Encombrants", quartiers=[quartier])
        NewsPageFactory(title="Ailleurs", quartiers=[QuartierFactory()])
        NewsPageFactory(title="Brouillon", quartiers=[quartier], live=False)
        ExperiencePageFactory(title="La GUSP en 2007", quartiers=[quartier])
        html = read(client, "/quartiers/canto-perdrix/")
        assert "Encombrants" in html
        assert "La GUSP en 2007" in html
        assert "Ailleurs" not in html
        assert "Brouillon" not in html


class TestTotals:
    @pytest.mark.parametrize(
        ("total", "words"),
        [
            (DwellingTotal(0, 0, 2), None),
            (DwellingTotal(64, 1, 0), "logements dans une résidence"),
            (DwellingTotal(300, 2, 0), "logements dans 2 résidences"),
            (
                DwellingTotal(64, 1, 2),
                "logements dans la seule résidence dont le nombre est connu ; 2 autres n’en donnent pas le nombre",
            ),
        ],
    )
    def test_a_sum_says_what_it_leaves_out(self, total, words):
        found = places.totals_of(total)
        assert [one["text"] for one in found] == ([words] if words else [])

    def test_numbers_that_differ_are_given_one_by_one(self, quartier):
        landlord = PartnerFactory(name="LOGIREM", fictional=False)
        for name, number, lift in (("A", "3949", "Montées"), ("B", "17", ""), ("C", "", "")):
            ResidenceFactory(quartier=quartier, landlord=landlord, name=name, on_call_number=number, lift_operator=lift)
        context = facts_alone("canto-perdrix")
        assert [call["name"] for call in context["urgent"]] == ["LOGIREM, A", "LOGIREM, B"]
        assert [lift["place"] for lift in context["landlords"][0]["lifts"]] == ["A"]


class TestIndex:
    def test_by_commune_with_what_is_missing(self, client, quartier):
        quartiers_index()
        QuartierFactory(commune=quartier.commune, name="Paradis Saint-Roch").other_communes.add(
            CommuneFactory(name="Port-de-Bouc")
        )
        QuartierFactory(commune=CommuneFactory(name="Vitrolles", slug="vitrolles"), name="Liourat")
        html = read(client, "/quartiers/")
        assert "3 quartiers dans 2 communes" in html
        assert "Aussi à Port-de-Bouc, sans périmètre publié" in html
        assert "1 quartier n’est pas sur la carte : aucune source ne publie son tracé." in html
        assert "Aucune source ne publie leur tracé : il n’y a pas de carte." in html
        config = config_of(html, "carte-martigues")
        assert [one["properties"]["url"] for one in config["perimeters"]["features"]] == ["/quartiers/canto-perdrix/"]
        assert 'id="carte-vitrolles"' not in html

    def test_one_commune(self, client, quartier):
        quartiers_index()
        assert "1 quartier à Martigues" in read(client, "/quartiers/")

    def test_nothing_yet(self, client):
        quartiers_index()
        html = read(client, "/quartiers/")
        assert "Pas encore de quartier" in html
        assert "data-map" not in html


def populate(count):
    """As many of everything as `count`: quartiers with a page, residences, conventions, fiches, steps, news, parts."""
    commune = CommuneFactory()
    whole = QuartierFactory(commune=commune, with_perimeter=True)
    quartier = QuartierFactory(commune=commune, slug="ici", with_perimeter=True, within=whole)
    QuartierStatusFactory(quartier=whole)
    picture = PortalImage.objects.create(title="Place", alt_text="Une place", file="place.png", width=8, height=6)
    for width in (400, 800, 1200):
        spec = f"width-{width}|format-webp"
        PortalRendition.objects.create(image=picture, filter_spec=spec, file=f"place-{width}.webp", width=8, height=6)
    QuartierPageFactory(quartier=quartier, intro="Chapeau.", picture=picture)
    for number in range(count):
        QuartierStatusFactory(quartier=quartier)
        part = QuartierFactory(commune=commune, with_perimeter=True, within=quartier)
        part.other_communes.add(CommuneFactory())
        QuartierStatusFactory(quartier=part)
        ResidenceFactory(quartier=quartier, latitude=43.4, longitude=5.0)
        convention = ConventionPageFactory(quartiers=[quartier])
        fiche = ProjectPageFactory(convention=convention, quartiers=[quartier], number=str(number))
        MilestoneFactory(project=fiche, quartier=quartier)
        NewsPageFactory(quartiers=[quartier])
        ExperiencePageFactory(quartiers=[quartier])
    return quartier


def cold(url):
    """Served once, to see that it is there; then everything remembered is forgotten."""
    assert Client().get(url).status_code == 200
    cache.clear()
    remembered.forget()


@pytest.mark.parametrize("count", [1, 30])
class TestQueries:
    """Cold, with the frame, a picture, a quartier around and one inside; never above twenty."""

    def test_index(self, count, django_assert_num_queries):
        populate(count)
        cold("/quartiers/")
        with django_assert_num_queries(10):
            Client().get("/quartiers/")

    def test_quartier(self, count, django_assert_num_queries):
        populate(count)
        cold("/quartiers/ici/")
        with django_assert_num_queries(18):
            Client().get("/quartiers/ici/")

    def test_quartier_with_comments_one_of_which_waits(self, count, django_assert_num_queries):
        quartier = populate(count)
        for _ in range(count):
            PublicCommentFactory(target=quartier, reply_to=PublicCommentFactory(target=quartier))
        cold("/quartiers/ici/")
        with django_assert_num_queries(20):
            assert 'class="replies"' in Client().get("/quartiers/ici/").content.decode()

    def test_facts_alone(self, count, django_assert_num_queries):
        populate(count).page.unpublish()
        cold("/quartiers/ici/")
        with django_assert_num_queries(16):
            Client().get("/quartiers/ici/")


def test_the_address_is_the_one_of_the_quartier(quartier):
    page = QuartierPageFactory(quartier=quartier, slug="autre-chose")
    assert page.slug == quartier.slug
    assert page.get_absolute_url() == quartier.get_absolute_url() == reverse("quartier", args=[quartier.slug])
