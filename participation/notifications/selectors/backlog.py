from django.utils import timezone

from participation.base.mail.selectors import Backlog
from participation.notifications.models import Event, SmsMessage


def events_waiting(now=None) -> Backlog:
    """Events that not everybody who wants them at once has been told yet. Counts to 1 000."""
    waiting = Event.objects.to_distribute().filter(silent=False).order_by("pk")
    return _backlog(waiting.values_list("written_at", flat=True), now)


def sms_waiting(now=None) -> Backlog:
    """Short messages that should have left already. Counts to 1 000."""
    now = now or timezone.now()
    return _backlog(SmsMessage.objects.due(now).values_list("next_attempt_at", flat=True), now)


def _backlog(instants, now) -> Backlog:
    now = now or timezone.now()
    waiting = list(instants[:1000])
    return Backlog(len(waiting), max(0, int((now - min(waiting)).total_seconds())) if waiting else 0)
