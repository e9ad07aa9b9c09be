"""A closure was declared or changed: the days on which answers are due move with it."""

from django.utils import timezone

from participation.comments.models import PublicComment
from participation.territory import deadlines

_AT_ONCE = 500


def recount_answers(commune_id: int | None, before, after) -> int:
    """For answers still owed in that commune. Returns how many days moved."""
    owed = PublicComment.objects.to_answer().filter(commune=commune_id).only("pk", "published_at", "answer_by")
    changed = []
    for comment in owed.order_by("pk").iterator(chunk_size=_AT_ONCE):
        due = deadlines.moved(timezone.localdate(comment.published_at), comment.answer_by, before, after)
        if due != comment.answer_by:
            comment.answer_by = due
            changed.append(comment)
    PublicComment.objects.bulk_update(changed, ["answer_by"], batch_size=_AT_ONCE)
    return len(changed)
