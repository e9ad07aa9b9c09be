import secrets
import unicodedata

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.mail.bounces import resume_address
from participation.notifications import delays, registry
from participation.notifications.emails import ask_to_confirm
from participation.notifications.enums import Delivery
from participation.notifications.models import Subscription
from participation.notifications.registry import AREA
from participation.notifications.services.planning import plan, switch
from participation.notifications.services.recipients import recipient_of

_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LABEL_LENGTH = 80


@transaction.atomic
def follow(*, recipient, kind, key="", label="", area=None, delivery=None, confirmed=False, at=None) -> Subscription:
    """Follow a thing, or a circle on the map: `area` is (latitude, longitude, radius in metres).

    An account follows at once; an address without account once it confirmed this (`confirmed`). Following again
    changes the delivery, if one is given. Without one: what this person chose for the kind, else the topic's own.
    Raises LookupError for a kind that nobody registered, ValidationError for an area or a delivery that is none.
    """
    confirmed = confirmed or recipient.user_id is not None
    return _write(recipient, kind, key, label, area, delivery, confirmed, at or timezone.now())


@transaction.atomic
def ask_to_follow(*, email, kind, key="", label="", area=None, delivery=None, at=None) -> None:
    """Follow with an address nobody has shown to be theirs: one mail with a link, the same whatever is known of it.

    Beyond a few a day to the same address nothing more is sent. Raises as `follow`.
    """
    recipient = recipient_of(email=email)
    one = _write(recipient, kind, key, label, area, delivery, False, at or timezone.now())
    ask_to_confirm(one)


@transaction.atomic
def confirm_follow(*, subscription, at=None) -> Subscription:
    """The link of the mail was used: the address is theirs, and works. Doing so twice changes nothing."""
    at = at or timezone.now()
    recipient = subscription.recipient
    if recipient.address:
        resume_address(recipient.address)
    if recipient.confirmed_at is None:
        recipient.confirmed_at = at
        recipient.save(update_fields=["confirmed_at"])
    if subscription.confirmed_at is None:
        subscription.confirmed_at = at
        subscription.save(update_fields=["confirmed_at"])
        plan(recipient, at)
    return subscription


@transaction.atomic
def unfollow(*, subscription) -> None:
    """The row goes: nothing is kept about what somebody used to follow."""
    subscription.delete()


def _write(recipient, kind, key, label, area, delivery, confirmed, at) -> Subscription:
    topic = registry.topic(kind)
    if delivery is not None and delivery not in Delivery.values:
        raise ValidationError(_("Choisissez quand vous voulez être prévenu·e."))
    values = {"label": _tidy(label)}
    if kind == AREA:
        values |= _area(area)
        key = key or _same_area(recipient, values) or secrets.token_hex(8)
    mine = Subscription.objects.filter(recipient=recipient)
    one = mine.filter(kind=kind, key=key).first()
    if one is None:
        if mine.count() >= delays.FOLLOWED_AT_MOST:
            raise ValidationError(_("Vous suivez déjà beaucoup de choses : retirez-en une d’abord."))
        usual = mine.confirmed().filter(kind=kind).order_by("-pk").values_list("delivery", flat=True).first()
        one, made = Subscription.objects.get_or_create(
            recipient=recipient,
            kind=kind,
            key=key,
            defaults={
                **values,
                "delivery": delivery or usual or topic.delivery,
                "confirmed_at": at if confirmed else None,
                "created_at": at,
            },
        )
        if made:
            if confirmed:
                plan(recipient, at)
            return one
    if confirmed or one.confirmed_at is None:
        _change(one, delivery, label and values["label"], confirmed, at)
    return one


def _change(one, delivery, label, confirmed, at) -> None:
    """What was asked for again; what nobody confirmed never changes what somebody did."""
    if delivery and delivery != one.delivery:
        switch(Subscription.objects.filter(pk=one.pk), one.recipient, delivery)
        one.delivery = delivery
    one.label = label or one.label
    if confirmed and one.confirmed_at is None:
        one.confirmed_at = at
    one.save(update_fields=["label", "confirmed_at"])
    if one.confirmed_at is not None:
        plan(one.recipient, at)


def _area(area) -> dict:
    try:
        latitude, longitude, radius = (float(part) for part in area)
    except (TypeError, ValueError) as error:
        raise ValidationError(_("Choisissez un endroit sur la carte.")) from error
    # Also refuses what is no number (nan).
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValidationError(_("Choisissez un endroit sur la carte."))
    if not delays.SMALLEST_RADIUS <= radius <= delays.WIDEST_RADIUS:
        raise ValidationError(
            _("Choisissez un rayon entre %(least)s et %(most)s mètres.")
            % {"least": delays.SMALLEST_RADIUS, "most": delays.WIDEST_RADIUS}
        )
    return {"latitude": round(latitude, 5), "longitude": round(longitude, 5), "radius_m": round(radius)}


def _same_area(recipient, values) -> str | None:
    place = {name: values[name] for name in ("latitude", "longitude", "radius_m")}
    same = Subscription.objects.filter(recipient=recipient, kind=AREA, **place)
    return same.values_list("key", flat=True).first()


def _tidy(label: str) -> str:
    """One line without what the eye does not see (control characters, bidirectional marks, zero width)."""
    shown = "".join(" " if unicodedata.category(sign) in _UNSHOWN else sign for sign in label[:1000])
    return " ".join(shown.split())[:_LABEL_LENGTH]
