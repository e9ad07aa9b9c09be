"""Stopping is undone by one button: what was stopped stands in its form, so that nothing is kept for it."""

from django.core.exceptions import ValidationError

from participation.notifications import services
from participation.notifications.enums import Delivery
from participation.notifications.registry import AREA, topic
from participation.notifications.validators import LABEL_LENGTH, RADII, tidy_label, validate_label

_FIELDS = ("kind", "key", "label", "latitude", "longitude", "radius_m", "delivery")


def undo_fields(subscription) -> dict[str, str]:
    values = {name: getattr(subscription, name) for name in _FIELDS}
    return {name: str(value) for name, value in values.items() if value not in (None, "")}


def take_up(recipient, data):
    """Follow again what was just stopped; None for what is not there (any longer). The recipient is proved."""
    kind, key, delivery = (data.get(name, "") for name in ("kind", "key", "delivery"))
    what = {"recipient": recipient, "delivery": delivery, "confirmed": True}
    if delivery not in Delivery.values:
        return None
    if kind == AREA:
        area, label = _area(data), tidy_label(data.get("label", ""))
        return services.follow(kind=AREA, area=area, label=label, **what) if area and _is_label(label) else None
    try:
        found = topic(kind).find([key]) if "\0" not in key else {}
    except LookupError:
        return None
    return services.follow(kind=kind, key=key, **what) if key in found else None


def _is_label(label) -> bool:
    try:
        validate_label(label)
    except ValidationError:
        return False
    return 0 < len(label) <= LABEL_LENGTH


def _area(data):
    try:
        lat, lon, radius = float(data["latitude"]), float(data["longitude"]), int(data["radius_m"])
    except (KeyError, ValueError, OverflowError):
        return None
    return (lat, lon, radius) if abs(lat) <= 85 and abs(lon) <= 180 and radius in RADII else None
