"""What moderation does by the clock. The worker imports this file; each may run twice."""

from datetime import time, timedelta

from django.utils import timezone

from participation.base.worker.schedule import register
from participation.moderation import retention
from participation.moderation.services import apply_due
from participation.moderation.services.appealing import take_back
from participation.moderation.services.holding import withdraw_gone


def forget(now=None) -> int:
    """What has outlived its purpose: reasons, appeals, seals, flags, suspensions that are over, old cases."""
    return sum(act(rows(now or timezone.now())) for _what, rows, act in retention.PARTS)


register("moderation-apply", task=apply_due, every=timedelta(seconds=5))
register("moderation-withdraw-gone", task=withdraw_gone, every=timedelta(minutes=10))
register("moderation-take-back", task=take_back, daily_at=time(3, 40))
register("moderation-forget", task=forget, daily_at=time(3, 35))
