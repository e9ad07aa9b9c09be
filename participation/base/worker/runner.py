"""The portal's worker: the task runner of django-tasks-db, and beside it, each in a thread of its own, signs of life,
the schedule and the mail."""

import logging
import os
import signal
import threading
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from participation.base.mail.tasks import send_pending
from participation.base.worker import heartbeats, schedule
from participation.base.worker.loops import Loop

logger = logging.getLogger(__name__)

MAIL_SECONDS = 1
SCHEDULE_SECONDS = 5
PAUSE_AFTER_ERROR = 5


class PortalWorker(Worker):
    """Runs until it is told to stop, then ends the task at hand. The base class brings `run_task`."""

    def __init__(self, *, worker_id: str, interval: float = 1, queue_names=("*",), backend_name: str = "default"):
        super().__init__(
            queue_names=list(queue_names),
            interval=interval,
            batch=False,
            backend_name=backend_name,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self.stopping = threading.Event()
        self.done = threading.Event()

    def shutdown(self, signum, frame):
        """First signal: end the task at hand, then leave. Second: leave now; another worker takes the task back."""
        if self.stopping.is_set():
            os._exit(1)
        logger.info("%s: ending the task at hand", signal.Signals(signum).name)
        self.running = False
        self.stopping.set()

    def run(self):
        """Blocks until a signal comes. Threads outlive the last task: a long one keeps its signs of life."""
        with self._beside(self._heartbeat(), self._schedule(), self._mail()):
            logger.info("worker %s is running", self.worker_id)
            while not self.stopping.is_set():
                if not self._step_safely():
                    self.stopping.wait(self.interval)

    def run_once(self):
        """What is due now, with signs of life, then return: for a cron job where no process may stay."""
        with self._beside(self._heartbeat()):
            self.run_everything()

    def run_everything(self):
        schedule.run_due()
        while self.step():
            pass
        send_pending()

    @contextmanager
    def _beside(self, *loops):
        heartbeats.beat(self.worker_id)
        for loop in loops:
            loop.start()
        try:
            yield
        finally:
            self.done.set()
            for loop in loops:
                loop.join()
            heartbeats.end(self.worker_id)
            connections.close_all()

    def step(self) -> bool:
        """Run one task, if there is one."""
        task = self._claim()
        if task is not None:
            self.run_task(task)
        return task is not None

    def _step_safely(self) -> bool:
        close_old_connections()
        try:
            return self.step()
        except (OperationalError, InterfaceError):
            logger.exception("the database does not answer")
            close_old_connections()
            self.stopping.wait(PAUSE_AFTER_ERROR)
            return False

    def _claim(self):
        """Ask without a lock first: on SQLite an idle worker would otherwise hold up writers every second."""
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not self.process_all_queues:
            ready = ready.filter(queue_name__in=self.queue_names)
        if not ready.exists():
            return None
        with exclusive_transaction(ready.db):
            task = ready.get_locked()
            if task is not None:
                task.claim(self.worker_id)
        return task

    def _heartbeat(self):
        def live():
            heartbeats.beat(self.worker_id)
            heartbeats.take_back()

        return Loop("heartbeat", live, seconds=heartbeats.beat_seconds(), done=self.done, pause_after_error=1)

    def _schedule(self):
        def run_due():
            schedule.run_due(stop=self.stopping.is_set)

        return Loop("schedule", run_due, seconds=SCHEDULE_SECONDS, done=self.done)

    def _mail(self):
        def send():
            send_pending(stop=self.stopping.is_set)

        return Loop("mail", send, seconds=MAIL_SECONDS, done=self.done, pause_after_error=30)
