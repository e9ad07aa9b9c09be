"""What a cold anonymous visit costs: nothing remembered but content types and pictures that were drawn once.

The literal is the dearest page of its type in the demonstration. A page that got cheaper lowers it; one that got dearer
has to say why.
"""

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

MOST = 20
OF_TYPE = {
    "HomePage": 12,
    "QuartierIndexPage": 10,
    "QuartierPage": 20,
    "ConventionIndexPage": 11,
    "ConventionPage": 19,
    "ProjectPage": 14,
    "DeliberationPage": 8,
    "ExperiencePage": 9,
    "NewsIndexPage": 8,
    "NewsPage": 13,
    "StandardPage": 8,
}
OWN = {
    "/mentions-legales/": 1,
    "/accessibilite/": 5,
    "/confidentialite/": 1,
    "/confidentialite/registre.csv": 0,
    "/sitemap.xml": 8,
    "/signalements/": 6,
    "/signalements/nouveau/": 6,
    "/conseils/": 4,
    "/conseils/conseil-citoyen-de-canto-perdrix/": 10,
    "/agenda/": 2,
    "/enquetes/": 3,
    "/enquetes/eclairage-du-soir-boudeme/": 5,
    "/enquetes/eclairage-du-soir-canto-perdrix/resultats/": 7,
    "/moderation/": 4,
    "/commentaires/delais/": 4,
    "/suivre/zone/": 2,
    "/suivre/quartier/canto-perdrix/": 2,
    "/participer/": 6,
    "/recherche/?q=lampes": 3,
    "/robots.txt": 0,
    "/theme.css": 1,
    "/comptes/connexion/": 1,
    "/comptes/inscription/": 1,
    "/comptes/mot-de-passe/oublie/": 1,
    "/demo/composants/": 1,
    "/demo/courrier/": 1,
    "/cette-page-n-existe-pas/": 6,
    "/quartiers/aucun-de-ce-nom/": 7,
}


def cold(address):
    """The queries of a first visit, after one that let pictures be drawn."""
    Client().get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        Client().get(address)
    return [query["sql"] for query in queries]


def test_no_page_is_dear(demo_db):
    dearest, too_dear = {}, []
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
        queries = cold(page.get_url())
        name = type(page).__name__
        dearest[name] = max(dearest.get(name, 0), len(queries))
        if len(queries) > MOST:
            too_dear.append(f"{page.get_url()}: {len(queries)}\n" + "\n".join(sql[:200] for sql in queries))
    assert not too_dear, "\n".join(too_dear)
    assert dearest == OF_TYPE


def test_our_own_addresses_are_cheap(demo_db):
    assert {address: len(cold(address)) for address in OWN} == OWN
