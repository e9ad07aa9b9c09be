from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from participation.base.site.models import PortalSettings
from tests.factories.cms import HomePageFactory, NewsPageFactory, StandardPageFactory
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def text(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_a_demonstration_is_not_indexed(client):
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_a_real_portal_is_indexed_but_for_accounts_and_the_admin(client, settings):
    settings.DEMO = False
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" not in robots
    assert "Disallow: /admin/\n" in robots
    assert "Sitemap: http://testserver/sitemap.xml\n" in robots


def test_the_sitemap_is_absolute_whoever_asks(client, settings):
    settings.BASE_URL = "https://quartiers.example"
    settings.ALLOWED_HOSTS = ["*"]
    news, quartier = NewsPageFactory(), QuartierFactory()
    response = client.get("/sitemap.xml", headers={"Host": "pirate.example"})
    found = [one.text for one in ElementTree.fromstring(response.content).iter(f"{NAMESPACE}loc")]
    assert f"https://quartiers.example{news.get_url()}" in found
    assert f"https://quartiers.example/quartiers/{quartier.slug}/" in found
    assert "https://quartiers.example/accessibilite/" in found
    assert all(one.startswith("https://quartiers.example/") for one in found)
    assert len(found) == len(set(found))


def test_legal_notices_say_what_is_missing(client):
    page = text(client.get("/mentions-legales/"))
    assert "Éditeur du site : à renseigner." in page
    assert page.count("Non renseigné") >= 5


def test_legal_notices_name_the_publisher_and_the_host(client):
    PortalSettings(
        publisher_name="la Ville de Martigues",
        publication_director="le maire de Martigues",
        host_name="Hébergeur municipal",
        legal_notices="<p>Service gratuit.</p>",
    ).save()
    page = text(client.get("/mentions-legales/"))
    for words in (
        "Site édité par la Ville de Martigues.",
        "le maire de Martigues",
        "Hébergeur municipal",
        "Service gratuit.",
    ):
        assert words in page


def test_accessibility_is_not_conforming_until_an_audit(client):
    page = text(client.get("/accessibilite/"))
    assert "Accessibilité : non conforme" in page
    assert "Aucun audit complet" in page
    assert "Défenseur des droits" in page
    assert "Libre réponse 71120" in page


@pytest.mark.parametrize(
    ("expires_on", "sentence"),
    [
        (date(2099, 1, 1), "Accessibilité : partiellement conforme"),
        (date(2025, 12, 31), "Accessibilité : non conforme"),
    ],
)
def test_an_audit_is_quoted_and_expires(client, expires_on, sentence):
    PortalSettings(
        audit_date=date(2025, 1, 15),
        audit_rate=Decimal("82.50"),
        audit_rgaa_version="4.1.2",
        audit_auditor="Cabinet Lisible",
        audit_expires_on=expires_on,
    ).save()
    page = text(client.get("/accessibilite/"))
    assert sentence in page
    assert "Cabinet Lisible le 15 janvier 2025" in page
    assert "82,5" in page
    assert ("plus valable" in page) == (expires_on.year == 2025)


def test_the_multi_year_scheme_is_linked_once_it_exists(client):
    assert "pas encore publié" in text(client.get("/accessibilite/"))
    scheme = StandardPageFactory(slug="schema-pluriannuel-accessibilite", title="Schéma 2026-2028")
    page = text(client.get("/accessibilite/"))
    assert "pas encore publié" not in page
    assert f'href="{scheme.get_url()}"' in page


def test_the_frame_pages_cost_few_queries(client, django_assert_max_num_queries):
    HomePageFactory()
    for path in ("/mentions-legales/", "/accessibilite/", "/robots.txt"):
        with django_assert_max_num_queries(6):
            assert client.get(path).status_code == 200
