"""/suivre/<kind>/<key>/: what one will hear of, and how to follow it, with an account or with an address."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.notifications import links, services
from participation.notifications.deliveries import when
from participation.notifications.forms import FollowForm
from participation.notifications.registry import AREA, ME, Followed, Topic, topic
from participation.notifications.selectors import preferences_link, subscription_of
from participation.notifications.views.doors import ask, by_link, private, too_often, wait_sentence

_KEY = re.compile(r"[A-Za-z0-9_.:-]{1,160}")


@private
def follow(request, kind, key):
    found, thing = _found(kind, key)
    user = request.user if request.user.is_authenticated else None
    mine = subscription_of(user, kind, key) if user else None
    form = FollowForm(request.POST if request.method == "POST" else None, user=user)
    status, headers = 200, {}
    if request.method == "POST" and user and "arreter" in request.POST:
        if mine:
            services.unfollow(subscription=mine)
        messages.success(request, _("C’est arrêté : vous ne suivez plus « %(title)s ».") % {"title": thing.title})
        return redirect("notifications:follow", kind, key)
    if request.method == "POST":
        done, status, headers = _posted(request, form, user, kind, key, thing)
        if done:
            return done
    context = {
        "form": form,
        "topic": found,
        "thing": thing,
        "mine": mine,
        "rhythm": _rhythm(mine, found),
        "kind": kind,
        "key": key,
    }
    response = render(request, "notifications/follow_page.html", context, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _found(kind, key) -> tuple[Topic, Followed]:
    """What is registered and what the public may read; 404 for anything else."""
    try:
        found = topic(kind)
    except LookupError as error:
        raise Http404 from error
    thing = found.find([key]).get(key) if kind not in (ME, AREA) and _KEY.fullmatch(key) else None
    if thing is None:
        raise Http404
    return found, thing


def _rhythm(mine, found) -> str:
    if mine is None:
        return when(found.delivery)
    return when(mine.delivery, hour=mine.recipient.daily_hour, weekday=mine.recipient.weekly_day)


def _posted(request, form, user, kind, key, thing):
    """(the answer once it is done or None, status, headers)"""
    if not form.is_valid():
        return None, 400, {}
    wait = too_often(request, form.cleaned_data.get("email", ""))
    if wait:
        form.add_error(None, wait_sentence(wait))
        return None, 429, {"Retry-After": str(wait)}
    if user:
        try:
            services.follow(recipient=services.recipient_of(user=user), kind=kind, key=key, confirmed=True)
        except ValidationError as error:
            form.add_error(None, error)
            return None, 409, {}
        messages.success(request, _("C’est noté : vous suivez « %(title)s ».") % {"title": thing.title})
        return redirect("notifications:follow", kind, key), 302, {}
    ask(email=form.cleaned_data["email"], kind=kind, key=key)
    return redirect("notifications:asked"), 302, {}


@require_safe
def asked(request):
    """The same page for every address, known or not."""
    return render(request, "notifications/asked.html")


@by_link(links.CONFIRM)
def confirm(request, recipient, payload, token):
    subscription = recipient.subscriptions.get(pk=payload["s"])
    if request.method == "POST":
        services.confirm_follow(subscription=subscription)
        subscription.refresh_from_db()
    context = {
        "subscription": subscription,
        "name": name_of(subscription),
        "token": token,
        "rhythm": when(subscription.delivery, hour=recipient.daily_hour, weekday=recipient.weekly_day),
        "preferences": preferences_link(recipient) if subscription.confirmed_at else "",
    }
    return render(request, "notifications/confirm.html", context)


def name_of(subscription) -> str:
    """What is followed, as its person knows it; a kind alone for what is gone."""
    if subscription.label:
        return subscription.label
    try:
        found = topic(subscription.kind)
    except LookupError:
        return ""
    thing = found.find([subscription.key]).get(subscription.key) if subscription.key else None
    return thing.title if thing else str(found.label)
