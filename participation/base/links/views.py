from functools import wraps

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from participation.base.links.signing import LinkError, LinkExpired, read_token

# A token must not travel on in a Referer, stay in a shared cache or end up in a search engine. Not « no-referrer »:
# under it browsers send « Origin: null » with the form, and Django's CSRF check refuses that.
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
}


def signed_page(purpose: str):
    """Turn `view(request, payload, token)` into the view of a link, whose GET shows and whose POST acts.

    A link that is too old answers 410, a wrong one 404, both with the sentence in `errors/link.html`.
    """

    def decorate(view):
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request, token):
            try:
                payload = read_token(purpose, token)
            except LinkError as error:
                return discreet(refused(request, error, 410 if isinstance(error, LinkExpired) else 404))
            return discreet(view(request, payload, token))

        return answer

    return decorate


def signed_post(purpose: str, template: str):
    """As `signed_page`, for `view(request, payload)` that only acts: GET shows `template`, POST calls the view.

    Mail scanners follow every link they see, so that a GET may never change anything. The template finds `payload`
    and `token` and holds the form with its button.
    """

    def decorate(view):
        @signed_page(purpose)
        @wraps(view)
        def answer(request, payload, token):
            if request.method == "POST":
                return view(request, payload)
            return render(request, template, {"payload": payload, "token": token})

        return answer

    return decorate


def refused(request, reason, status: int):
    """Why a link leads nowhere, in a sentence."""
    return render(request, "errors/link.html", {"reason": str(reason)}, status=status)


def discreet(response):
    """Also for pages that show the same things without `signed_post`."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
