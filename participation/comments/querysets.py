from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from participation.comments.enums import Order, State


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
        """First comments that the public page lists: published ones, and those that were and hold replies in place."""
        replies = self.model._base_manager.filter(reply_to=OuterRef("pk"), state=State.PUBLISHED)
        return self.threads().filter(Q(state=State.PUBLISHED) | Q(Exists(replies), published_at__isnull=False))

    def sorted_by(self, order, before: int | None = None, past: int | None = None):
        """First comments in this order, from a key on. Every key is unique, so that what arrives meanwhile neither
        repeats a comment nor hides one.

        * recent: `before`, the key of the last comment seen;
        * supported: its key and, as `past`, its number of supporters plus one;
        * answered: `past`, the key of the last answer seen; once they are all seen `before`, as for recent.
        """
        if order == Order.SUPPORTED:
            rows = self.order_by("-support", "-pk")
            if before is None or past is None:
                return rows
            return rows.filter(Q(support__lt=past - 1) | Q(support=past - 1, pk__lt=before))
        if order == Order.ANSWERED:
            rows = self.order_by(F("official_answer__pk").desc(nulls_last=True), "-pk")
            if before is not None:
                return rows.filter(official_answer__isnull=True, pk__lt=before)
            if past is not None:
                return rows.filter(Q(official_answer__pk__lt=past) | Q(official_answer__isnull=True))
            return rows
        rows = self.order_by("-pk")
        return rows if before is None else rows.filter(pk__lt=before)

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

    def no_outcome_to_send_or_written_before(self, written):
        """Who took part in a discussion with an end is sent its outcome: until then an address has a use."""
        from participation.comments.models import Discussion

        awaited = Discussion.objects.filter(
            content_type=OuterRef("content_type"),
            object_pk=OuterRef("object_pk"),
            closes_at__isnull=False,
            told_at__isnull=True,
        )
        return self.filter(~Exists(awaited) | ~Q(state=State.PUBLISHED) | Q(submit_date__lt=written))

    def never_public(self):
        return self.filter(state=State.REFUSED)
