"""Comments as plain rows: a thread shows hundreds, and needs no model of any."""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace

from django.db.models import Value

_COLUMNS = (
    *("pk", "content_type_id", "object_pk", "state", "reply_to_id", "commune_id", "user_id", "user__display_name"),
    *("user_name", "badge", "badge_label", "submit_date", "published_at", "answer_by", "edited_at", "support"),
    *("comment", "official_answer__pk", "official_answer__text", "official_answer__service", "official_answer__at"),
    *("official_answer__working_days", "official_answer__corrected_at"),
)


@dataclass(slots=True)
class Row:
    """What a selector asks of a comment; `among`: how many replies its thread has, 0 where nobody counted."""

    pk: int
    content_type_id: int
    object_pk: str
    state: str
    reply_to_id: int | None
    commune_id: int | None
    user_id: int | None
    user: SimpleNamespace
    user_name: str
    badge: str
    badge_label: str
    submit_date: datetime
    published_at: datetime | None
    answer_by: date | None
    edited_at: datetime | None
    support: int
    comment: str
    answer_pk: int | None
    answer: SimpleNamespace | None
    among: int

    @property
    def official_answer(self):
        """As on the model: no attribute without an answer."""
        if self.answer is None:
            raise AttributeError("official_answer")
        return self.answer


def read(comments, most: int | None = None, counting=None) -> list[Row]:
    """The rows of a query set of comments, `most` of them. One query.

    `counting`: an expression for `among`.
    """
    comments = comments.values_list(*_COLUMNS, counting if counting is not None else Value(0))
    return [_row(values) for values in (comments if most is None else comments[:most])]


def _row(values) -> Row:
    *own, answer_pk, text, service, at, working_days, corrected_at, among = values
    own[7] = SimpleNamespace(display_name=own[7])
    answer = None
    if answer_pk is not None:
        answer = SimpleNamespace(
            text=text, service=service, at=at, working_days=working_days, corrected_at=corrected_at
        )
    return Row(*own, answer_pk, answer, among)
