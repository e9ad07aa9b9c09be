"""Pages that are the same for everyone: no form, no name, so that they come from the page cache."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.base.calendar import today
from participation.surveys import pages
from participation.surveys.exports import results_csv
from participation.surveys.rules import can_read_results
from participation.surveys.selectors import questions_of, results, survey_list, survey_page


def found(slug):
    survey = survey_page(slug)
    if survey is None:
        raise Http404(_("Cette enquête n’existe pas."))
    return survey


@require_safe
def index(request):
    day = today()
    surveys = survey_list(day)
    return render(
        request,
        "surveys/index.html",
        {
            "open": [pages.line(survey, day) for survey in surveys.open],
            "coming": [pages.line(survey, day) for survey in surveys.coming],
            "closed": [pages.line(survey, day) for survey in surveys.closed],
        },
    )


@require_safe
def detail(request, slug):
    survey, day = found(slug), today()
    return render(request, "surveys/survey.html", pages.detail(survey, questions_of(survey), day))


@require_safe
def result(request, slug):
    survey, day = found(slug), today()
    if not can_read_results(None, survey, day):
        return render(request, "surveys/no_results.html", pages.frame(survey, day))
    return render(request, "surveys/results.html", pages.results_page(survey, results(survey, day), day))


@require_safe
def result_csv(request, slug):
    survey, day = found(slug), today()
    if not can_read_results(None, survey, day):
        raise Http404(_("Les résultats de cette enquête ne sont pas encore publiés."))
    return results_csv(survey, results(survey, day))


@require_safe
def thanks(request, slug):
    survey = found(slug)
    return render(request, "surveys/thanks.html", pages.frame(survey, today()))


@require_safe
def sent(request, slug):
    survey = found(slug)
    return render(request, "surveys/sent.html", pages.frame(survey, today()))
