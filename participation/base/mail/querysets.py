from django.db import models
from django.db.models import Q

from participation.base.mail.enums import MailStatus


class OutboxQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(status=MailStatus.PENDING)

    def due(self, now):
        """What may be sent at the instant `now`, in the order in which it became due."""
        return self.pending().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def settled_before(self, instant):
        """Sent, failed or cancelled before `instant`, with the content still there."""
        return self.exclude(status=MailStatus.PENDING).filter(
            Q(sent_at__lt=instant) | Q(sent_at__isnull=True, created_at__lt=instant), purged_at__isnull=True
        )

    def to_address(self, address):
        return self.filter(to__iexact=address)


class BounceQuerySet(models.QuerySet):
    def hard(self):
        return self.filter(hard=True)

    def of(self, address):
        return self.filter(address=address.lower())

    def before(self, instant):
        return self.filter(at__lt=instant)
