"""What is done to a comment: one verb, one function, one transaction with its history and its mail.

`at` is the instant of the act, now unless told. Whether a person may do it is for the rules, asked by the views.
"""

from participation.comments.services.answering import answer_officially, correct_answer, reassign_comment
from participation.comments.services.changing import edit_comment, withdraw_comment
from participation.comments.services.deciding import (
    blank_comment,
    hide_comment,
    publish_comment,
    refuse_comment,
    remove_comment,
    reword_comment,
)
from participation.comments.services.discussions import (
    OUTCOME_LENGTH,
    set_dates,
    tell_outcomes,
    write_outcome,
)
from participation.comments.services.forgetting import delete_comments, delete_revisions, erase_writer, forget_addresses
from participation.comments.services.recounting import recount_answers
from participation.comments.services.screening import KIND, author_of
from participation.comments.services.steps import CONFIRM, MANAGE, address_to_tell, manage_link
from participation.comments.services.supporting import support_comment, withdraw_support
from participation.comments.services.writing import Closed, confirm_comment, write_comment

__all__ = [
    "CONFIRM",
    "KIND",
    "MANAGE",
    "OUTCOME_LENGTH",
    "Closed",
    "address_to_tell",
    "answer_officially",
    "author_of",
    "blank_comment",
    "confirm_comment",
    "correct_answer",
    "delete_comments",
    "delete_revisions",
    "edit_comment",
    "erase_writer",
    "forget_addresses",
    "hide_comment",
    "manage_link",
    "publish_comment",
    "reassign_comment",
    "recount_answers",
    "refuse_comment",
    "remove_comment",
    "reword_comment",
    "set_dates",
    "support_comment",
    "tell_outcomes",
    "withdraw_comment",
    "withdraw_support",
    "write_comment",
    "write_outcome",
]
