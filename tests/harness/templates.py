"""An undefined variable in one of our templates fails the test that renders it.

Django replaces an undefined variable by `string_if_invalid`. Ours is an empty text whose truth is asked by
`FilterExpression.resolve` at the very moment of the replacement, so it can look at who asks: a node of a template under
`templates/` raises, a template of Wagtail or allauth renders as delivered. `{{ name|default:"" }}` is a declared
option, and `{% if name %}` never comes here.
"""

import sys
from pathlib import Path

from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression

OURS = str(Path(settings.BASE_DIR) / "templates")
OPTIONAL = {"default", "default_if_none"}


class UndefinedVariable(Exception):
    """A template of ours reads a name that its context does not hold."""


class StrictEmpty(str):
    __slots__ = ()

    def __bool__(self):
        frame = sys._getframe(1)
        if frame.f_code is FilterExpression.resolve.__code__:
            _refuse_undefined(frame)
        return False


def _refuse_undefined(frame):
    expression = frame.f_locals["self"]
    if OPTIONAL & {function.__name__ for function, _arguments in expression.filters}:
        return
    origin = _origin(frame)
    if origin.startswith(OURS):
        # Its cause would print the whole context.
        raise UndefinedVariable(f"{{{{ {expression} }}}} is undefined in {origin[len(OURS) + 1 :]}") from None


def _origin(frame):
    """The file of the innermost node that is being rendered."""
    while frame := frame.f_back:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if origin is not None and frame.f_code.co_name in {"render", "render_annotated"}:
            return str(origin.name)
    return ""


def make_strict():
    engines["django"].engine.string_if_invalid = StrictEmpty()
