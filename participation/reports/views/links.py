"""The door of the pages one enters with a signed link: no account, no reference that could be guessed."""

from datetime import timedelta
from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from participation.base.links.signing import LinkError, LinkExpired, read_token
from participation.base.links.views import discreet
from participation.reports import emails
from participation.reports.models import Report

SENT = "report-sent"
SENT_FOR = timedelta(days=30)
_form = require_http_methods(["GET", "HEAD", "POST"])


def by_link(purpose: str):
    """Turn `view(request, report, token)` into the view of a link. A GET may change nothing: scanners follow links.

    Too old answers 410, wrong 404, each with its sentence; 404 too when the report is gone.
    """

    def decorate(view):
        @_form
        @wraps(view)
        def answer(request, token, **kwargs):
            try:
                payload = read_token(purpose, token)
            except LinkError as error:
                status = 410 if isinstance(error, LinkExpired) else 404
                return discreet(render(request, "errors/link.html", {"reason": str(error)}, status=status))
            report = Report.objects.with_names().filter(reference=_reference(payload)).first()
            if report is None:
                raise Http404
            return discreet(view(request, report, token, **kwargs))

        return answer

    return decorate


def _reference(payload) -> str:
    return str(payload.get("report", "")) if isinstance(payload, dict) else ""


def follow_url(report) -> str:
    return emails.link(emails.FOLLOW, report)


def closing_url(report) -> str:
    return emails.link(emails.CLOSING, report)


def follow_path(report) -> str:
    """The same without the host, for redirects."""
    return reverse("reports:follow", args=[follow_url(report).rstrip("/").rsplit("/", 1)[1]])
