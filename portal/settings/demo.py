"""`make run`: as fast and as strict as production, without HTTPS, with the demonstration and its mail box."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import VAR_DIR, env

DEMO = True
SECRET_KEY = env.str("SECRET_KEY", default="") or (VAR_DIR / "secret.key").read_text().strip()
EMAIL_BACKEND = "participation.base.mail.backends.EmlBackend"
SERVE_MEDIA = True
