"""How a StreamField is laid out: each heading opens a ruled part whose title stands in the margin."""

from dataclasses import dataclass, field

from django import template
from django.utils.text import slugify

from participation.base.text.numbers import grouped
from participation.base.text.typography import NBSP

register = template.Library()

UNITS = ((1_000_000, "Mo"), (1_000, "ko"))


@dataclass
class Part:
    """`heading`: the block that opens it, None for what stands before the first one."""

    id: str
    heading: object = None
    blocks: list = field(default_factory=list)


@register.filter
def parts(body):
    """The blocks of an article under their headings. Ids are unique on the page: « texte-le-suivi »."""
    found, seen = [], set()
    for block in body:
        if block.block_type != "heading":
            if not found:
                found.append(Part("texte"))
            found[-1].blocks.append(block)
            continue
        name = base = f"texte-{slugify(block.value)[:60]}"
        while name in seen:
            name = f"{base}-{len(seen)}"
        seen.add(name)
        found.append(Part(name, block))
    return found


@register.filter
def have_steps(projects):
    """Whether any fiche of a list promises something dated: only then the list leaves room for windows."""
    return any(project.tally.total for project in projects)


@register.filter
def sentence(text):
    """First words that run into a text: closed by a full stop, unless they end by themselves."""
    return f"{text}." if text and text[-1] not in ".?!…:" else text


@register.filter
def file_size(size):
    """« 1,2 Mo »; bytes under a kilobyte. Decimal units, as phones and browsers show them."""
    for unit, name in UNITS:
        if size >= unit:
            return f"{grouped(round(size / unit, 1))}{NBSP}{name}".replace(",0", "")
    return f"{size}{NBSP}octets"
