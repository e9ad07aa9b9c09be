"""Daily work on accounts. The worker imports this file; each may run twice."""

from datetime import time

from django.utils import timezone

from participation.accounts.models import User
from participation.accounts.personal_data import UNUSED_FOR, WARNED_FOR
from participation.accounts.services import sync_roles, warn_unused_account
from participation.accounts.sessions import SessionStore
from participation.base.worker.schedule import register

# A day's share: the job runs in the worker's clock and every mail is rendered in it.
WARNED_A_DAY = 300


def warn_unused_accounts(now=None) -> int:
    """Write to those who will have been away for three years in 30 days. Returns how many were warned."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    away = User.objects.unused_since(now - UNUSED_FOR + WARNED_FOR).without_staff_role(today)
    away = away.exclude(pk__in=User.objects.warned_since_last_seen().values("pk"))
    erased_on = today + WARNED_FOR
    return sum(warn_unused_account(user=user, erased_on=erased_on) for user in away[:WARNED_A_DAY])


register("accounts-sync-roles", daily_at=time(0, 5), task=sync_roles)
register("accounts-clear-sessions", daily_at=time(3, 10), task=SessionStore.clear_expired)
register("accounts-warn-unused", daily_at=time(8, 30), task=warn_unused_accounts)
