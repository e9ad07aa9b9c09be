"""For the worker as a process of its own, with the kind of news of these tests."""

from tests.participation.base.worker_settings import *  # noqa: F403
from tests.participation.base.worker_settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.participation.notifications.essai"]
NOTIFICATIONS_DIGEST_CHUNK = 40
