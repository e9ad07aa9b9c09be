"""Reads what EmlBackend wrote, for the demonstration's letter box."""

import email
import email.policy
import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{12}\.eml")
_HREF = re.compile(r"""href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"'«»\u00a0\u202f]+")


class MailNotFound(LookupError):
    """No mail has this name."""


@dataclass(frozen=True, slots=True)
class StoredMail:
    name: str
    subject: str
    to: str
    date: datetime
    text: str = ""
    html: str = ""
    links: tuple[str, ...] = field(default=())


def list_messages(limit: int = 100) -> list[StoredMail]:
    """The newest mails first."""
    folder = Path(settings.MAIL_DIR)
    names = (path.name for path in folder.glob("*.eml")) if folder.is_dir() else ()
    newest = sorted((name for name in names if _NAME.fullmatch(name)), reverse=True)[:limit]
    return [_read(folder / name) for name in newest]


def read_message(name: str) -> StoredMail:
    """One mail by its file name. Raises MailNotFound, also for a name that we would never give."""
    path = Path(settings.MAIL_DIR) / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise MailNotFound(name)
    return _read(path)


def _read(path: Path) -> StoredMail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    text, html = (_body(message, kind) for kind in ("plain", "html"))
    return StoredMail(
        name=path.name,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        date=datetime.fromtimestamp(int(path.name[:20]) / 1e9, tz=timezone.get_default_timezone()),
        text=text,
        html=html,
        links=_links(text, html),
    )


def _body(message, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content().replace("\r\n", "\n") if part else ""


def _links(text: str, html: str) -> tuple[str, ...]:
    """Every web address of the mail, once, in reading order."""
    found = [unescape(href) for href in _HREF.findall(html) if href.startswith(("http://", "https://"))]
    found += [address.rstrip(".,;)") for address in _ADDRESS.findall(text)]
    return tuple(dict.fromkeys(found))
