"""What somebody follows and when they hear of it: through the link of any mail, or from their account."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.notifications import links, services
from participation.notifications.enums import Delivery
from participation.notifications.forms import ChoicesForm
from participation.notifications.registry import AREA, DESK, ME, topic
from participation.notifications.selectors import followed_by, recipient_of_user
from participation.notifications.services.telephone import set_phone
from participation.notifications.views.doors import by_link as link_page
from participation.notifications.views.doors import private
from participation.notifications.views.undoing import take_up, undo_fields


@dataclass
class Group:
    """A kind of thing and what of it is followed. `rows` is empty for what everybody gets."""

    kind: str
    label: str
    delivery: str
    rows: list[dict] = field(default_factory=list)


@link_page(links.PREFERENCES)
def preferences(request, recipient, payload, token):
    return _page(request, recipient, reverse("notifications:preferences", args=[token]), by_link=True)


@private
@login_required
def choices(request):
    recipient = recipient_of_user(request.user)
    if recipient is None and request.method == "POST":
        recipient = services.recipient_of(user=request.user)
    return _page(request, recipient, reverse("notifications:choices"), by_link=False)


def _page(request, recipient, action, *, by_link):
    said, undo, form, status = None, None, None, 200
    if request.method == "POST":
        said, undo, form = _act(request.POST, recipient)
        status = 400 if form is not None else 200
    groups = _groups(recipient)
    context = {
        "action": action,
        "address": recipient.address if recipient else request.user.email,
        "by_link": by_link,
        "groups": groups,
        "things": [group for group in groups if group.rows],
        "mailed": any(group.delivery != Delivery.NONE for group in groups),
        "form": form or _form(groups, recipient),
        "said": said,
        "undo": undo,
    }
    return render(request, "notifications/choices.html", context, status=status)


def _groups(recipient) -> list[Group]:
    """By kind, in the order of their labels; what concerns the person themselves first."""
    groups: dict[str, Group] = {ME: Group(ME, str(topic(ME).label), topic(ME).delivery)}
    for found, subscription, thing in followed_by(recipient) if recipient else ():
        new = Group(found.kind, str(found.label), subscription.delivery)
        group = groups.setdefault(found.kind, new)
        group.delivery = subscription.delivery
        if found.kind not in (ME, DESK):
            group.rows.append(_row(found, subscription, thing))
    first = groups.pop(ME)
    return [first, *sorted(groups.values(), key=lambda one: one.label)]


def _row(found, subscription, thing) -> dict:
    meta = ""
    if found.kind == AREA:
        meta = _("À %(radius)s mètres ou moins du point choisi") % {"radius": subscription.radius_m}
    elif thing is None:
        meta = _("Cette page n’est plus en ligne.")
    title = subscription.label or (thing.title if thing else _("Page retirée"))
    return {"pk": subscription.pk, "title": title, "url": thing.url if thing else "", "meta": meta}


def _form(groups, recipient, data=None):
    names = ("daily_hour", "weekly_day", "phone")
    initial = {name: getattr(recipient, name) for name in names} if recipient else {}
    return ChoicesForm(
        data,
        kinds=[(group.kind, group.label) for group in groups],
        deliveries={group.kind: group.delivery for group in groups},
        initial={"daily_hour": 8, "weekly_day": 3, **initial},
    )


def _act(data, recipient):
    """(what was done, how to undo it, the form where it needs another look)"""
    if "arreter" in data:
        return (*_stop(data["arreter"], recipient), None)
    if "tout_arreter" in data:
        services.stop_all(recipient=recipient)
        return _("C’est arrêté : plus aucun courriel de nouvelles ne part."), None, None
    if "reprendre" in data:
        again = take_up(recipient, data)
        return _("C’est repris.") if again else _("Cette page n’est plus là : on ne peut plus la suivre."), None, None
    form = _form(_groups(recipient), recipient, data)
    if not form.is_valid():
        return None, None, form
    for kind, delivery in form.chosen.items():
        services.choose(recipient=recipient, kind=kind, delivery=delivery)
    services.set_rhythm(
        recipient=recipient, daily_hour=form.cleaned_data["daily_hour"], weekly_day=form.cleaned_data["weekly_day"]
    )
    if "phone" in form.cleaned_data:
        set_phone(recipient=recipient, phone=form.cleaned_data["phone"])
    recipient.refresh_from_db()
    return _("C’est enregistré."), None, None


def _stop(number, recipient):
    """One's own only; what is not there is stopped already."""
    isnumber = number.isascii() and number.isdigit() and len(number) <= 18
    found = recipient.subscriptions.filter(pk=int(number)).chosen().first() if isnumber else None
    if found is None:
        return _("C’était déjà arrêté."), None
    undo = undo_fields(found)
    services.unfollow(subscription=found)
    return _("C’est arrêté."), undo
