"""One JSON object a line on standard error: what log collectors read. Nothing about a person leaves in it."""

import json
import logging
import re
from datetime import UTC, datetime

_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"'(),:;\[\]\\]{1,190}\.[A-Za-z0-9-]{2,63}")
_QUERY = re.compile(r"(?<=[\w/.-])\?[^\s\"'<>]+")
_TOKEN = re.compile(r"(?<=/)[\w-]{1,400}:[\w-]{4,40}:[\w-]{20,200}")
_IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
MESSAGE_MAX, TRACE_MAX = 2_000, 8_000


def scrubbed(text: str) -> str:
    """`text` without e-mail addresses, query strings, signed tokens and IPv4 addresses.

    A log is kept and copied under other rules than the database, so what would name someone stays out of it.
    """
    text = _EMAIL.sub("[e-mail]", text)
    text = _TOKEN.sub("[jeton]", text)
    text = _QUERY.sub("?[…]", text)
    return _IPV4.sub("[ip]", text)


class JsonFormatter(logging.Formatter):
    """`time` (UTC, ISO 8601), `level`, `logger`, `message`; `status`, `method`, `path` of a request; `error` of one."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrubbed(record.getMessage())[:MESSAGE_MAX],
        }
        if (status := getattr(record, "status_code", None)) is not None:
            line["status"] = status
        request = getattr(record, "request", None)
        if method := getattr(request, "method", None):
            line["method"] = method
            line["path"] = scrubbed(request.path)[:MESSAGE_MAX]
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = scrubbed(self.formatException(record.exc_info))[-TRACE_MAX:]
        return json.dumps(line, ensure_ascii=False, default=str)
