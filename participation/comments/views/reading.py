"""One comment: where it stands, its thread alone, and « je soutiens »."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.limits.services import check
from participation.base.links.views import discreet
from participation.comments import registry, rules, selectors
from participation.comments.services import Closed, support_comment, withdraw_support
from participation.comments.workflow import IllegalTransition

# Per person and hour; withdrawing counts too, for each starts a new version of the public pages.
SUPPORTS, HOUR = 120, 3600


@require_safe
def show(request, pk):
    """The permanent address of a comment: to the page on which it stands today."""
    comment = selectors.public_comment(pk)
    if comment is None:
        raise Http404
    return redirect(selectors.standing(comment))


@require_safe
def thread(request, pk):
    """A comment with all its replies, a hundred a page."""
    found = selectors.one_thread(pk, after=_number(request, "apres"))
    if found is None:
        raise Http404
    return render(request, "comments/one_thread.html", {"thread": found})


@require_http_methods(["GET", "HEAD", "POST"])
def support(request, pk):
    """A page of its own: the thread is the same for everyone and holds no button."""
    comment = selectors.public_comment(pk)
    if comment is None:
        raise Http404
    user, address = request.user, selectors.standing(comment)
    refusal, status, headers = "", 200, {}
    if request.method == "POST":
        if not user.is_authenticated:
            return redirect_to_login(reverse("comments:support", args=[pk]))
        verdict = check("comments-support", f"user-{user.pk}", limit=SUPPORTS, per_seconds=HOUR)
        if verdict.limited:
            refusal, status = _("Beaucoup de soutiens à la fois. Réessayez un peu plus tard."), 429
            headers = {"Retry-After": str(verdict.retry_after)}
        else:
            try:
                messages.success(request, _act(comment, user, request.POST.get("action")))
            except (IllegalTransition, Closed) as error:
                refusal, status = str(error), 409
            else:
                return redirect(address)
    signed_in = user.is_authenticated
    context = {
        "comment": comment,
        "author": selectors.signature(comment),
        "place": selectors.place_of(comment),
        "address": address,
        "login_url": "" if signed_in else f"{reverse('account_login')}?next={request.path}",
        "supports": signed_in and selectors.supports(user, comment),
        "refusal": refusal or (rules.why_not_supportable(comment, user) if signed_in else ""),
    }
    response = render(request, "comments/support.html", context, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return discreet(response)


def _act(comment, user, action) -> str:
    """The sentence that says it is done. Raises IllegalTransition, Closed, Http404."""
    if action == "support":
        support_comment(comment=comment, by=user)
        return _("Votre soutien est compté.")
    if action == "withdraw":
        withdraw_support(comment=comment, by=user)
        return _("Votre soutien est retiré.")
    raise Http404


def _number(request, name) -> int | None:
    value = request.GET.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 10 and int(value) <= registry.LARGEST_KEY):
        raise Http404
    return int(value)
