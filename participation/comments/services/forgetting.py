"""What goes, and when: addresses, comments nobody confirmed, people who leave."""

from django.db import transaction

from participation.accounts.enums import Role
from participation.base import cache
from participation.base.mail.services import cancel_mail
from participation.comments.enums import State
from participation.comments.models import CommentEvent, PublicComment, Revision, Support
from participation.comments.services.screening import out_of_queue
from participation.comments.services.steps import mail_key


def forget_addresses(comments) -> int:
    """Erase the e-mail of people without account; what they wrote stays. Returns how many."""
    with transaction.atomic():
        keys = list(comments.with_address().values_list("pk", flat=True))
        for pk in keys:
            cancel_mail(key=mail_key(pk, "confirm"))
        PublicComment.objects.filter(pk__in=keys).update(user_email="")
    return len(keys)


def delete_comments(comments) -> int:
    """For good, with their history: never confirmed, or refused long ago. Returns how many."""
    with transaction.atomic():
        keys = list(comments.values_list("pk", flat=True))
        for comment in comments.filter(state=State.HELD):
            out_of_queue(comment)
        PublicComment.objects.filter(pk__in=keys).delete()
    return len(keys)


def delete_revisions(revisions) -> int:
    """What comments said before. Returns how many."""
    return revisions.delete()[0]


def erase_writer(*, user) -> None:
    """A person leaves: what nobody read goes, what is public stays without name or address. May run twice."""
    with transaction.atomic():
        own = PublicComment.objects.filter(user=user) | PublicComment.objects.filter(user_email__iexact=user.email)
        delete_comments(own.exclude(state__in=[State.PUBLISHED, State.REMOVED]))
        keys = list(own.values_list("pk", flat=True))
        CommentEvent.objects.filter(comment__in=keys, actor=user, role=Role.RESIDENT).update(actor=None)
        Revision.objects.filter(comment__in=keys).delete()
        Support.objects.filter(user=user).update(user=None)
        nobody = {"user": None, "user_name": "", "user_email": "", "badge": "", "badge_label": ""}
        PublicComment.objects.filter(pk__in=keys).update(**nobody)
        cache.bump()
