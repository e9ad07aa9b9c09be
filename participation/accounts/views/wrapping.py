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
    """Never cached, never indexed."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer


def whole(view):
    """A POST is one transaction: what allauth changes and the mail that tells about it, both or neither.

    Not for logins: comparing a password takes half a second on purpose, and SQLite has one writer at a time.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return answer
