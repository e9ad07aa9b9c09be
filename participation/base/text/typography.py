"""French typography for pages: narrow spaces, unbroken dates and amounts, ordinals, references.

Nobody types these spaces (design/mock README, « Decisions »): texts are written with plain ones and set here, once,
on the way out. The rules are those of the Lexique des règles typographiques en usage à l’Imprimerie nationale.
"""

import re
from functools import lru_cache
from html import unescape

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

NBSP = "\u00a0"
NNBSP = "\u202f"

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_MONTH = "|".join(MONTHS)
_UNIT = "h|min|mm|cm|m|km|m²|km²|ha|kg|ko|Mo|Go|kWh|ans?|mois|jours?|heures?|mètres?|points?|logements?"


def _compiled(*rules):
    return tuple((re.compile(pattern, re.IGNORECASE), replacement) for pattern, replacement in rules)


# Each rule leaves its own result alone (see the tests). `(?<!\s)\s` reads a run of spaces once, however long it is.
_PUNCTUATION = _compiled(
    (r"«\s*", "«" + NNBSP),
    (r"(?<!\s)\s*»", NNBSP + "»"),
    (r"(?<!\s)\s+(?=[;!?])", NNBSP),
    (r"(?<=[^\W_])(?=[;!?]+(?:\s|$))", NNBSP),
    (r"(?<=[)\]%€»])(?=[;!?]+(?:\s|$))", NNBSP),
    (r"(?<!\s)\s+(?=:(?:\s|$))", NBSP),
    (r"(?<=[^\W_])(?=:\s)", NBSP),
    (r"(?<=[)\]%€»])(?=:\s)", NBSP),
)
_NUMBERS = _compiled(
    (r"(?<=\d)\s*(?=[€%‰](?!\w))", NBSP),
    (rf"(?<=\d)\s+(?=(?:{_UNIT}|{_MONTH})(?!\w))", NBSP),
    (r"(?<=\d\sh)\s+(?=\d\d(?!\d))", NBSP),
    (r"(?<=\bn°)\s+(?=\d)", NBSP),
    (r"(?<=±)\s+(?=\d)", NBSP),
    (rf"(?<=1er)\s+(?=(?:{_MONTH})(?!\w))", NBSP),
    (rf"(?<!\w)({_MONTH})\s+(?=\d{{4}}(?!\d))", r"\1" + NBSP),
)
_THOUSANDS = re.compile(r"(?<![\w,.])\d{1,3}(?:\s\d{3})+(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+33\s\d|0\d)(?:\s\d\d){4}(?!\d)")
_DIGIT = re.compile(r"\d")
_SPACE = re.compile(r"\s")

_ORDINAL = re.compile(r"(?<![\w,.-])(1)(er|re|ers|res)(?!\w)|(?<![\w,.-])(\d{1,3})(es?)(?!\w)")
# Not right behind a punctuation: cut off by the tag, that would look like the end of a sentence the next time.
_REFERENCE = re.compile(r"(?<![\w;:!?-])[A-Z]{2,5}-\d{2}-\d{6,}(?![\w-])")

# A text without any of these characters has nothing to set: most labels end here.
_TRIGGER = re.compile(r"[;:!?«»€%\d]")
_TAG = re.compile(r"(<!--.*?-->|<[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_VERBATIM = {"pre", "code", "kbd", "samp", "script", "style", "textarea"}
_REF_OPEN = '<span class="ref">'
_LEFT_ALONE = re.compile(rf"<(?:{'|'.join(sorted(_VERBATIM))})\b|{_REF_OPEN}", re.IGNORECASE)


def spaced(text: str) -> str:
    """Plain text with French spaces: narrow before « ; ! ? » and inside « », no-break before « : » and in numbers."""
    if not _TRIGGER.search(text):
        return text
    for pattern, replacement in _PUNCTUATION:
        text = pattern.sub(replacement, text)
    if not _DIGIT.search(text):
        return text
    for pattern, replacement in _NUMBERS:
        text = pattern.sub(replacement, text)
    text = _THOUSANDS.sub(lambda match: _SPACE.sub(NNBSP, match[0]), text)
    return _PHONE.sub(lambda match: _SPACE.sub(NBSP, match[0]), text)


def _superscript(match):
    number, letters = match[1] or match[3], match[2] or match[4]
    return f"{number}<sup>{letters}</sup>"


@lru_cache(maxsize=4096)
def _set_node(node: str, markup: bool) -> str:
    if not _TRIGGER.search(node) and "<" not in node:
        return node
    html = escape(spaced(unescape(node)))
    if markup:
        html = _ORDINAL.sub(_superscript, html)
        html = _REFERENCE.sub(lambda match: f"{_REF_OPEN}{match[0]}</span>", html)
    return html


def _set_html(html: str, markup: bool) -> str:
    """Set the text nodes of `html`; tags, attributes, comments and verbatim elements pass through untouched."""
    parts = _TAG.split(html)
    if not _LEFT_ALONE.search(html):
        parts[::2] = [_set_node(text, markup) for text in parts[::2]]
        return "".join(parts)
    out, verbatim, depth = [], "", 0
    for index, part in enumerate(parts):
        if index % 2 == 0:
            out.append(part if verbatim or not part else _set_node(part, markup))
            continue
        out.append(part)
        name = _NAME.match(part)
        if not name or part.endswith("/>"):
            continue
        tag = name[1].lower()
        if verbatim:
            if tag == verbatim:
                depth += -1 if part.startswith("</") else 1
                verbatim = verbatim if depth else ""
        elif not part.startswith("</") and (tag in _VERBATIM or part == _REF_OPEN):
            verbatim, depth = tag, 1
    return "".join(out)


def fr(value, *, markup: bool = True) -> SafeString:
    """`value` as HTML with French typography: spaces, `1<sup>er</sup>`, references kept on one line.

    A plain string is escaped first; a safe one is read as HTML and only its text nodes change. Idempotent.
    `markup=False` sets the spaces alone, for `<title>` and attributes.
    """
    html = conditional_escape(value)
    if not _TRIGGER.search(html) and "<" not in html:
        return mark_safe(html)  # noqa: S308 - escaped above
    if "<" not in html:
        return mark_safe(_set_node(html, markup))  # noqa: S308 - _set_node escapes
    return mark_safe(_set_html(html, markup))  # noqa: S308 - text nodes are escaped, tags were in a safe string
