import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)


class Loop(threading.Thread):
    """Calls one function again and again beside the task queue, until told to end.

    An error is logged and the loop goes on: a database that restarts must not cost the portal its mails until someone
    looks. After an error it waits `pause_after_error` seconds.
    """

    def __init__(self, name: str, function: Callable, *, seconds: float, done: threading.Event, pause_after_error=10.0):
        super().__init__(name=name, daemon=True)
        self.function = function
        self.seconds = seconds
        self.done = done
        self.pause_after_error = pause_after_error

    def run(self):
        try:
            while not self.done.is_set():
                self.done.wait(self._once())
        finally:
            connections.close_all()

    def _once(self) -> float:
        close_old_connections()
        try:
            self.function()
        except Exception:
            logger.exception("worker loop %s", self.name)
            return max(self.seconds, self.pause_after_error)
        return self.seconds
