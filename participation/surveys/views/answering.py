"""Answering: at once with an account, else by a link sent to one's address. Never cached, never indexed."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.base.calendar import today
from participation.base.limits import limited, rate_limit
from participation.base.links.signing import LinkError, LinkExpired, read_token
from participation.base.links.views import discreet
from participation.surveys import pages, services
from participation.surveys.emails import PURPOSE
from participation.surveys.forms.answering import AddressForm, AnswerForm
from participation.surveys.rules import can_answer_survey, can_read_results
from participation.surveys.selectors import has_answered, questions_of, results
from participation.surveys.views.public import found
from participation.surveys.workflow import AlreadyAnswered, AnswerRefused

HOUR = 3600
# Links to one address; beyond, the page is the same and no mail leaves: the letter box is not to be flooded.
LINKS_AN_HOUR = 3
REFUSED = 409
_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
@rate_limit("survey-answer", limit=60, per_seconds=HOUR)
def answer(request, slug):
    """With an account: the questions. Without: the address first."""
    survey = found(slug)
    if request.user.is_authenticated:
        return discreet(_questions(request, survey, user=request.user))
    return discreet(_address(request, survey))


@_methods
@rate_limit("survey-answer", limit=60, per_seconds=HOUR)
def answer_by_link(request, slug, token):
    """GET shows the form, POST hands it in: programs that look into mails follow every link."""
    survey = found(slug)
    try:
        payload = read_token(PURPOSE, token)
    except LinkError as error:
        status = 410 if isinstance(error, LinkExpired) else 404
        return discreet(render(request, "errors/link.html", {"reason": str(error)}, status=status))
    if payload["s"] != survey.pk:
        raise Http404(_("Cette enquête n’existe pas."))
    return discreet(_questions(request, survey, address_hash=payload["h"]))


def _address(request, survey):
    if not can_answer_survey(request.user, survey):
        return _not_open(request, survey)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        address = form.cleaned_data["email"]
        if not limited("survey-link", address.lower(), limit=LINKS_AN_HOUR, per_seconds=HOUR):
            services.send_answer_link(survey=survey, address=address)
        return redirect("surveys:sent", survey.slug)
    context = {**pages.frame(survey, today()), "form": form, "here": request.path}
    return render(request, "surveys/address.html", context, status=400 if form.errors else 200)


def _questions(request, survey, *, user=None, address_hash=""):
    if not can_answer_survey(request.user, survey):
        return _not_open(request, survey)
    if has_answered(survey, user=user, address_hash=address_hash or services.address_hash(survey, user.email)):
        return _answered(request, survey)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, questions=questions_of(survey))
    if data is not None and form.is_valid():
        try:
            services.submit_answers(survey=survey, answers=form.answers(), user=user, address_hash=address_hash)
        except AlreadyAnswered:
            return _answered(request, survey)
        except AnswerRefused:  # it closed, or its questions changed, since the form was shown
            return _not_open(request, survey)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("surveys:thanks", survey.slug)
    context = {**pages.frame(survey, today()), "form": form, "by_link": bool(address_hash), "here": request.path}
    return render(request, "surveys/answer.html", context, status=400 if form.errors else 200)


def _answered(request, survey):
    status = REFUSED if request.method == "POST" else 200
    return render(request, "surveys/answered.html", pages.frame(survey, today()), status=status)


def _not_open(request, survey):
    """Not yet, or no longer: the page says so, and after the closing shows the results right there."""
    day = today()
    status = REFUSED if request.method == "POST" else 200
    context = pages.frame(survey, day)
    if can_read_results(request.user, survey, day):
        context = pages.results_page(survey, results(survey, day), day)
    return render(request, "surveys/not_open.html", context, status=status)
