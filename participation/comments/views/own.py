"""What one wrote oneself: changed for a few minutes, taken away whenever one wants. By account, or by the link that
was mailed after writing without one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.limits.services import check
from participation.base.links.signing import LinkError, LinkExpired, read_token
from participation.base.links.views import discreet
from participation.comments import rules, selectors, tuning
from participation.comments.enums import State
from participation.comments.forms import EditForm
from participation.comments.services import MANAGE, edit_comment, withdraw_comment
from participation.comments.workflow import TRANSITIONS, IllegalTransition
from participation.moderation.services import Banned

# Of one comment, per hour: each keeps what stood there before.
EDITS, HOUR = 20, 3600


@require_safe
@login_required
def mine(request):
    context = {"rows": selectors.own_comments(request.user, timezone.now()), "most": selectors.OWN_ROWS}
    return discreet(render(request, "comments/mine.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request, pk):
    return _edit(request, _own(request, pk), reverse("comments:mine"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request, pk):
    return _withdraw(request, _own(request, pk), reverse("comments:mine"))


@require_safe
def manage(request, token):
    comment, refusal = _signed(request, token)
    if refusal is not None:
        return refusal
    why = rules.why_not_editable(comment, timezone.now())
    context = {
        **_told(comment),
        "edit_url": "" if why else reverse("comments:manage-edit", args=[token]),
        "withdraw_url": reverse("comments:manage-withdraw", args=[token]) if _goes(comment) else "",
        "why": why,
    }
    return discreet(render(request, "comments/manage.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def manage_edit(request, token):
    comment, refusal = _signed(request, token)
    return refusal if refusal is not None else _edit(request, comment, reverse("comments:manage", args=[token]))


@require_http_methods(["GET", "HEAD", "POST"])
def manage_withdraw(request, token):
    comment, refusal = _signed(request, token)
    return refusal if refusal is not None else _withdraw(request, comment, reverse("comments:manage", args=[token]))


def _own(request, pk):
    """One of this person's own; what somebody else wrote does not exist here."""
    comment = selectors.comment_with(pk)
    if comment is None or not rules.is_writer(request.user, comment):
        raise Http404
    return comment


def _signed(request, token):
    """(comment, None), or (None, the page that says why the link leads nowhere)."""
    try:
        payload = read_token(MANAGE, token)
    except LinkError as error:
        return None, _nowhere(request, str(error), 410 if isinstance(error, LinkExpired) else 404)
    comment = selectors.comment_with(payload.get("comment"))
    if comment is None or comment.state == State.WITHDRAWN:
        return None, _nowhere(request, _("Ce commentaire n’est plus gardé."), 410)
    return comment, None


def _nowhere(request, reason, status):
    return discreet(render(request, "errors/link.html", {"reason": reason}, status=status))


def _edit(request, comment, back):
    why, status, headers = rules.why_not_editable(comment, timezone.now()), 200, {}
    form = EditForm(request.POST if request.method == "POST" else None, initial={"text": comment.comment})
    if request.method == "POST" and why:
        status = 409
        form.is_valid()
    elif request.method == "POST":
        status, headers, changed = _changed(form, comment)
        if changed is not None:
            messages.success(
                request,
                _("Votre commentaire est modifié. Un modérateur le lit avant qu’il paraisse.")
                if changed.state == State.HELD
                else _("Votre commentaire est modifié."),
            )
            return discreet(redirect(back))
    context = {
        **_told(comment),
        "form": form,
        "why": why,
        "typed": request.POST.get("text", "") if why else "",
        "minutes": int(tuning.edit_within().total_seconds() // 60),
        "until": comment.submit_date + tuning.edit_within(),
        "back": back,
    }
    response = render(request, "comments/edit.html", context, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return discreet(response)


def _changed(form, comment):
    """(status, headers, comment or None)"""
    if not form.is_valid():
        return 400, {}, None
    verdict = check("comments-edit", str(comment.pk), limit=EDITS, per_seconds=HOUR)
    if verdict.limited:
        form.add_error(None, _("Vous l’avez déjà modifié beaucoup de fois. Votre texte est gardé : attendez un peu."))
        return 429, {"Retry-After": str(verdict.retry_after)}, None
    try:
        return 302, {}, edit_comment(comment=comment, text=form.cleaned_data["text"])
    except (ValidationError, IllegalTransition, Banned) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return 409, {}, None


def _withdraw(request, comment, back):
    refusal, status = "", 200
    if not _goes(comment):
        refusal = str(_("Ce commentaire est déjà retiré. Il n’y a plus rien à supprimer."))
    if request.method == "POST":
        place = selectors.place_of(comment)
        try:
            withdraw_comment(comment=comment)
        except IllegalTransition as error:
            refusal, status = str(error), 409
        else:
            messages.success(request, _("Votre commentaire est supprimé."))
            return discreet(redirect(place.url if place else "/"))
    context = {**_told(comment), "refusal": refusal, "back": back}
    return discreet(render(request, "comments/withdraw.html", context, status=status))


def _told(comment):
    return {"comment": comment, "place": selectors.place_of(comment)}


def _goes(comment) -> bool:
    return State.WITHDRAWN in TRANSITIONS[comment.state]
