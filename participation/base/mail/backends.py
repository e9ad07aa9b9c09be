import os
import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmlBackend(BaseEmailBackend):
    """Writes each mail to MAIL_DIR as one `.eml` file, named so that names sort by time (demo and development)."""

    def send_messages(self, email_messages):
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            self._write(folder, message.message())
        return len(email_messages)

    def _write(self, folder, message):
        """Under another name first: a reader never finds half a mail."""
        digest = sha256(str(message["Message-ID"]).encode()).hexdigest()[:12]
        name = f"{time.time_ns():020d}-{digest}"
        draft = folder / f"{name}.part"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.as_bytes(linesep="\r\n"))
        draft.replace(folder / f"{name}.eml")
