"""The filters of a list, in its address: what is in force, what one tap removes, where the next page is."""

import re
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext as _

from participation.reports.selectors import Filters

_NUMBER = re.compile(r"[1-9]\d{0,9}")
_SLUG = re.compile(r"[a-z0-9-]{1,160}")
_NAMES = ("quartier", "etat", "categorie")
# A filter of another shape than any we write: it finds nothing, and is not repeated in our links.
UNKNOWN = "inconnu"


def asked(query) -> dict[str, str]:
    values = {name: query.get(name, "") for name in _NAMES}
    return {name: value if not value or _SLUG.fullmatch(value) else UNKNOWN for name, value in values.items()}


def filters_of(values: dict) -> Filters:
    return Filters(quartier=values["quartier"], state=values["etat"], category=values["categorie"])


def before(query) -> int | None:
    value = query.get("avant", "")
    if value and not _NUMBER.fullmatch(value):
        raise Http404
    return int(value) if value else None


def address(path: str, values: dict, **changed) -> str:
    kept = {name: value for name, value in {**values, **changed}.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def tabs(path: str, values: dict, labels: dict, counts: dict, limit: int | None = None) -> list[dict]:
    """`labels`: by value of `etat`; a count that stops at `limit` says so."""
    return [
        {
            "label": label,
            "url": address(path, values, etat=key),
            "count": _("%(count)s et plus") % {"count": limit} if limit and counts[key] >= limit else counts[key],
            "current": values["etat"] == key,
        }
        for key, label in labels.items()
    ]


def tags(path: str, values: dict, names: dict) -> list[dict]:
    """What is in force besides the tab. `names`: of the quartier and the category, as people call them."""
    return [
        {"label": names.get(name) or _("Filtre inconnu"), "url": address(path, values, **{name: ""}), "on": True}
        for name in ("quartier", "categorie")
        if values[name]
    ]
