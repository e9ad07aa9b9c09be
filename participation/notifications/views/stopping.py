"""/suivre/arreter/<token>/: where the « se désabonner » of a mail leads. GET shows, POST acts, by hand or in one click
of the mail program (RFC 8058)."""

from urllib.parse import urlsplit

from django.shortcuts import render
from django.utils.translation import gettext as _

from participation.notifications import links, services
from participation.notifications.enums import Delivery
from participation.notifications.registry import ME
from participation.notifications.selectors import preferences_link
from participation.notifications.views.doors import by_link
from participation.notifications.views.following import name_of
from participation.notifications.views.undoing import undo_fields


@by_link(links.UNSUBSCRIBE)
def unsubscribe(request, recipient, payload, token):
    subscription = None
    if "s" in payload:
        subscription = recipient.subscriptions.filter(pk=payload["s"]).first()
    gone = "s" in payload and subscription is None
    what = _what(payload, subscription)
    undo = undo_fields(subscription) if subscription and subscription.kind != ME else None
    if request.method == "POST" and not gone:
        services.unsubscribe(payload={**payload, "r": recipient.pk})
    context = {
        "what": what,
        "done": request.method == "POST",
        "gone": gone,
        "undo": undo,
        "preferences": urlsplit(preferences_link(recipient)).path,
    }
    return render(request, "notifications/stop.html", context)


def _what(payload, subscription) -> str:
    if subscription is not None:
        return _("Vous recevez des nouvelles de « %(title)s ».") % {"title": name_of(subscription)}
    if payload.get("d") == Delivery.DAILY:
        return _("Vous recevez un résumé, une fois par jour.")
    if payload.get("d") == Delivery.WEEKLY:
        return _("Vous recevez un résumé, une fois par semaine.")
    if payload.get("d"):
        return _("Vous recevez des résumés, chaque jour et chaque semaine.")
    return _("Vous recevez les nouvelles de ce que vous suivez.")
