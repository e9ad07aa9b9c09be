"""What people see when something goes wrong.

The pages for 400, 500 and 503 stand alone: no database, no context processor, nothing that could fail again.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader

LAST_RESORT = "<!doctype html><html lang=fr><title>Panne du site</title><h1>Le site est en panne</h1>"


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def csrf_failure(request, reason=""):
    """A form sent without its token, most often from a page left open too long; `reason` is for logs."""
    return render(request, "errors/csrf.html", status=403)


def standalone(status: int) -> HttpResponse:
    """The page of `status` that needs nothing but its template and style sheets."""
    page = loader.render_to_string(f"errors/{status}.html", {"demo": settings.DEMO})
    return HttpResponse(page, status=status)


def bad_request(request, exception=None):
    return standalone(400)


def server_error(request):
    try:
        return standalone(500)
    except Exception:
        return HttpResponse(LAST_RESORT, status=500)
