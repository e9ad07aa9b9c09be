"""What every page of the tree needs around it."""

from django.http import Http404
from django.utils.translation import gettext as _

from cms.addresses import address_of
from cms.models import BasePage
from cms.pages import words


def breadcrumb(page: BasePage) -> list[dict]:
    """The pages between the front page and this one. One query, none right under the front page."""
    if page.depth <= 3:
        return []
    above = page.get_ancestors().filter(depth__gt=2).values_list("title", "url_path")
    return [{"label": title, "url": address_of(path)} for title, path in above]


def project_breadcrumb(convention) -> list[dict]:
    """The pages above a fiche, its convention under its short name. One query."""
    name = words.capital(convention.short_title or convention.title)
    return [*breadcrumb(convention), {"label": name, "url": convention.get_absolute_url()}]


def quartier_links(page) -> list[dict]:
    """The quartiers a page names, for the `tags` component. One query."""
    quartiers = page.quartiers.only("name", "slug") if page.pk else []
    return [{"label": one.name, "url": one.get_absolute_url()} for one in quartiers]


def standard(page, request) -> dict:
    return {"breadcrumb": breadcrumb(page)}


def choice(request, name: str, allowed: tuple[str, ...]) -> str:
    """The value of a parameter that chooses a view; the first allowed one by default. Raises Http404 for another."""
    value = request.GET.get(name, allowed[0])
    if value not in allowed:
        raise Http404(_("Cette vue n’existe pas."))
    return value


def number(request, name: str) -> int | None:
    """A positive whole number from the address, or None without the parameter. Raises Http404 for anything else."""
    value = request.GET.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 10):
        raise Http404(_("Cette page n’existe pas."))
    return int(value)
