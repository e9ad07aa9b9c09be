"""Django looks for models here; each stands in the package it belongs to."""

from participation.base.limits.models import RateBucket
from participation.base.mail.models import Bounce, OutboxMessage, PausedAddress
from participation.base.search.models import SearchEntry
from participation.base.site.models import PortalSettings
from participation.base.worker.models import Heartbeat, ScheduleEntry

__all__ = [
    "Bounce",
    "Heartbeat",
    "OutboxMessage",
    "PausedAddress",
    "PortalSettings",
    "RateBucket",
    "ScheduleEntry",
    "SearchEntry",
]
