"""« Je soutiens » : one per person, withdrawn as easily. The count stands in the comment's own row."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from participation.base import cache
from participation.comments import registry
from participation.comments.models import PublicComment, Support
from participation.comments.rules import why_not_supportable
from participation.comments.services.steps import locked
from participation.comments.services.writing import check_open
from participation.comments.workflow import IllegalTransition


def support_comment(*, comment, by, at=None) -> int:
    """One more, unless this person is counted already. Returns how many there are now.

    Raises IllegalTransition, Closed.
    """
    with transaction.atomic():
        comment = locked(comment)  # who supports at the same moment waits here, so the row is counted once
        target, refusal = comment.content_object, why_not_supportable(comment, by)
        if refusal:
            raise IllegalTransition(refusal)
        check_open(registry.of(target), target, at or timezone.now())
        _row, new = Support.objects.get_or_create(comment=comment, user=by, defaults={"at": at or timezone.now()})
        return _counted(comment, 1) if new else comment.support


def withdraw_support(*, comment, by) -> int:
    """One less, where this person was counted. Possible whatever became of the comment."""
    with transaction.atomic():
        comment = locked(comment)
        gone, _rows = Support.objects.filter(comment=comment, user=by).delete()
        return _counted(comment, -1) if gone else comment.support


def _counted(comment, change):
    PublicComment.objects.filter(pk=comment.pk).update(support=F("support") + change)
    cache.bump()
    return comment.support + change
