from functools import wraps

from django.shortcuts import render

from participation.base.limits.clients import client_key
from participation.base.limits.services import check


def rate_limit(scope: str, *, limit: int, per_seconds: int, methods=("POST",), key=client_key):
    """Let a client through `limit` times per window, then answer 429 with a sentence and Retry-After.

    `key(request)` names who is counted: the client's network address unless told otherwise.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if request.method in methods:
                verdict = check(scope, key(request), limit=limit, per_seconds=per_seconds)
                if verdict.limited:
                    return too_many(request, verdict.retry_after)
            return view(request, *args, **kwargs)

        return answer

    return decorate


def too_many(request, retry_after: int):
    """The 429 page. `retry_after` in seconds; the page speaks in minutes."""
    minutes = -(-retry_after // 60)
    response = render(request, "errors/429.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(retry_after)
    response.headers["Cache-Control"] = "private, no-store"
    return response
