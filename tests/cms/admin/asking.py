"""How the Wagtail admin answers: a refusal is a redirect to its front page with a message."""

from django.contrib.messages import get_messages
from django.urls import reverse

ALLOWED, REFUSED, LOGIN = "allowed", "refused", "login"


def outcome(response):
    if response.status_code == 302 and response["Location"].startswith("/admin/login/"):
        return LOGIN
    if response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home"):
        return REFUSED
    assert response.status_code == 200, response.status_code
    return ALLOWED


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]
