"""The pages that no editor writes: robots, sitemap, and what the law asks every public site to say."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.selectors.sitemap import public_addresses, reading_plan
from cms.selectors.standard import page_with_slug
from participation.base.calendar import today
from participation.base.privacy.selectors import register_csv
from participation.base.site.selectors import path_is_open, portal_settings
from participation.councils.selectors import council_addresses
from participation.surveys.selectors import survey_addresses
from portal.navigation import TAKE_PART
from portal.privacy import reasons, tile_host

STATIC_PAGES = (
    "participate",
    "reports:list",
    "reports:new",
    "councils:list",
    "councils:agenda",
    "surveys:list",
    "site-map",
    "legal",
    "accessibility",
    "privacy",
)
SITEMAP_MAX = 50_000
# The multi-year scheme that article 47 of law 2005-102 asks for is an ordinary page, found by this slug.
SCHEME_SLUG = "schema-pluriannuel-accessibilite"


@require_safe
def robots(request):
    """A demonstration is not indexed: what it invents must not come up beside the truth."""
    closed = ["/"] if settings.DEMO else [settings.ADMIN_PREFIX, "/agents/", "/compte/", "/comptes/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request):
    """Source: sitemaps.org/protocol. Absolute addresses come from BASE_URL, never from the request."""
    urls = [
        {"location": settings.BASE_URL + address.path, "lastmod": address.changed_on}
        for address in public_addresses()
        if path_is_open(address.path)
    ]
    own = [*map(reverse, STATIC_PAGES), *council_addresses(), *survey_addresses()]
    urls += [{"location": settings.BASE_URL + path} for path in own if path_is_open(path)]
    return render(request, "sitemap.xml", {"urlset": urls[:SITEMAP_MAX]}, content_type="application/xml")


@require_safe
def site_map(request):
    """Plan du site: with the menu, the second way to find a page (RGAA 4.1, criterion 12.1)."""
    branches = [branch for branch in reading_plan() if path_is_open(branch.path)]
    parts = [(path, label) for path, label in TAKE_PART if path_is_open(path)]
    return render(request, "portal/site_map.html", {"sections": _sections(branches), "parts": parts})


def _sections(branches):
    """Branches grouped under their first level: [(section, pages below it)]."""
    sections = []
    for branch in branches:
        if branch.depth == 1 or not sections:
            sections.append((branch, []))
        else:
            sections[-1][1].append(branch)
    return sections


@require_safe
def legal(request):
    """Mentions légales (loi n° 2004-575 du 21 juin 2004, art. 1-1: publisher, director of publication, host)."""
    site = portal_settings()
    context = {
        "site": site,
        "publisher": [
            {"label": _("Éditeur"), "value": site.publisher_name},
            {"label": _("Service"), "value": site.publisher_service},
            {"label": _("Adresse"), "value": site.publisher_address},
            {"label": _("Téléphone"), "value": site.publisher_phone},
            {"label": _("E-mail"), "value": site.contact_email},
            {"label": _("Directeur ou directrice de la publication"), "value": site.publication_director},
        ],
        "host": [
            {"label": _("Nom"), "value": site.host_name},
            {"label": _("Adresse"), "value": site.host_address},
        ],
        "privacy": [{"label": _("Délégué à la protection des données"), "value": site.dpo_contact}],
    }
    return render(request, "portal/legal.html", context)


@require_safe
def accessibility(request):
    """Déclaration d’accessibilité (loi n° 2005-102, art. 47; décret n° 2019-768; model of the RGAA)."""
    site = portal_settings()
    context = {
        "site": site,
        "statement": site.accessibility_statement(today()),
        "scheme": page_with_slug(SCHEME_SLUG),
        "reach": [
            {"label": _("Téléphone"), "value": _joined(site.publisher_phone, site.publisher_hours)},
            {"label": _("E-mail"), "value": site.contact_email},
            {"label": _("Adresse"), "value": site.publisher_address},
        ],
    }
    return render(request, "portal/accessibility.html", context)


@require_safe
def privacy(request):
    """What is held about people and why (RGPD, art. 13), made from the register that the tests keep complete."""
    context = {"site": portal_settings(), "reasons": reasons(), "tile_host": tile_host()}
    return render(request, "portal/privacy.html", context)


@require_safe
def privacy_register(request):
    """The register of processing activities (RGPD, art. 30) for anyone to download; it names no person."""
    response = HttpResponse(register_csv(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="registre-des-donnees.csv"'
    return response


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
