"""Reading help for editors: what a reader in a hurry stumbles over. It advises and never refuses."""

import html
import re
from dataclasses import dataclass

from django.db import models
from django.utils.html import strip_tags
from wagtail.blocks import ChoiceBlock, ListBlock, StructBlock
from wagtail.fields import RichTextField, StreamField

LONG_SENTENCE = 25  # words; plain-language guides of the French State advise 15 to 20
THIN_POINT = 8  # words below which a point of a fiche says next to nothing

_BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|blockquote)>|<br\s*/?>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s»”]+(?=[«“\W]*[A-ZÀ-ÖØ-Þ\d])|\n+")
_WORD = re.compile(r"\w[\w’'.\-]*")
_EDITORIAL = ("intro",)


@dataclass(frozen=True, slots=True)
class Advice:
    """`long`: sentences of more than LONG_SENTENCE words, whole. `missing`, `thin`: names of a fiche's points."""

    long: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    thin: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.long or self.missing or self.thin)


def sentences(text: str) -> list[str]:
    """Rich text or plain text cut into sentences; a paragraph, an item of a list or a title ends one."""
    plain = html.unescape(strip_tags(_BLOCK_END.sub("\n", text)))
    return [" ".join(part.split()) for part in _SENTENCE_END.split(plain) if part.strip()]


def words(sentence: str) -> int:
    return len(_WORD.findall(sentence))


def advise(page) -> Advice:
    """Advice on the texts of a page as it stands in memory: a draft's too."""
    found = [sentence for text in texts_of(page) for sentence in sentences(text)]
    points = getattr(page, "fiche_points", dict)()
    filled = {label: words(" ".join(sentences(text))) for label, text in points.items()}
    return Advice(
        long=tuple(sentence for sentence in found if words(sentence) > LONG_SENTENCE),
        missing=tuple(label for label, count in filled.items() if count == 0),
        thin=tuple(label for label, count in filled.items() if 0 < count < THIN_POINT),
    )


def texts_of(page):
    """Every text an editor writes on this page, HTML or plain, one string each."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                yield from _texts_of_block(block.block, block.value)
        elif isinstance(field, RichTextField) or (isinstance(field, models.TextField) and field.name in _EDITORIAL):
            yield getattr(page, field.name) or ""


def _texts_of_block(block, value):
    """Strings of a block whatever its family: `get_searchable_content` would glue the sentences of a text together."""
    if hasattr(value, "source"):
        yield value.source
    elif isinstance(value, str) and not isinstance(block, ChoiceBlock):
        yield value
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _texts_of_block(child, value.get(name))
    elif isinstance(block, ListBlock):
        for child in value:
            yield from _texts_of_block(block.child_block, child)
