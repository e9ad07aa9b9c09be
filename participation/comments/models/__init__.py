"""What people write beside a page, the official answer it gets, when one may write, and what happened."""

from participation.comments.models.answers import AnswerVersion, OfficialAnswer, Reassignment
from participation.comments.models.comments import CommentEvent, PublicComment
from participation.comments.models.discussions import Discussion, DiscussionEvent
from participation.comments.models.revisions import Revision
from participation.comments.models.supports import Support

__all__ = [
    "AnswerVersion",
    "CommentEvent",
    "Discussion",
    "DiscussionEvent",
    "OfficialAnswer",
    "PublicComment",
    "Reassignment",
    "Revision",
    "Support",
]
