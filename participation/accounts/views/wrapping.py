"""What every page about an account has in common."""

from functools import wraps

from django.db import transaction

# « same-origin » keeps keys in addresses from travelling on, and still sends the Origin that Django's CSRF check needs.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
}


def private(view):
    """Never cached, never indexed; and a POST is one transaction, the mail it sends included."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "POST":
            with transaction.atomic():
                response = view(request, *args, **kwargs)
        else:
            response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer
