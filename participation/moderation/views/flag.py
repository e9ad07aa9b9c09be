"""/moderation/alerter/…: somebody says that something published should not be. No account is needed."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.limits.clients import client_key
from participation.base.limits.services import check
from participation.base.links.views import discreet
from participation.moderation import registry, selectors
from participation.moderation.forms import FlagForm
from participation.moderation.services import author_key
from participation.moderation.services import flag as raise_flag

HOUR, PER_CLIENT = 3600, 20
KEY_LENGTH = 64


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request, kind, key):
    """The page shows neither the words nor the title: what it is about may not be everybody's to read."""
    found = _public(kind, key)
    form, status, headers = FlagForm(request.POST if request.method == "POST" else None), 200, {}
    if request.method == "POST":
        status = 400
        if form.is_valid():
            if form.cleaned_data["website"]:
                return discreet(redirect("moderation:flagged"))  # a machine: it need not know
            wait = _too_often(request)
            if not wait:
                raise_flag(kind=kind, key=key, who=_who(request), ground=form.cleaned_data["ground"])
                return discreet(redirect("moderation:flagged"))
            status, headers = 429, {"Retry-After": str(wait)}
            form.add_error(None, _sentence(wait))
    context = {
        "form": form,
        "back": found.url,
        "charter": selectors.charter_url(),
    }
    response = render(request, "moderation/flag.html", context, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return discreet(response)


def _public(kind, key):
    """What may be flagged: a registered kind, a thing that everybody sees. Anything else does not exist."""
    if len(key) > KEY_LENGTH or "\x00" in key or kind not in {one.key for one in registry.kinds()}:
        raise Http404
    found = selectors.public_item(kind, key)
    if found is None:
        raise Http404
    return found


def _who(request) -> str:
    """A keyed hash of the account, or of the connection: the same person counts once."""
    if request.user.is_authenticated:
        return author_key(user=request.user)
    return author_key(client=client_key(request))


def _too_often(request) -> int:
    verdict = check("moderation-flag", client_key(request), limit=PER_CLIENT, per_seconds=HOUR)
    return verdict.retry_after if verdict.limited else 0


def _sentence(wait) -> str:
    minutes = -(-wait // 60)
    return ngettext(
        "Beaucoup d’alertes sont parties d’ici. Réessayez dans une minute.",
        "Beaucoup d’alertes sont parties d’ici. Réessayez dans %(n)s minutes.",
        minutes,
    ) % {"n": minutes}


@require_safe
def flagged(request):
    return discreet(render(request, "moderation/flagged.html", {"charter": selectors.charter_url()}))
