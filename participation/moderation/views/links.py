"""Pages behind a signed link of a mail: contesting a refusal, and the opinion of the contact outside the service."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.links.views import refused, signed_page
from participation.moderation import selectors, services
from participation.moderation.forms import AppealForm
from participation.moderation.models import Appeal, Case
from participation.moderation.services import IllegalTransition
from participation.moderation.views.case import complain


@signed_page(services.APPEAL)
def appeal(request, payload, token):
    case = Case.objects.filter(pk=payload.get("case")).first()
    if case is None:
        return refused(request, _("Ce message n’est plus gardé : il n’y a plus rien à contester."), 410)
    sentence = selectors.appeal_refusal(case, at=timezone.now())
    form, status = AppealForm(request.POST if request.method == "POST" else None), 200
    context = {"token": token, "case": case, "form": form, "sentence": sentence}
    if request.method == "POST" and sentence:
        status, context["typed"] = 409, request.POST.get("text", "")[:10_000]
    elif request.method == "POST" and form.is_valid():
        try:
            services.appeal(case=case, text=form.cleaned_data["text"])
        except IllegalTransition as error:
            context["sentence"], context["typed"], status = str(error), form.cleaned_data["text"], 409
        except ValidationError as error:
            complain(form, error)
            status = 400
        else:
            return render(request, "moderation/appealed.html")
    elif request.method == "POST":
        status = 400
    return render(request, "moderation/appeal.html", context, status=status)


@signed_page(services.OUTSIDE)
def outside(request, payload, token):
    """The only page about a held text for somebody without a role: named in the settings, and with this link."""
    found = Appeal.objects.select_related("case").filter(pk=payload.get("appeal"), outside=True).first()
    if found is None:
        return refused(request, _("Ce message n’est plus gardé : il n’y a plus rien à décider."), 410)
    if found.decided_at is not None:
        return _answered(request, found, 200)
    case, status = found.case, 200
    if request.method == "POST":
        said = {"uphold": True, "overturn": False}.get(request.POST.get("action", ""))
        if said is None:
            status = 400
        else:
            try:
                services.decide_appeal(appeal=found, outside=True, upheld=said)
            except IllegalTransition as error:
                return refused(request, error, 409)
            found.refresh_from_db()
            return _answered(request, found, 200)
    context = {
        "token": token,
        "appeal": found,
        "case": case,
        "item": selectors.item_of(case),
        "unsaid": status == 400,
    }
    return render(request, "moderation/outside.html", context, status=status)


def _answered(request, appeal, status):
    return render(request, "moderation/outside_done.html", {"appeal": appeal}, status=status)
