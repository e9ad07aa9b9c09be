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
    ("/signalements/", _("Signalements"), "liste"),
    ("/conventions/", _("Conventions"), "document"),
    ("/participer/", _("Participer"), "avis"),
    ("/agenda/", _("Agenda"), "agenda"),
)
REPORT = ("/signalements/nouveau/", _("Signaler"), "signaler")
SEARCH = ("/recherche/", _("Rechercher"), "suivre")
TAKE_PART = (
    ("/signalements/nouveau/", _("Signaler un problème")),
    ("/signalements/", _("Tous les signalements")),
    ("/conseils/", _("Les conseils")),
    ("/enquetes/", _("Les enquêtes")),
    ("/agenda/", _("L’agenda")),
    ("/suivre/zone/", _("Suivre un endroit")),
)
UNDERSTAND = (
    ("/quartiers/", _("Les quartiers")),
    ("/conventions/", _("Les conventions")),
    ("/actualites/", _("Les actualités")),
    ("/commentaires/delais/", _("Nos délais de réponse")),
    ("/recherche/", _("Rechercher")),
)
RIGHTS = (
    ("/plan-du-site/", _("Plan du site")),
    ("/mentions-legales/", _("Mentions légales")),
    ("/confidentialite/", _("Confidentialité")),
    ("/moderation/", _("La modération")),
    ("/agents/", _("Bureau des agents")),
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


def report(path: str, closed) -> NavLink | None:
    """The one thing to do here, unless the commune closed it."""
    url, label, icon = REPORT
    return NavLink(url, str(label), icon, current(url, path)) if _open(url, closed) else None


def search(path: str) -> NavLink:
    url, label, icon = SEARCH
    return NavLink(url, str(label), icon, current(url, path))


def footer(closed, accessibility: str) -> tuple[NavColumn, ...]:
    """The columns of links of the footer; `accessibility` is the mention the law asks for, linked to its page."""
    take_part = tuple(NavLink(url, str(label)) for url, label in TAKE_PART if _open(url, closed))
    understand = tuple(NavLink(url, str(label)) for url, label in UNDERSTAND if _open(url, closed))
    site = [
        NavLink("/accessibilite/", accessibility),
        *(NavLink(url, str(label)) for url, label in RIGHTS if _open(url, closed)),
    ]
    if settings.DEMO:
        site += [NavLink(url, str(label)) for url, label in DEMONSTRATION]
    columns = (
        NavColumn(str(_("Participer")), take_part),
        NavColumn(str(_("Comprendre")), understand),
        NavColumn(str(_("Le site")), tuple(site)),
    )
    return tuple(column for column in columns if column.links)
