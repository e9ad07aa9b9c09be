"""What is read: the queue, one case, the figures. Nothing here writes."""

from participation.moderation.configuration import moderation_settings
from participation.moderation.selectors.appeals import appeal_refusal, others_decide
from participation.moderation.selectors.desk import desk_items, desk_links
from participation.moderation.selectors.figures import Month, monthly_figures
from participation.moderation.selectors.public import charter_url, public_item
from participation.moderation.selectors.queue import Queue, Row, cases, next_case, queue, reachable
from participation.moderation.selectors.single import (
    CasePage,
    History,
    Presence,
    case_page,
    history_of,
    item_of,
    presence,
    sealed_for,
)

__all__ = [
    "CasePage",
    "History",
    "Month",
    "Presence",
    "Queue",
    "Row",
    "appeal_refusal",
    "case_page",
    "cases",
    "charter_url",
    "desk_items",
    "desk_links",
    "history_of",
    "item_of",
    "moderation_settings",
    "monthly_figures",
    "next_case",
    "others_decide",
    "presence",
    "public_item",
    "queue",
    "reachable",
    "sealed_for",
]
