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


def signed_post(purpose: str, template: str):
    """Turn `view(request, payload)` into the view of a link: GET shows `template`, POST calls the view.

    Mail scanners follow every link they see, so that a GET may never change anything. The template finds `payload`
    and `token` and holds the form with its button. A link that is too old answers 410, a wrong one 404, both with
    the sentence in `errors/link.html`.
    """

    def decorate(view):
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request, token):
            try:
                payload = read_token(purpose, token)
            except LinkError as error:
                status = 410 if isinstance(error, LinkExpired) else 404
                return discreet(render(request, "errors/link.html", {"reason": str(error)}, status=status))
            if request.method == "POST":
                return discreet(view(request, payload))
            return discreet(render(request, template, {"payload": payload, "token": token}))

        return answer

    return decorate


def discreet(response):
    """Also for pages that show the same things without `signed_post`."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
