"""Which workers are alive, and what becomes of the tasks of those that are not."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from participation.base.worker.models import Heartbeat

logger = logging.getLogger(__name__)

BEAT_SECONDS = 10
FORGET_AFTER = timedelta(days=1)
# A task that took three workers with it will take the fourth.
MAX_DEATHS = 3


class WorkerDied(Exception):
    """Noted on a task that was given up because every worker that ran it died."""


def stale_after() -> timedelta:
    """How long a worker may stay silent before it counts as dead (WORKER_STALE_SECONDS)."""
    return timedelta(seconds=settings.WORKER_STALE_SECONDS)


def beat_seconds() -> float:
    """Three signs of life at least within the time after which a worker counts as dead."""
    return min(BEAT_SECONDS, stale_after().total_seconds() / 4)


def beat(worker_id: str) -> None:
    if not Heartbeat.objects.filter(worker_id=worker_id).update(beat_at=timezone.now()):
        Heartbeat.objects.create(worker_id=worker_id)


def end(worker_id: str) -> None:
    Heartbeat.objects.filter(worker_id=worker_id).delete()


def last_beat() -> datetime | None:
    """The newest sign of life of any worker."""
    return Heartbeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()


def take_back(now: datetime | None = None) -> int:
    """Make tasks of dead workers ready again and return how many.

    django-tasks-db leaves them RUNNING for ever. A worker counts as dead when it gave no sign for `stale_after()`; a
    task is run at least once, and twice when its worker was only asleep.
    """
    now = now or timezone.now()
    silent_since = now - stale_after()
    Heartbeat.objects.filter(beat_at__lt=now - FORGET_AFTER).delete()
    running = list(DBTaskResult.objects.running().filter(started_at__lt=silent_since))
    if not running:
        return 0
    alive = set(Heartbeat.objects.filter(beat_at__gte=silent_since).values_list("worker_id", flat=True))
    return sum(_release(task, now) for task in running if not alive & set(task.worker_ids[-1:]))


def _release(task, now) -> bool:
    """Only if nobody did so in the meantime: `started_at` is the mark of the run that died."""
    this_run = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
    if len(task.worker_ids) >= MAX_DEATHS:
        logger.error("task %s given up: %d workers died running it", task.task_path, len(task.worker_ids))
        this_run.update(
            status=TaskResultStatus.FAILED,
            finished_at=now,
            exception_class_path=f"{WorkerDied.__module__}.{WorkerDied.__qualname__}",
            traceback=f"{len(task.worker_ids)} workers died while running this task.",
        )
        return False
    logger.warning("task %s taken back from dead worker", task.task_path)
    return bool(this_run.update(status=TaskResultStatus.READY, started_at=None))
