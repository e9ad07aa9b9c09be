"""What is done to a comment: one verb, one function, one transaction with its history and its mail.

`at` is the instant of the act, now unless told. Whether a person may do it is for the rules, asked by the views.
"""

from participation.comments.services.answering import answer_officially
from participation.comments.services.deciding import publish_comment, refuse_comment, remove_comment
from participation.comments.services.forgetting import delete_comments, erase_writer, forget_addresses
from participation.comments.services.writing import CONFIRM, Closed, confirm_comment, write_comment

__all__ = [
    "CONFIRM",
    "Closed",
    "answer_officially",
    "confirm_comment",
    "delete_comments",
    "erase_writer",
    "forget_addresses",
    "publish_comment",
    "refuse_comment",
    "remove_comment",
    "write_comment",
]
