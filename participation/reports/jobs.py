"""Daily work on reports. The worker imports this file; each may run twice."""

from datetime import time

from participation.base.worker.schedule import register
from participation.reports.services import close_unanswered

register("reports-close-unanswered", daily_at=time(4, 10), task=close_unanswered)
