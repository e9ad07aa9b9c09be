from datetime import datetime

from django.db import transaction
from django.utils import timezone

from participation.base import cache
from participation.councils import news
from participation.councils.enums import ActorRole, MemberRole, Origin, Verb
from participation.councils.models import Membership
from participation.councils.services.history import note


@transaction.atomic
def add_member(
    *,
    council,
    user=None,
    college=None,
    role=MemberRole.MEMBER,
    origin=Origin.VOLUNTEER,
    from_date=None,
    until=None,
    by=None,
    at: datetime | None = None,
) -> Membership:
    """Begin a mandate, from `from_date` or the day of the act. Without `user`: somebody who has no account.

    A mandate of the same person that has run out is ended first. Raises ValidationError while one is in force.
    """
    at = at or timezone.now()
    day = timezone.localdate(at)
    if user is not None:
        Membership.objects.not_ended().filter(council=council, user=user, until__lt=day).update(ended_on=day)
    membership = Membership(
        council=council,
        user=user,
        college=college,
        role=role,
        origin=origin,
        from_date=from_date or day,
        until=until,
    )
    membership.full_clean()
    membership.save()
    note(verb=Verb.JOINED, at=at, by=by, council=council)
    news.joined(membership, at=at)
    cache.bump()
    return membership


@transaction.atomic
def leave_council(*, membership, by=None, at: datetime | None = None) -> None:
    """End a mandate from the day of the act on. Whoever leaves is no longer named. Leaving twice changes nothing."""
    at = at or timezone.now()
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("council", "user").get(pk=membership.pk)
    )
    if membership.ended_on is not None:
        return
    membership.ended_on = timezone.localdate(at)
    membership.public_name_consent = False
    membership.save(update_fields=["ended_on", "public_name_consent"])
    own = by is not None and by.pk == membership.user_id
    news.left(membership)
    note(verb=Verb.LEFT, at=at, by=by, council=membership.council, role=ActorRole.RESIDENT if own else None)
    cache.bump()
