"""The parts of the frame that are the same on thousands of pages: drawn once in each process for what they show."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

register = template.Library()

KEPT = 128


@register.simple_tag(takes_context=True)
def frame_part(context, name: str):
    """`{% frame_part "components/site/header.html" %}`: a template that reads nothing but `frame`.

    The frame itself is the key, so that another publisher, section or closed module gives another drawing. Someone's
    own frame holds their name: it is drawn for them and forgotten.
    """
    frame = context["frame"]
    draw = _draw.__wrapped__ if frame.signed_in or settings.DEBUG else _draw
    return mark_safe(draw(name, frame.without_address()))  # noqa: S308 : a rendered template


@lru_cache(KEPT)
def _draw(name, frame):
    return render_to_string(name, {"frame": frame})
