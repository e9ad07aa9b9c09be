"""Every address a search engine may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from wagtail.models import Page

from cms.addresses import address_of
from cms.visibility import visible
from participation.territory.models import Quartier


@dataclass(frozen=True, slots=True)
class Address:
    """`path` begins and ends with a slash; `changed_on` is a day in the portal's time zone, or None."""

    path: str
    changed_on: date | None = None


def public_addresses() -> Iterator[Address]:
    """Live pages that nobody has to log in for, then the quartiers no editor wrote a page about.

    A page's path follows from its `url_path` (one site, see `BasePage`), so rows are read without their content.
    """
    seen = set()
    pages = visible(Page.objects.filter(depth__gt=1)).order_by("path")
    for url_path, published_at in pages.values_list("url_path", "last_published_at"):
        path = address_of(url_path)
        seen.add(path)
        yield Address(path, timezone.localdate(published_at) if published_at else None)
    for slug in Quartier.objects.order_by("slug").values_list("slug", flat=True):
        path = f"/quartiers/{slug}/"
        if path not in seen:
            yield Address(path)


@dataclass(frozen=True, slots=True)
class Branch:
    """A page of the reader's plan; `depth` is 1 under the front page."""

    title: str
    path: str
    depth: int


def reading_plan() -> list[Branch]:
    """Every public page but the single news items, which their own list shows in order of time. One query."""
    pages = visible(Page.objects.filter(depth__gt=2).exclude(content_type__model="newspage")).order_by("path")
    rows = pages.values_list("title", "url_path", "depth")
    return [Branch(title, address_of(url_path), depth - 2) for title, url_path, depth in rows]
