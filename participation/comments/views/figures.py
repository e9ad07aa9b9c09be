"""/commentaires/delais/: how long answers take, by month and by service, for everyone to read."""

import csv
from io import StringIO

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from participation.base.calendar import today
from participation.base.drawing.tables import Row, Table
from participation.base.text import dates
from participation.comments import selectors
from participation.territory.selectors import closures_ahead

# A cell that a spreadsheet would run.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NONE = "–"
_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


@require_safe
def figures(request):
    day = today()
    found = selectors.figures(day)
    measured = [month for month in found.total.months if month.days is not None]
    context = {
        "figures": found,
        "until": day,
        "since": found.total.months[0].first,
        "numbers": _numbers(found),
        "points": [(short_month(month.first), month.days) for month in measured],
        "described": ", ".join(f"{dates.month(month.first)} : {_days(month.days)}" for month in measured),
        "services": _services(found),
        "by_service": [(service, _months(service)) for service in found.services if service.answered],
        "closures": [{"place": place, "sentence": selectors.pause(one)} for place, one in closures_ahead(day)],
    }
    return render(request, "comments/figures.html", context)


@require_safe
def figures_csv(request):
    """A row for each service and month, those without any answer too; then what waits today, on the last month."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        ["service", "mois", "réponses", "délai médian (jours ouvrés)", "dans le délai (%)", "sans réponse", "en retard"]
    )
    for service in selectors.figures().services:
        for month in service.months:
            last = month is service.months[-1]
            now = [service.waiting, service.late] if last else ["", ""]
            name = f"'{service.name}" if service.name.startswith(_FORMULA) else service.name
            writer.writerow(
                [name, f"{month.first:%Y-%m}", month.answered, _cell(month.days), _cell(month.in_time), *now]
            )
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="delais-des-reponses.csv"'
    return response


def _cell(value):
    return "" if value is None else f"{value:g}".replace(".", ",")


def short_month(day) -> str:
    """For an axis: twelve of them never name the same month twice."""
    return _SHORT[day.month - 1]


def _numbers(found):
    total = found.total
    items = [
        {
            "value": total.answered,
            "text": ngettext("réponse donnée en douze mois", "réponses données en douze mois", total.answered),
        },
        {
            "value": total.waiting,
            "text": ngettext("commentaire attend une réponse", "commentaires attendent une réponse", total.waiting)
            + (_(", dont %(late)s en retard") % {"late": total.late} if total.late else ""),
        },
    ]
    if total.in_time is not None:
        items.insert(1, {"value": f"{total.in_time}\u00a0%", "text": _("des réponses au plus tard le jour promis")})
    return items


def _services(found):
    if not found.services:
        return None
    columns = (_("Service"), _("Réponses"), _("Délai médian"), _("Dans le délai"), _("Sans réponse"), _("En retard"))
    total = [_row(found.total)] if len(found.services) > 1 else []
    return Table(_("Par service, sur douze mois"), columns, [_row(one) for one in found.services], total, stacks=True)


def _row(one):
    cells = (str(one.answered), _days(one.days), _share(one.in_time), str(one.waiting), str(one.late))
    return Row(one.name, cells)


def _months(service):
    columns = (_("Mois"), _("Réponses"), _("Délai médian"), _("Dans le délai"))
    rows = [
        Row(dates.month(one.first), (str(one.answered), _days(one.days), _share(one.in_time)))
        for one in reversed(service.months)
        if one.answered
    ]
    return Table(_("%(service)s, mois par mois") % {"service": service.name}, columns, rows, stacks=True)


def _days(value):
    if value is None:
        return _NONE
    written = f"{value:g}".replace(".", ",")
    return ngettext("%(days)s jour", "%(days)s jours", 2 if value >= 2 else 1) % {"days": written}


def _share(value):
    return _NONE if value is None else f"{value}\u00a0%"
