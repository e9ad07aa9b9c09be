"""Where the service that asks reads the free answers. Nothing here says who wrote them, nor when."""

from itertools import groupby
from operator import attrgetter

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from participation.base.calendar import today
from participation.base.desk.access import desk_page
from participation.surveys import pages
from participation.surveys.models import Survey
from participation.surveys.rules import can_enter_surveys, can_read_free_answers
from participation.surveys.selectors import desk_surveys, free_answers

PER_PAGE = 100


@require_safe
@desk_page(can_enter_surveys)
def index(request):
    day = today()
    items = [_row(survey, day) for survey in desk_surveys(request.user)]
    return render(request, "surveys/desk.html", {"items": items, "desk_trail": _trail()[:1]})


@require_safe
@desk_page(can_enter_surveys)
def texts(request, slug):
    survey = get_object_or_404(Survey.objects.with_n(), slug=slug)
    if not can_read_free_answers(request.user, survey):
        raise Http404(_("Cette enquête n’existe pas."))
    page = Paginator(free_answers(survey), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "survey": survey,
        "desk_trail": _trail(),
        "status": pages.status(survey, survey.phase(today()), today()),
        "groups": _by_question(page),
        "count": _count(page.paginator.count),
        "previous": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "surveys/desk_texts.html", context)


def _by_question(answers):
    return [
        {"id": f"question-{question.pk}", "title": question.text, "texts": [answer.text for answer in found]}
        for question, found in groupby(answers, key=attrgetter("question"))
    ]


def _row(survey, day):
    said = pages.status(survey, survey.phase(day), day)
    return {
        "title": survey.title,
        "url": reverse("surveys:desk-texts", args=[survey.slug]),
        "state": said["state"],
        "label": survey.phase(day).label,
        "strong": said["lead"] if survey.published else _("Pas publiée."),
        "text": _("%(people)s. %(free)s à lire.") % {"people": pages.people(survey.n), "free": _count(survey.texts)},
    }


def _trail():
    return [{"label": _("Bureau"), "url": "/agents/"}, {"label": _("Enquêtes"), "url": reverse("surveys:desk")}]


def _count(n):
    return ngettext("%(n)s réponse libre", "%(n)s réponses libres", n) % {"n": n}
