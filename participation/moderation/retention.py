"""What is kept how long, as query sets of what is due to go."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from participation.moderation import delays
from participation.moderation.configuration import moderation_settings
from participation.moderation.enums import CaseState
from participation.moderation.models import Appeal, Ban, Case, Flag, Sealed


def reasons_due(now):
    """What was said to an author who may no longer contest."""
    settled = now - max(timedelta(days=moderation_settings().appeal_days), _kept())
    return Case.objects.filter(state=CaseState.CLOSED, applied_at__lt=settled).exclude(reason="")


def appeals_due(now):
    return Appeal.objects.filter(decided_at__lt=now - _kept()).exclude(text="")


def seals_due(now):
    return Sealed.objects.filter(sealed_at__lt=now - timedelta(days=moderation_settings().seal_days))


def flags_due(now):
    return Flag.objects.filter(at__lt=now - _kept())


def bans_due(now):
    """Over, or lifted, for as long as appeals are kept."""
    return Ban.objects.filter(Q(until__lt=now - _kept()) | Q(lifted_at__lt=now - _kept()))


def cases_due(now):
    """With their log. A seal that is still kept keeps its case."""
    old = now - delays.case_kept_for()
    settled = Case.objects.filter(state=CaseState.CLOSED, held_at__lt=old, sealed__isnull=True)
    return settled.filter(Q(applied_at__isnull=True) | Q(applied_at__lt=old))


def blank_reasons(rows) -> int:
    return rows.update(reason="")


def blank_appeals(rows) -> int:
    return rows.update(text="")


def delete(rows) -> int:
    """How many of these rows went; what hangs on them goes too."""
    with transaction.atomic():
        keys = list(rows.values_list("pk", flat=True))
        rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def _kept():
    return timedelta(days=moderation_settings().retention_days)


# (name of the purge, what is due, how it goes)
PARTS = (
    ("reasons", reasons_due, blank_reasons),
    ("appeals", appeals_due, blank_appeals),
    ("seals", seals_due, delete),
    ("flags", flags_due, delete),
    ("bans", bans_due, delete),
    ("cases", cases_due, delete),
)
