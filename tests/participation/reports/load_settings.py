"""For the portal and its worker as processes of their own on the test database, mails in a folder, no limit."""

from tests.participation.base.worker_settings import *  # noqa: F403

REPORTS_PER_HOUR = 1_000_000
