"""Daily work on comments. The worker imports this file; each may run twice."""

from datetime import time

from django.utils import timezone

from participation.base.worker.schedule import register
from participation.comments import delays
from participation.comments.models import PublicComment
from participation.comments.services import delete_comments, forget_addresses


def forget_old_addresses(now=None) -> int:
    """What every form promises: the address goes some time after the answer, and in any case after a year."""
    return forget_addresses(addresses_due(now or timezone.now()))


def delete_unconfirmed(now=None) -> int:
    """Never confirmed while the link worked: nobody read them."""
    return delete_comments(unconfirmed_due(now or timezone.now()))


def addresses_due(now):
    settled, oldest = now - delays.address_kept_for(), now - delays.address_kept_at_most()
    return PublicComment.objects.with_address().settled_or_written_before(settled, oldest)


def unconfirmed_due(now):
    return PublicComment.objects.unconfirmed().filter(submit_date__lt=now - delays.confirm_within())


def refused_due(now):
    return PublicComment.objects.never_public().filter(settled_at__lt=now - delays.refused_kept_for())


register("comments-forget-addresses", daily_at=time(3, 25), task=forget_old_addresses)
register("comments-delete-unconfirmed", daily_at=time(3, 30), task=delete_unconfirmed)
