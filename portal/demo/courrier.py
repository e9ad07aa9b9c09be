"""`/demo/courrier/`: the mails the demonstration sent, since none of them leaves the machine."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from participation.base.mail import eml


@never_cache
def letter_box(request):
    items = [
        {
            "title": mail.subject,
            "url": reverse("demo-mail", args=[mail.name]),
            "text": _("À %(address)s") % {"address": mail.to},
            "date": mail.date,
        }
        for mail in eml.list_messages()
    ]
    return render(request, "demo/courrier.html", {"items": items})


@never_cache
def letter(request, name):
    try:
        mail = eml.read_message(name)
    except eml.MailNotFound as error:
        raise Http404 from error
    trail = [{"label": _("Courrier envoyé"), "url": reverse("demo-mails")}]
    return render(request, "demo/courrier_message.html", {"mail": mail, "actions": _actions(mail), "trail": trail})


def _actions(mail):
    """The mail's links that lead into this portal, as paths: the visitor may know it under another address."""
    host = urlsplit(settings.BASE_URL).netloc
    links = [urlsplit(link) for link in mail.links]
    return [link.path + (f"?{link.query}" if link.query else "") for link in links if link.netloc == host]
