"""Writes around councils: the only way for the floors above to change them."""

from participation.councils.services.councils import create_council
from participation.councils.services.meetings import cancel_meeting, move_meeting, plan_meeting
from participation.councils.services.members import add_member, leave_council
from participation.councils.services.outcomes import answer_opinion, give_opinion, record_decision, settle_decision
from participation.councils.services.requests import (
    JoinRefused,
    accept_request,
    ask_to_join,
    decline_request,
    withdraw_request,
)

__all__ = [
    "JoinRefused",
    "accept_request",
    "add_member",
    "answer_opinion",
    "ask_to_join",
    "cancel_meeting",
    "create_council",
    "decline_request",
    "give_opinion",
    "leave_council",
    "move_meeting",
    "plan_meeting",
    "record_decision",
    "settle_decision",
    "withdraw_request",
]
