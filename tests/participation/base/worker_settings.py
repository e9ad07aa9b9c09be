"""For the worker that a test starts as a process of its own: the test database, tasks kept in it, mails in a folder."""

import os

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_TEST_DATABASE"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
EMAIL_BACKEND = "participation.base.mail.backends.EmlBackend"
