"""/recherche/: one field over everything the public may read."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from participation.base.search.selectors import Hit, Results, find_reference
from participation.base.search.selectors import search as find
from participation.base.text.normaliser import TYPED_MAX, readable
from participation.base.text.numbers import grouped


@require_safe
def search(request):
    """What is typed stays in the address, so that a search can be sent to a neighbour. Nothing of it is kept."""
    typed = readable(request.GET.get("q", "")[: 2 * TYPED_MAX])[:TYPED_MAX]
    entry = find_reference(typed)
    if entry is not None:
        return HttpResponseRedirect(entry.url)
    before = request.GET.get("avant", "")
    results = find(typed, kind=request.GET.get("sorte", ""), before=before) if typed else None
    context = {"typed": typed, "results": results}
    if results is not None:
        context |= {
            "sentence": _sentence(results, typed),
            "tabs": _tabs(results, typed),
            "hits": [_line(hit) for hit in results.hits],
            "next": _address(typed, results.kind, results.next) if results.next else "",
            "start": _address(typed, results.kind) if before else "",
            "everywhere": _address(typed),
        }
    return render(request, "search/search.html", context)


def _address(typed: str, kind: str = "", before: str = "") -> str:
    values = {"q": typed, "sorte": kind, "avant": before}
    return f"{reverse('search')}?{urlencode({name: value for name, value in values.items() if value})}"


def _sentence(results: Results, typed: str) -> str:
    number = grouped(results.total)
    if results.more_than_counted:
        found = _("Plus de %(number)s résultats") % {"number": grouped(1000)}
    else:
        found = ngettext("%(number)s résultat", "%(number)s résultats", results.total) % {"number": number}
    if results.every:
        return _("%(found)s pour « %(typed)s ».") % {"found": found, "typed": typed}
    return _("Aucune page ne dit tout cela. %(found)s avec une partie des mots de « %(typed)s ».") % {
        "found": found,
        "typed": typed,
    }


def _tabs(results: Results, typed: str) -> list[dict]:
    """One link for each kind found, and one for all; none where there is nothing to choose."""
    if len(results.kinds) < 2 and not results.kind:
        return []
    known = all(kind.count is not None for kind in results.kinds)
    everything = {
        "label": _("Tout"),
        "url": _address(typed),
        "count": sum(kind.count for kind in results.kinds) if known else None,
        "current": not results.kind,
    }
    return [everything] + [
        {
            "label": kind.label,
            "url": _address(typed, kind.key),
            "count": kind.count,
            "current": kind.key == results.kind,
        }
        for kind in results.kinds
    ]


def _line(hit: Hit) -> dict:
    return {
        "title": hit.title,
        "url": hit.url,
        "meta": " · ".join(words for words in (hit.kind_label, hit.place, hit.reference) if words),
        "text": hit.excerpt,
        "date": hit.day,
    }
