"""A developer's machine: autoreload, debug pages, mails in `var/mail/`, the demonstration's accounts."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import STORAGE_URL, env, storages

DEBUG = True
DEMO = True
TEMPLATE_STRICT = True
SECRET_KEY = env.str("SECRET_KEY", default="dev-only-key-that-signs-nothing-of-value-0123456789")
EMAIL_BACKEND = "participation.base.mail.backends.EmlBackend"
SERVE_MEDIA = True
STORAGES = storages(STORAGE_URL, "django.contrib.staticfiles.storage.StaticFilesStorage")
PAGE_CACHE_SECONDS = 0
LOGGING = {"version": 1, "disable_existing_loggers": False}
