"""Daily work on comments. The worker imports this file; each may run twice."""

from datetime import time, timedelta

from django.utils import timezone

from participation.base.worker.schedule import register
from participation.comments import delays, tuning
from participation.comments.models import PublicComment, Revision
from participation.comments.services import delete_comments, delete_revisions, forget_addresses, tell_outcomes


def forget_old_addresses(now=None) -> int:
    """What every form promises: the address goes some time after the answer, and in any case after a year."""
    return forget_addresses(addresses_due(now or timezone.now()))


def delete_unconfirmed(now=None) -> int:
    """Never confirmed while the link worked: nobody read them."""
    return delete_comments(unconfirmed_due(now or timezone.now()))


def addresses_due(now):
    settled, oldest = now - delays.address_kept_for(), now - delays.address_kept_at_most()
    rows = PublicComment.objects.with_address().settled_or_written_before(settled, oldest)
    return rows.no_outcome_to_send_or_written_before(oldest)


def unconfirmed_due(now):
    return PublicComment.objects.unconfirmed().filter(submit_date__lt=now - delays.confirm_within())


def refused_due(now):
    return PublicComment.objects.never_public().filter(settled_at__lt=now - delays.refused_kept_for())


def delete_old_revisions(now=None) -> int:
    """What comments said before their authors changed them."""
    return delete_revisions(revisions_due(now or timezone.now()))


def revisions_due(now):
    return Revision.objects.filter(at__lt=now - tuning.revisions_kept_for())


register("comments-delete-revisions", daily_at=time(3, 32), task=delete_old_revisions)
register("comments-forget-addresses", daily_at=time(3, 25), task=forget_old_addresses)
register("comments-outcomes", every=timedelta(minutes=10), task=tell_outcomes)
register("comments-delete-unconfirmed", daily_at=time(3, 30), task=delete_unconfirmed)
