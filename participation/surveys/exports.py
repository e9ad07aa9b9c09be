"""Aggregated results as open data: CSV that a spreadsheet opens as it is (UTF-8 with BOM, semicolons)."""

import csv
from io import StringIO

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from participation.surveys.enums import QuestionKind
from participation.surveys.masking import LEAST

COLUMNS = (
    "enquete",
    "ferme_le",
    "question",
    "sorte",
    "reponse",
    "nombre",
    "n_question",
    "moyenne",
    "n_enquete",
    "remarque",
)
# A cell that begins so would be run as a formula by the spreadsheet that opens it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def results_csv(survey, results) -> HttpResponse:
    """One row a cell; a hidden one says so and has no number."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in results.questions:
        for label, count in _cells(question):
            remark = [] if count is not None else [_hidden(question)]
            row = (
                survey.title,
                survey.closes_on.isoformat(),
                question.text,
                question.kind.label,
                label,
                count,
                question.n,
                question.mean,
                results.n,
                " ".join([*remark, *([_("Démonstration : inventé.")] if settings.DEMO else [])]),
            )
            writer.writerow([_cell(value) for value in row])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}-resultats.csv"'
    return response


def _cells(question):
    if question.kind == QuestionKind.TEXT:
        return [(_("réponses libres, lues par le service"), question.n)]
    return [(cell.label, cell.count) for cell in question.cells] or [("", None)]


def _hidden(question):
    return _("Moins de %(least)s réponses, ou de quoi les retrouver : non publié.") % {"least": LEAST}


def _cell(value):
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
