from django.db import models

from participation.moderation.enums import CaseState
from participation.moderation.workflow import OPEN


class CaseQuerySet(models.QuerySet):
    def open(self):
        """To read, or to read again after an appeal."""
        return self.filter(state__in=OPEN)

    def to_apply(self, now):
        """Decided, and nobody can undo it any more."""
        return self.filter(state=CaseState.DECIDED, apply_at__lte=now).order_by("apply_at", "id")

    def about(self, kind, key):
        return self.filter(kind=kind, key=str(key))


class BanQuerySet(models.QuerySet):
    def in_force(self, now):
        return self.filter(since__lte=now, until__gt=now, lifted_at__isnull=True)
