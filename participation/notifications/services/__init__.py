"""What is written of notifications: one verb, one function."""

from participation.notifications.services.choosing import choose, mark_read, set_rhythm, stop_all, unsubscribe
from participation.notifications.services.following import (
    ask_to_follow,
    confirm_follow,
    follow,
    unfollow,
)
from participation.notifications.services.forgetting import delete_idle, delete_old_events, delete_unconfirmed
from participation.notifications.services.notifying import notify
from participation.notifications.services.recipients import adopt_address, forget_recipient, recipient_of
from participation.notifications.services.texting import send_sms

__all__ = [
    "adopt_address",
    "ask_to_follow",
    "choose",
    "confirm_follow",
    "delete_idle",
    "delete_old_events",
    "delete_unconfirmed",
    "follow",
    "forget_recipient",
    "mark_read",
    "notify",
    "recipient_of",
    "send_sms",
    "set_rhythm",
    "stop_all",
    "unfollow",
    "unsubscribe",
]
