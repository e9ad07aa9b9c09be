"""The task backend of the test suite."""

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskContext, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued, task_finished, task_started
from django_tasks.utils import get_random_id, normalize_json


class ImmediateReraise(BaseTaskBackend):
    """Runs a task where it is enqueued and lets its exception out: a failing task fails the test.

    (ImmediateBackend of django-tasks swallows exceptions and refuses `run_after`.) Arguments and result pass through
    JSON as they would on their way through the database. A task with a `run_after` still to come is not run but
    recorded in `deferred`.
    """

    supports_async_task = True
    supports_defer = True
    supports_priority = True

    def __init__(self, alias, params):
        super().__init__(alias, params)
        self.deferred: list[TaskResult] = []

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        sent = normalize_json({"args": args, "kwargs": kwargs})
        result = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=sent["args"],
            kwargs=sent["kwargs"],
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        if task.run_after is not None and task.run_after > timezone.now():
            self.deferred.append(result)
        else:
            self._run(result)
        return result

    def _run(self, result):
        _set(result, status=TaskResultStatus.RUNNING, started_at=timezone.now(), last_attempted_at=timezone.now())
        task_started.send(type(self), task_result=result)
        context = [TaskContext(task_result=result)] if result.task.takes_context else []
        returned = result.task.call(*context, *result.args, **result.kwargs)
        _set(
            result,
            _return_value=normalize_json(returned),
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=timezone.now(),
        )
        task_finished.send(type(self), task_result=result)


def _set(result, **values):
    """TaskResult is frozen for its readers; its backend fills it."""
    for name, value in values.items():
        object.__setattr__(result, name, value)
