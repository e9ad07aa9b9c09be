"""One verb, one function. Every one runs in one transaction and takes the instant of the act (`at`, now by default)."""

from participation.reports.services.categories import sync_categories
from participation.reports.services.closing import answer_closing, close_unanswered
from participation.reports.services.creating import confirm_report, create_report
from participation.reports.services.erasing import erase_contacts, erase_content, erase_person, remove_unconfirmed
from participation.reports.services.handling import acknowledge, plan, refuse, resolve, start
from participation.reports.services.publishing import hide, publish_content

__all__ = [
    "acknowledge",
    "answer_closing",
    "close_unanswered",
    "confirm_report",
    "create_report",
    "erase_contacts",
    "erase_content",
    "erase_person",
    "hide",
    "plan",
    "publish_content",
    "refuse",
    "remove_unconfirmed",
    "resolve",
    "start",
    "sync_categories",
]
