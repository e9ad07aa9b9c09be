"""What the worker does for those who follow something. Each may run twice, and side by side with itself.

`notify()` enqueues the first, and all of them write through services: hence the imports inside.
"""

from django.utils import timezone
from django_tasks import task


@task()
def distribute() -> None:
    from participation.notifications.distribution import distribute_events

    distribute_events()


@task()
def digests() -> None:
    from participation.notifications.digests import send_due_digests
    from participation.notifications.distribution import distribute_events

    distribute_events()
    send_due_digests(timezone.now())


@task()
def desk_summaries() -> None:
    from participation.notifications.summaries import send_desk_summaries

    send_desk_summaries(timezone.now())
