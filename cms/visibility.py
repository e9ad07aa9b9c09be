"""Which pages everyone may read, without asking the database each time.

The one site and the restrictions (almost always none) are remembered by each process for one version of the page cache:
adding a restriction or moving the site starts a new version (`cms.signals`), in every process at once. As with the
settings, what is remembered is never trusted for more than a minute, should the cache that holds the version be lost.
"""

import time
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from wagtail.models import PageViewRestriction, Site

from participation.base import cache

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """`site` is None when there are several: Wagtail then finds the one of the request. `restricted`: tree paths."""

    site: Site | None
    restricted: tuple[str, ...]


_kept: tuple[int, float, Frame] | None = None


def tree_frame() -> Frame:
    """The site with its front page, and what is restricted. No query while the version lasts, else two or three."""
    global _kept
    version = cache.version()
    if _kept is not None and _kept[0] == version and time.monotonic() - _kept[1] < SECONDS:
        return _kept[2]
    frame = _read()
    _kept = (version, time.monotonic(), frame)
    return frame


def forget() -> None:
    global _kept
    _kept = None


def visible(pages: QuerySet) -> QuerySet:
    """The pages of a query set that everyone may read: live; nothing restricts them, an ancestor or their source."""
    hidden = Q()
    for path in tree_frame().restricted:
        hidden |= Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    return pages.filter(live=True).exclude(hidden) if hidden else pages.filter(live=True)


def is_restricted(page) -> bool:
    """Whether a restriction may concern this page. Without query; an alias always may."""
    return bool(page.alias_of_id) or page.path.startswith(tree_frame().restricted or "\0")


def _read() -> Frame:
    sites = list(Site.objects.select_related("root_page")[:2])
    site = sites[0] if len(sites) == 1 else None
    if site is not None:
        site.root_page = site.root_page.specific
    paths = PageViewRestriction.objects.values_list("page__path", flat=True)
    return Frame(site, tuple(paths.distinct().order_by("page__path")))
