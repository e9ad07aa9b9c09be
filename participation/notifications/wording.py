"""What an event says: the templates of its kind, which know its words and whether its reader is concerned."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from participation.base.site.selectors import module_enabled, portal_settings
from participation.notifications import registry

_EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Wording:
    """Plain text: a title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.paragraphs[0] if self.paragraphs else ""


def wording(event, *, personal: bool = False) -> Wording:
    """`personal`: for somebody the event concerns themselves."""
    context = {"event": event, "words": event.words, "personal": personal}
    with translation.override(settings.LANGUAGE_CODE):
        title = _render(f"mail/events/{event.kind}.subject.txt", context)
        text = _render(f"mail/events/{event.kind}.txt", context)
    paragraphs = (" ".join(part.split()) for part in _EMPTY_LINES.split(text))
    return Wording(" ".join(title.split()), tuple(part for part in paragraphs if part))


def is_open(kind) -> bool:
    """Of a module that is switched off nothing is told."""
    return not kind.module or module_enabled(kind.module)


def open_kinds() -> list[str]:
    """All at once: the settings are read once, however many kinds there are."""
    closed = portal_settings().disabled_modules
    return [kind.name for kind in registry.events() if kind.module not in closed]


def absolute(url: str) -> str:
    return settings.BASE_URL.rstrip("/") + url if url.startswith("/") else url


def _render(name, context):
    return get_template(name).template.render(Context(context, autoescape=False))
