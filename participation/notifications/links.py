"""Signed links of those who follow something. Payloads hold keys of rows, never an address."""

from participation.base.links.signing import make_link
from participation.notifications import delays

CONFIRM = "notifications-confirm"  # {"s": subscription}
PREFERENCES = "notifications-preferences"  # {"r": recipient}
# {"r": recipient, "s": subscription}: one follow; {"r": recipient, "d": "daily"}: a digest; {"r": recipient}: all.
UNSUBSCRIBE = "notifications-unsubscribe"


def confirm_link(subscription) -> str:
    return make_link(
        CONFIRM, {"s": subscription.pk}, path_name="notifications:confirm", max_age=delays.confirm_within()
    )


def preferences_link(recipient) -> str:
    return make_link(
        PREFERENCES, {"r": recipient.pk}, path_name="notifications:preferences", max_age=delays.LINKS_WORK_FOR
    )


def unsubscribe_link(recipient, *, subscription=None, delivery="") -> str:
    payload = {"r": recipient.pk}
    if subscription is not None:
        payload["s"] = subscription.pk
    elif delivery:
        payload["d"] = str(delivery)
    return make_link(UNSUBSCRIBE, payload, path_name="notifications:unsubscribe", max_age=delays.LINKS_WORK_FOR)


def unsubscribe_headers(recipient, *, subscription=None, delivery="") -> dict[str, str]:
    """One click in the mail reader, as RFC 8058 has it. Without arguments: everything."""
    link = unsubscribe_link(recipient, subscription=subscription, delivery=delivery)
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
