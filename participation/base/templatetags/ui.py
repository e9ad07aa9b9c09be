"""Pictograms, status shapes and the two tags that components are built with: `require` and `wrap`."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.template.base import token_kwargs
from django.templatetags.static import static
from django.utils.html import format_html

from participation.base.templatetags._strict import misuse

register = template.Library()

SPRITE = "icons.svg"
STATES = ("recu", "pris", "prevu", "repare", "resolu", "conteste", "retard", "clos")
SWATCHES = {
    "lit": '<rect class="pane lit" x="5" y="3" width="10" height="14"/>',
    "late": '<path class="pane late" d="M10 4l6 12H4z"/>',
    "rest": '<rect class="pane" x="5" y="3" width="10" height="14"/>',
}


def sprite_url() -> str:
    return static(SPRITE)


@cache
def _symbols() -> frozenset[str]:
    path = finders.find(SPRITE)
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', Path(path).read_text()))


def _symbol(name):
    return name in _symbols() or misuse(f"the sprite has no symbol « {name} »")


@register.simple_tag
def sprite():
    """The address of the sprite, for a script that draws markers."""
    return sprite_url()


@register.simple_tag
def icon(name):
    """A pictogram, always beside its label: it says nothing by itself."""
    if not _symbol(name):
        return ""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="24" height="24"><use href="{}#{}"/></svg>',
        sprite_url(),
        name,
    )


@register.simple_tag
def shape(state, label=""):
    """One of the eight status shapes, `retard` or `etat-retard`; it speaks with `label`, else words beside it do."""
    name = f"etat-{state.removeprefix('etat-')}"
    if not _symbol(name):
        return ""
    said = format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    return format_html(
        '<svg class="shape" {} focusable="false" width="22" height="22"><use href="{}#{}"/></svg>',
        said,
        sprite_url(),
        name,
    )


@register.simple_tag
def swatch(kind):
    """A window for a legend: `lit`, `late` or `rest`."""
    if kind not in SWATCHES:
        return misuse(f"no swatch « {kind} »: {', '.join(SWATCHES)}")
    return format_html(
        '<svg class="swatch" aria-hidden="true" focusable="false" viewBox="0 0 20 20">'
        '<rect class="wall" width="20" height="20" rx="3"/>{}</svg>',
        template.defaultfilters.safe(SWATCHES[kind]),
    )


def _name(context):
    return context.render_context.template.name


class RequireNode(template.Node):
    def __init__(self, names, choices):
        self.names, self.choices = names, choices

    def render(self, context):
        for name, expression in self.names:
            value = expression.resolve(context, ignore_failures=True)
            if value is None or value == "":
                return misuse(f"{_name(context)}: the component needs « {name} »")
            if self.choices and value not in self.choices:
                return misuse(f"{_name(context)}: {name} is « {value} », not one of {', '.join(self.choices)}")
        return ""


@register.tag
def require(parser, token):
    """`{% require label url %}`: both given, not empty. `{% require level in "info ok warn" %}`: one of these."""
    words = token.split_contents()[1:]
    choices = ()
    if len(words) == 3 and words[1] == "in":
        choices = tuple(words[2].strip("\"'").split())
        words = words[:1]
    if not words or "in" in words:
        raise template.TemplateSyntaxError('use {% require a b %} or {% require a in "x y" %}')
    return RequireNode([(word, parser.compile_filter(word)) for word in words], choices)


class WrapNode(template.Node):
    def __init__(self, name, parameters, nodelist):
        self.name, self.parameters, self.nodelist = name, parameters, nodelist

    def render(self, context):
        name = self.name.resolve(context)
        values = {key: expression.resolve(context) for key, expression in self.parameters.items()}
        values["content"] = self.nodelist.render(context)
        if "csrf_token" in context:
            values["csrf_token"] = context["csrf_token"]
        return context.template.engine.get_template(name).render(context.new(values))


@register.tag
def wrap(parser, token):
    """`{% wrap "components/card.html" title=page.title %}…{% endwrap %}`: the component around what stands inside.

    The component sees its parameters and `content`, nothing else of the page (as `include … only`).
    """
    words = token.split_contents()[1:]
    if not words:
        raise template.TemplateSyntaxError("wrap needs the name of a component")
    name, rest = parser.compile_filter(words[0]), words[1:]
    parameters = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"wrap: name=value expected, not {rest[0]}")
    nodelist = parser.parse(("endwrap",))
    parser.delete_first_token()
    return WrapNode(name, parameters, nodelist)
