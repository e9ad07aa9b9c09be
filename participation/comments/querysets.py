from django.db import models
from django.db.models import Exists, OuterRef, Q

from participation.comments.enums import State


class CommentQuerySet(models.QuerySet):
    def about(self, target):
        """Comments on this object. `object_pk` is text, so the key is compared as text on every database."""
        from django.contrib.contenttypes.models import ContentType

        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return self.filter(content_type_id=kind.pk, object_pk=str(target.pk))

    def public(self):
        return self.filter(state=State.PUBLISHED)

    def threads(self):
        """First comments, to which the others reply."""
        return self.filter(reply_to__isnull=True)

    def in_thread_list(self):
        """First comments the public page lists: published ones, and removed ones that still hold replies in place."""
        replies = self.model._base_manager.filter(reply_to=OuterRef("pk"), state=State.PUBLISHED)
        return self.threads().filter(Q(state=State.PUBLISHED) | Q(Exists(replies), state=State.REMOVED))

    def to_read(self):
        return self.filter(state=State.HELD)

    def unconfirmed(self):
        return self.filter(state=State.AWAITING_CONFIRMATION)

    def answered(self):
        return self.public().filter(official_answer__isnull=False)

    def to_answer(self):
        """Published ones to which somebody owes an answer by a date."""
        return self.public().filter(official_answer__isnull=True, answer_by__isnull=False)

    def written_by(self, user):
        return self.filter(user=user)

    def with_address(self):
        return self.exclude(user_email="")

    def within(self, *, everywhere: bool, communes=(), partners=()):
        """What belongs to these communes (keys), or what these partners (keys) must answer."""
        return self if everywhere else self.filter(Q(commune__in=communes) | Q(partner__in=partners))

    def settled_or_written_before(self, settled, written):
        """Nothing more to tell their writers since `settled`, or written before `written` (aware instants)."""
        return self.filter(Q(settled_at__lt=settled) | Q(submit_date__lt=written))

    def never_public(self):
        return self.filter(state=State.REFUSED)
