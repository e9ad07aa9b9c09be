"""/moderation/: how much is read, how fast, and how much is refused, month by month. The same for everyone."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.base.cache import remembered
from participation.base.drawing.tables import Row, Table
from participation.base.text import dates, numbers
from participation.moderation import selectors

MONTHS = 12
# As calendars write them, so that twelve labels fit under a curve.
_SHORT = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


@require_safe
def figures(request):
    months = remembered("moderation:figures", lambda: list(selectors.monthly_figures(months=MONTHS)))
    read = [month for month in months if month.read]
    context = {
        "months": read,
        "last": read[-1] if read else None,
        "last_hours": _hours(read[-1].hours) if read else "",
        "table": _table(read) if read else None,
        "speed": _speed(read),
        "shares": _shares(read),
        "charter": selectors.charter_url(),
    }
    return render(request, "moderation/figures.html", context)


def _hours(hours) -> str:
    """« 3,5 h »; « moins d’une heure » for what is quicker; days beyond two."""
    if hours is None:
        return _("non mesuré")
    if hours < 1:
        return _("moins d’une heure")
    if hours < 48:
        return _("%(n)s h") % {"n": _figure(hours)}
    return _("%(n)s jours") % {"n": _figure(hours / 24)}


def _figure(value) -> str:
    """One decimal where there is one."""
    value = round(value, 1)
    return numbers.grouped(int(value) if value == int(value) else value)


def _table(months) -> Table:
    return Table(
        caption=_("Les douze derniers mois, le plus récent d’abord"),
        columns=(_("Mois"), _("Lus"), _("Temps médian pour décider"), _("Non publiés"), _("Part")),
        rows=[
            Row(
                header=dates.month(month.first).capitalize(),
                cells=(
                    numbers.grouped(month.read),
                    _hours(month.hours),
                    numbers.grouped(month.refused),
                    numbers.percent(month.refused, month.read),
                ),
            )
            for month in reversed(months)
        ],
        stacks=True,
    )


def _speed(months):
    """Points of the curve of hours, and the sentence for who does not see it; None for fewer than two."""
    points = [(_short(month.first), round(month.hours, 1)) for month in months if month.hours is not None]
    return _curve(points, _("%(label)s : %(value)s h"))


def _shares(months):
    points = [(_short(month.first), round(100 * month.refused / month.read)) for month in months]
    return _curve(points, _("%(label)s : %(value)s %%"))


def _curve(points, words):
    if len(points) < 2:
        return None
    said = ", ".join(words % {"label": label, "value": _figure(value)} for label, value in points)
    return {"points": points, "description": said}


def _short(first) -> str:
    return _SHORT[first.month - 1]
