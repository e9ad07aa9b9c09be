"""/signalements/: the list with its map, and one report. The same for everyone, cached whole."""

import re

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from participation.base.cache import remembered
from participation.base.calendar import today
from participation.base.geo.map_view import Perimeter, Point, build_map
from participation.reports.forms.places import Places
from participation.reports.models import Report
from participation.reports.selectors import STATE_FILTERS, offered_categories, report_list, report_page
from participation.reports.selectors.listing import COUNTED
from participation.reports.views import narrowing, words
from participation.territory.models import Quartier

_TABS = {"": gettext_lazy("Tous"), **STATE_FILTERS}
_REFERENCE = re.compile(r"([A-Z]{2,6})(\d{2})(\d{6,9})")
SHAPES = (
    ("recu", gettext_lazy("reçu")),
    ("pris", gettext_lazy("pris en charge")),
    ("prevu", gettext_lazy("date prévue")),
    ("retard", gettext_lazy("en retard")),
    ("repare", gettext_lazy("dit réparé")),
    ("resolu", gettext_lazy("confirmé par les habitants")),
    ("conteste", gettext_lazy("contesté")),
    ("clos", gettext_lazy("clos sans travaux")),
)
SHAPE_WORDS = dict(SHAPES)


@require_safe
def report_list_page(request):
    if "numero" in request.GET:
        return _by_number(request)
    return _list(request)


def _list(request, number="", not_found=False):
    day, path = today(), reverse("reports:list")
    values = narrowing.asked(request.GET)
    filters, before = narrowing.filters_of(values), narrowing.before(request.GET)
    found = _found(filters, day, before)
    places, categories = Places(), offered_categories()
    quartier = places.quartier(values["quartier"])
    names = {
        "quartier": quartier.name if quartier else "",
        "categorie": next((one.label for one in categories if one.key == values["categorie"]), ""),
    }
    shown = {
        "lines": [_row(one) for one in found.lines],
        "total": found.total,
        "counts": {key.replace("-", "_"): value for key, value in found.counts.items() if key},
        "many": found.total >= COUNTED,
        "quartier": quartier,
        "day": day,
        "tabs": narrowing.tabs(path, values, _TABS, found.counts, COUNTED),
        "tags": narrowing.tags(path, values, names),
        "values": values,
        "narrowed": filters.any,
        "quartiers": places.groups,
        "categories": [("", str(_("Tous"))), *((one.key, one.label) for one in categories)],
        "first": narrowing.address(path, values) if before else "",
        "next": narrowing.address(path, values, avant=str(found.before)) if found.before else "",
        "map": _map(found.located, quartier),
        "key": [{"state": state, "label": label} for state, label in SHAPES],
        "number": number,
        "not_found": not_found,
    }
    return render(request, "reports/list.html", shown, status=404 if not_found else 200)


def _found(filters, day, before):
    """The list as everybody opens it is remembered until the next public write; what is narrowed is asked anew."""
    if filters.any or before:
        return report_list(filters, day, before=before)
    return remembered("reports:list", lambda: report_list(filters, day))


def _row(line) -> dict:
    lead, rest = words.lead_and_rest(line.sentence)
    place = ", ".join(filter(None, [line.place, line.quartier]))
    return {
        "title": line.title,
        "url": line.url,
        "meta": place,
        "state": line.shape,
        "label": SHAPE_WORDS[line.shape],
        "strong": lead,
        "text": rest,
        "date": line.day,
    }


def _map(located, quartier):
    """Outlines: of the quartiers the reports lie in."""
    around = {one.quartier_id for one in located} | ({quartier.pk} if quartier else set())
    # The newest last, so that it lies on top.
    points = [
        Point(
            _("%(title)s, %(state)s") % {"title": one.line.title, "state": SHAPE_WORDS[one.line.shape]},
            one.latitude,
            one.longitude,
            one.line.url,
            one.line.shape,
        )
        for one in reversed(located)
    ]
    if not points:
        return None
    outlined = Quartier.objects.with_perimeter().filter(pk__in=around - {None}).only("name", "perimeter", "slug")
    perimeters = [Perimeter(one.name, one.perimeter) for one in outlined.order_by("name", "slug")]
    return build_map("carte-des-signalements", _("Carte des signalements"), perimeters=perimeters, points=points)


def _by_number(request):
    """« Suivre un signalement »: a number typed anyhow leads to its page, if everyone may read it."""
    typed = request.GET["numero"][:40]
    parts = _REFERENCE.fullmatch(re.sub(r"[^A-Z0-9]", "", typed.upper()))
    reference = "-".join(parts.groups()) if parts else ""
    if reference and Report.objects.public().called(reference).exists():
        return redirect("reports:detail", reference=reference)
    return _list(request, number=typed.replace("\x00", ""), not_found=True)


@require_safe
def detail(request, reference):
    page = report_page(reference, today())
    if page is None:
        raise Http404
    report = page.report
    lead, rest = words.lead_and_rest(page.line.sentence)
    return render(
        request,
        "reports/detail.html",
        {
            "status_lead": lead,
            "status_rest": rest,
            "page_of": page,
            "report": report,
            "place_name": page.line.quartier,
            "list_url": reverse("reports:list"),
            "quartier_url": f"{reverse('reports:list')}?quartier={page.line.quartier_slug}",
            "timeline": words.timeline(page),
            "bars": words.held_bars(page.held),
            "photos": [(photo, PHOTO_WORDS[photo.moment]) for photo in page.photos],
            "map": _map_of(page),
        },
    )


PHOTO_WORDS = {
    "before": gettext_lazy("Avant, photo d’un·e habitant·e"),
    "after": gettext_lazy("Après, photo de qui s’en occupe"),
}


def _map_of(page):
    if page.point is None:
        return None
    report, line = page.report, page.line
    perimeter = [Perimeter(report.quartier.name, report.quartier.perimeter)] if report.quartier_id else []
    return build_map(
        "carte-du-signalement",
        _("Où se trouve « %(title)s »") % {"title": line.title},
        perimeters=perimeter,
        points=[Point(line.title, *page.point, state=line.shape)],
    )
