"""Which pages a test walks over: from the page tree, so that a new type is walked without being listed."""

from wagtail.models import Page

OWN = [
    "/signalements/",
    "/signalements/nouveau/",
    "/conseils/",
    "/conseils/conseil-citoyen-de-canto-perdrix/",
    "/agenda/",
    "/enquetes/",
    "/enquetes/eclairage-du-soir-boudeme/",
    "/enquetes/eclairage-du-soir-canto-perdrix/resultats/",
    "/participer/",
    "/moderation/",
    "/commentaires/delais/",
    "/suivre/zone/",
    "/suivre/quartier/canto-perdrix/",
    "/recherche/?q=lampes",
    "/mentions-legales/",
    "/accessibilite/",
    "/confidentialite/",
    "/demo/composants/",
    "/demo/courrier/",
    "/comptes/inscription/",
    "/comptes/connexion/",
    "/comptes/mot-de-passe/oublie/",
    "/cette-page-n-existe-pas/",
]


def written():
    """The first and the last live page of each type and kind."""
    ends = {}
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
        first, _last = ends.get((type(page), getattr(page, "kind", "")), (page, None))
        ends[type(page), getattr(page, "kind", "")] = (first, page)
    return list(dict.fromkeys(page.get_url() for pair in ends.values() for page in pair))


def public():
    return [*written(), *OWN]
