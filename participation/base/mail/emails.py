"""What a mail says: three templates (subject, text, HTML) become three strings, set in French typography."""

from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import mark_safe

from participation.base.site.selectors import portal_settings
from participation.base.text.typography import fr, spaced

SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(template: str, context: dict) -> Rendered:
    """Render mail/<template>.subject.txt, .txt and .html.

    Every template finds `portal` (PortalSettings), `base_url`, `demo` and `subject` beside its own context. The two
    text templates are not escaped: they are no HTML.
    """
    shared = {"portal": portal_settings(), "base_url": settings.BASE_URL, "demo": settings.DEMO}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _text(f"mail/{template}.subject.txt", {**context, **shared})
        subject = " ".join(subject.split())[:SUBJECT_LENGTH]
        shared["subject"] = subject
        text = _text(f"mail/{template}.txt", {**context, **shared})
        html = get_template(f"mail/{template}.html").render({**context, **shared})
    return Rendered(
        subject=spaced(subject)[:SUBJECT_LENGTH],
        text=spaced(text).strip() + "\n",
        html=str(fr(mark_safe(_clean(html)), markup=False)),  # noqa: S308 - the template has escaped it
    )


def _text(name: str, context: dict) -> str:
    return _clean(get_template(name).template.render(Context(context, autoescape=False)))


def _clean(text: str) -> str:
    """PostgreSQL refuses NUL in text."""
    return text.replace("\x00", "")
