"""What the person who reported sees and decides, by a signed link: sent, confirmed, followed, repaired or not."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.base.calendar import today
from participation.base.media.views import serve_private
from participation.reports import emails, services
from participation.reports.enums import ClosingAnswer, State, Verb, Visibility
from participation.reports.selectors import follow_page
from participation.reports.views import words
from participation.reports.views.links import SENT, by_link, closing_url, follow_path, follow_url
from participation.reports.workflow import IllegalTransition, answer_until, possible_verbs, public_shape, sentence


@by_link(SENT)
def sent(request, report, token):
    """The last screen: the number, what happens next with its dates, the link to keep."""
    return render(
        request,
        "reports/sent.html",
        {
            "report": report,
            "waits_for_mail": report.state == State.AWAITING_CONFIRMATION,
            "told_by_account": request.user.is_authenticated,
            "follow_url": follow_url(report),
            "follow_path": follow_path(report),
        },
    )


@by_link(emails.CONFIRM)
def confirm(request, report, token):
    if request.method == "POST":
        try:
            report = services.confirm_report(report=report)
        except IllegalTransition:
            raise Http404 from None  # its address was erased: this link leads to nobody any more
        return redirect(f"{follow_path(report)}?confirme=1")
    return render(
        request,
        "reports/confirm.html",
        {
            "report": report,
            "is_confirmed": report.state != State.AWAITING_CONFIRMATION,
            "follow_path": follow_path(report),
        },
    )


@by_link(emails.FOLLOW)
def follow(request, report, token):
    page = follow_page(report, today())
    lead, rest = words.lead_and_rest(page.line.sentence)
    return render(
        request,
        "reports/follow.html",
        {
            "page_of": page,
            "status_lead": lead,
            "status_rest": rest,
            "report": report,
            "timeline": words.timeline(page),
            "photos": [(reverse("reports:follow-photo", args=[token, one.pk]), one) for one in report.photos.all()],
            "is_public": report.visibility == Visibility.PUBLIC,
            "just_confirmed": "confirme" in request.GET,
            "closing_url": closing_url(report) if _may_answer(report) else "",
        },
    )


@by_link(emails.FOLLOW)
def follow_photo(request, report, token, pk):
    photo = report.photos.filter(pk=pk).first()
    if photo is None:
        raise Http404
    return serve_private(request, photo.file.name, allowed=True)


@by_link(emails.CLOSING)
def closing(request, report, token):
    """« Est-ce réparé ? » Three answers of equal weight."""
    refusal, status = "", 200
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer not in ClosingAnswer.values:
            refusal, status = _("Choisissez l’une des trois réponses."), 400
        else:
            try:
                services.answer_closing(report=report, answer=answer)
                return redirect(request.path)
            except IllegalTransition as error:
                refusal, status = str(error), 409
    day = today()
    lead, rest = words.lead_and_rest(sentence(report, day))
    shown = {
        "report": report,
        "refusal": refusal,
        "may_answer": _may_answer(report),
        "answers": ClosingAnswer.choices,
        "state": public_shape(report, day),
        "status_lead": lead,
        "status_rest": rest,
        "answers_given": _last_answer(report, day),
        "until": answer_until(report) if report.state == State.RESOLVED else None,
        "follow_path": follow_path(report),
    }
    return render(request, "reports/closing.html", shown, status=status)


def _may_answer(report) -> bool:
    return Verb.CONFIRM_REPAIR in possible_verbs(report.state)


def _last_answer(report, day) -> tuple[str, ...]:
    """What was said when it was said to be repaired."""
    said = [step.texts for step in follow_page(report, day).steps if step.verb == Verb.RESOLVE]
    return said[-1] if said else ()
