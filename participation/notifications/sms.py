"""Short messages through a backend, off by default (SMS_BACKEND « »).

A backend is a class with `send(to, text)`; it raises OSError when the gateway does not answer (no fault of the
message), `SmsRefused` when it will never take this one, anything else when it may later.
"""

import json
import logging
import re
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

SECONDS = 10
_SPACES = re.compile(r"[\s.\-()]+")
_FRENCH = re.compile(r"0[1-9]\d{8}")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")


class SmsRefused(Exception):
    """The gateway will not take this message, now or later."""


def sms_enabled() -> bool:
    return bool(getattr(settings, "SMS_BACKEND", ""))


def backend():
    """Raises ImportError for a path that leads nowhere."""
    return import_string(settings.SMS_BACKEND)()


def international(phone: str) -> str:
    """« 06 12 34 56 78 » → « +33612345678 ». Raises ValueError for what is no telephone number."""
    digits = _SPACES.sub("", phone)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if _FRENCH.fullmatch(digits):
        digits = f"+33{digits[1:]}"
    if not _INTERNATIONAL.fullmatch(digits) or not digits.isascii():
        raise ValueError("not a telephone number")
    return digits


class ConsoleBackend:
    """For development and tests: says that a message would leave, and keeps it in `sent`."""

    sent: list[tuple[str, str]] = []

    def send(self, to: str, text: str) -> None:
        self.sent.append((to, text))
        logger.info("SMS to a number that ends in %s: %s", to[-2:], text)


class HttpBackend:
    """Any gateway that takes a JSON POST with a bearer key (SMS_GATEWAY_URL, SMS_GATEWAY_KEY, SMS_SENDER)."""

    def send(self, to: str, text: str) -> None:
        url = settings.SMS_GATEWAY_URL
        if not url.startswith("https://"):
            raise SmsRefused("SMS_GATEWAY_URL must be an https address")
        body = {"to": to, "message": text, "sender": getattr(settings, "SMS_SENDER", "")}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_GATEWAY_KEY}"}
        request = Request(url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - https, see above
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            answer.read(1000)
