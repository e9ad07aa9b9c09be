"""The links of the frame, as data. A later feature adds one line here; what a commune switched off leaves by itself."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.base.site import modules


@dataclass(frozen=True)
class NavLink:
    """`current` is an `aria-current` value: `page` for the page itself, `true` inside its section, empty elsewhere."""

    url: str
    label: str
    icon: str = ""
    current: str = ""


@dataclass(frozen=True)
class NavColumn:
    title: str
    links: tuple[NavLink, ...]


SECTIONS = (
    ("/quartiers/", _("Mon quartier"), "quartier"),
    ("/conventions/", _("Conventions"), "document"),
    ("/actualites/", _("Actualités"), "papier"),
)
UNDERSTAND = (
    ("/quartiers/", _("Les quartiers")),
    ("/conventions/", _("Les conventions")),
    ("/actualites/", _("Les actualités")),
)
RIGHTS = (
    ("/plan-du-site/", _("Plan du site")),
    ("/mentions-legales/", _("Mentions légales")),
    ("/confidentialite/", _("Confidentialité")),
)
DEMONSTRATION = (
    ("/demo/composants/", _("Composants")),
    ("/demo/courrier/", _("Courrier envoyé")),
)


def _open(url, closed):
    module = modules.module_of_path(url)
    return module is None or module.key not in closed


def current(url, path):
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


def sections(path: str, closed) -> tuple[NavLink, ...]:
    """The main navigation seen from `path`; `closed` holds the keys of the modules that are switched off."""
    return tuple(
        NavLink(url, str(label), icon, current(url, path)) for url, label, icon in SECTIONS if _open(url, closed)
    )


def footer(closed, accessibility: str) -> tuple[NavColumn, ...]:
    """The columns of links of the footer; `accessibility` is the mention the law asks for, linked to its page."""
    understand = tuple(NavLink(url, str(label)) for url, label in UNDERSTAND if _open(url, closed))
    site = [NavLink("/accessibilite/", accessibility), *(NavLink(url, str(label)) for url, label in RIGHTS)]
    if settings.DEMO:
        site += [NavLink(url, str(label)) for url, label in DEMONSTRATION]
    columns = (NavColumn(str(_("Comprendre")), understand), NavColumn(str(_("Le site")), tuple(site)))
    return tuple(column for column in columns if column.links)
