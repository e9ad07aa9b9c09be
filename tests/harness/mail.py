"""Reads the outbox in a test: what was queued, to whom, with which links, and the sending of it."""

import re

from participation.base.mail.models import OutboxMessage
from participation.base.mail.tasks import send_pending


class Outbox:
    def all(self, to=None):
        rows = OutboxMessage.objects.order_by("pk")
        return list(rows.filter(to=to) if to else rows)

    def last(self, to=None):
        rows = self.all(to)
        assert rows, f"no mail was queued{f' to {to}' if to else ''}"
        return rows[-1]

    def links(self, message=None):
        """The addresses that stand in the text of a message, the last one queued unless told."""
        return re.findall(r"https?://[^\s<>\"]+", (message or self.last()).text)

    def deliver(self):
        """Send what is due, as the worker would; the mails are then in `mailoutbox`. Returns how many."""
        return send_pending()
