"""What is read of notifications."""

from participation.notifications.links import preferences_link, unsubscribe_headers, unsubscribe_link
from participation.notifications.selectors.backlog import events_waiting, sms_waiting
from participation.notifications.selectors.following import (
    email_of,
    followed_by,
    recipient_of_user,
    subscription_of,
)
from participation.notifications.selectors.news import News, news_for, unread_count
from participation.notifications.selectors.personal import export

__all__ = [
    "News",
    "email_of",
    "events_waiting",
    "export",
    "followed_by",
    "news_for",
    "preferences_link",
    "recipient_of_user",
    "sms_waiting",
    "subscription_of",
    "unread_count",
    "unsubscribe_headers",
    "unsubscribe_link",
]
