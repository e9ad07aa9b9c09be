"""Work that comes back at fixed times. Any number of workers may look at the clock: each run is started once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from participation.base.worker.models import ScheduleEntry

logger = logging.getLogger(__name__)

# A run that has not ended after this long is taken for dead, and another worker starts it again.
LEASE = timedelta(minutes=10)
RETRY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Schedule:
    name: str
    task: Callable | Task
    every: timedelta | None = None
    daily_at: time | None = None

    def next_after(self, instant: datetime) -> datetime:
        """The first run after `instant`; a daily one at that hour of the portal's time zone."""
        if self.every is not None:
            return instant + self.every
        zone = timezone.get_default_timezone()
        day = timezone.localdate(instant, zone)
        while True:
            run = datetime.combine(day, self.daily_at, tzinfo=zone).astimezone(UTC)
            if run > instant:
                return run
            day += timedelta(days=1)


_schedules: dict[str, Schedule] = {}


def register(name: str, *, task: Callable | Task, every: timedelta | None = None, daily_at: time | None = None) -> None:
    """Run `task` every so often (`every`) or once a day (`daily_at`, a time of the portal's own zone).

    A function runs in the worker's clock: keep it short. A django-tasks Task is enqueued, for what takes longer.
    Either may run twice when a worker dies: make it idempotent. Call this from an app's `jobs.py`, which the worker
    imports.
    """
    if (every is None) == (daily_at is None):
        raise ValueError(f"schedule {name}: give either `every` or `daily_at`")
    schedule = Schedule(name, task, every, daily_at)
    if _schedules.get(name, schedule) != schedule:
        raise ValueError(f"schedule {name} is registered twice")
    _schedules[name] = schedule


def registered() -> tuple[Schedule, ...]:
    return tuple(_schedules.values())


def run_due(now: datetime | None = None, *, stop=lambda: False) -> list[str]:
    """Run what is due and return the names of what this call ran. A missed run is made up for once."""
    now = now or timezone.now()
    _enter_new_ones(now)
    due = ScheduleEntry.objects.filter(name__in=_schedules, next_run_at__lte=now).order_by("next_run_at", "name")
    return [entry.name for entry in due if not stop() and _run(_schedules[entry.name], entry.next_run_at, now)]


def _enter_new_ones(now):
    known = set(ScheduleEntry.objects.filter(name__in=_schedules).values_list("name", flat=True))
    ScheduleEntry.objects.bulk_create(
        [
            ScheduleEntry(name=schedule.name, next_run_at=now if schedule.every else schedule.next_after(now))
            for schedule in registered()
            if schedule.name not in known
        ],
        ignore_conflicts=True,
    )


def _run(schedule, planned, now) -> bool:
    if isinstance(schedule.task, Task):
        with transaction.atomic():
            if not _move(schedule, planned, next_run_at=schedule.next_after(now), last_run_at=now, last_error=""):
                return False
            schedule.task.enqueue()
        return True
    lease = now + LEASE
    if not _move(schedule, planned, next_run_at=lease):
        return False
    try:
        schedule.task()
    except Exception as error:
        logger.exception("schedule %s failed", schedule.name)
        following = min(schedule.next_after(now), timezone.now() + RETRY)
        _move(schedule, lease, next_run_at=following, last_error=f"{type(error).__name__}: {error}"[:500])
    else:
        _move(schedule, lease, next_run_at=schedule.next_after(now), last_run_at=now, last_error="")
    return True


def _move(schedule, planned, **values) -> bool:
    """Compare and set: of all workers that saw the same time, one moves it."""
    return bool(ScheduleEntry.objects.filter(name=schedule.name, next_run_at=planned).update(**values))
