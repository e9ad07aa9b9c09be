"""One verb, one function. Every one runs in one transaction and takes the instant of the act (`at`, now by default)."""

from participation.reports.services.categories import sync_categories
from participation.reports.services.closing import answer_closing, close_unanswered
from participation.reports.services.creating import confirm_report, create_report
from participation.reports.services.erasing import (
    erase_contacts,
    erase_content,
    erase_person,
    erase_written,
    remove_unconfirmed,
)
from participation.reports.services.handling import acknowledge, plan, refuse, resolve, start
from participation.reports.services.holding import hold_unread
from participation.reports.services.photos import blur_photo
from participation.reports.services.publishing import hide, publish_content, publish_read, take_back, withhold

__all__ = [
    "acknowledge",
    "answer_closing",
    "blur_photo",
    "close_unanswered",
    "confirm_report",
    "create_report",
    "erase_contacts",
    "erase_content",
    "erase_person",
    "erase_written",
    "hide",
    "hold_unread",
    "plan",
    "publish_content",
    "publish_read",
    "refuse",
    "remove_unconfirmed",
    "resolve",
    "start",
    "sync_categories",
    "take_back",
    "withhold",
]
