"""The test suite: the same code paths as production, on a database file of its own, with tasks run at once."""

import os
import tempfile
from pathlib import Path

# Each worker of a parallel run (pytest-xdist) has files of its own; the processes that its tests start share them.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if "VAR_DIR" not in os.environ or os.environ.get("VAR_DIR_OF", "") != _worker:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="quartiers-ouverts-tests-")
    os.environ["VAR_DIR_OF"] = _worker

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATABASES, MIDDLEWARE, VAR_DIR, storages

SECRET_KEY = "test-only-key-0123456789-0123456789-0123456789-0123456789"
DEMO = True
TEMPLATE_STRICT = True
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PAGE_CACHE_SECONDS = REMEMBER_SECONDS = 0
STORAGES = storages("", "django.contrib.staticfiles.storage.StaticFilesStorage")
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SERVE_MEDIA = True
TASKS = {"default": {"BACKEND": "participation.base.worker.backends.ImmediateReraise", "QUEUES": []}}
LOGGING = {"version": 1, "disable_existing_loggers": False}

# Live-server tests need a database that several threads can open: a file, not memory.
_suffix = os.environ.get("TEST_DB_SUFFIX", str(os.getpid()))
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR) / f"test-{_suffix}.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_quartiers_{_suffix}"}
