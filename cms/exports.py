"""A convention's steps and amounts as open data: CSV that a spreadsheet opens as it is (UTF-8 with BOM, semicolons)."""

import csv
from datetime import date
from io import StringIO

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.models import ConventionPage
from cms.pages.words import STATE_LABELS
from cms.selectors.money import statements_of
from cms.selectors.projects import fiches_of
from cms.selectors.themes import themes_of
from cms.visibility import visible
from participation.base.calendar import today

STEP_COLUMNS = (
    "convention",
    "fiche_numero",
    "fiche",
    "theme",
    "quartier",
    "etape",
    "etat",
    "promise_le",
    "nouvelle_date",
    "tenue_le",
    "jours_ouvres_de_retard",
    "preuve_en_ligne",
    "porteur",
    "precision",
    "remarque",
)
MONEY_COLUMNS = ("convention", "tableau", "annee", "source", "objet", "montant_eur", "nature", "remarque")
# A cell that begins so would be run as a formula by the spreadsheet that opens it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def steps(request, slug):
    """One row a step, as the convention's page counts it today."""
    page = _convention(slug)
    fiches, themes = fiches_of(page, today()), themes_of(page)
    titles = {theme.pk: theme.title for theme in themes.rows}
    rows = (
        (
            page.title,
            step.project.number,
            step.project.title,
            titles.get(themes.root_of_project.get(step.project.id), ""),
            step.quartier,
            step.title,
            STATE_LABELS[step.state],
            step.due_on,
            step.new_due_on,
            step.done_on,
            step.working_days or "",
            _("oui") if step.proven else _("non"),
            step.project.lead,
            step.note,
            _remark(page),
        )
        for step in fiches.all_steps
    )
    return _csv(STEP_COLUMNS, rows, f"{slug}-etapes.csv")


@require_safe
def money(request, slug):
    """One row an amount, then the total that the document prints: both stay as they are, whether they agree or not."""
    page = _convention(slug)
    rows = []
    for one in statements_of(page):
        head = (page.title, one.title, one.year, one.source)
        rows += [(*head, line.label, line.amount, _("ligne"), _remark(page)) for line in one.lines]
        if one.printed_total is not None:
            rows.append((*head, "", one.printed_total, _("total imprimé"), _remark(page)))
    return _csv(MONEY_COLUMNS, rows, f"{slug}-argent.csv")


def _convention(slug):
    page = visible(ConventionPage.objects.filter(slug=slug).defer("body")).first()
    if page is None:
        raise Http404(_("Cette convention n’existe pas."))
    return page


def _remark(page):
    if page.invented:
        return _("Démonstration : inventé")
    return _("Démonstration") if settings.DEMO else ""


def _csv(columns, rows, filename):
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _cell(value):
    """An unknown value is an empty cell, never a zero."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else str(value)
