"""The few marks the data files use, turned into what Wagtail keeps: paragraphs, « - » and « 1. » lists, **bold**."""

import re
from html import escape
from itertools import groupby
from operator import itemgetter
from uuid import NAMESPACE_URL, uuid5

from portal.demo.errors import DataError

ITEM = re.compile(r"^(- |\d+\. )(.*)$")
BOLD = re.compile(r"\*\*(.+?)\*\*")
PARTS = ("heading", "text", "steps", "notice", "picture")


def rich(text: str) -> str:
    """Blank lines part paragraphs; lines that begin with « - » or « 1. » are a list, the others run on."""
    parts = []
    for block in re.split(r"\n\s*\n", text.strip()):
        for kind, lines in groupby((_mark(line.strip()) for line in block.splitlines()), key=itemgetter(0)):
            words = [_inline(line) for _kind, line in lines]
            if kind == "p":
                parts.append(f"<p>{' '.join(words)}</p>")
            else:
                parts.append(f"<{kind}>{''.join(f'<li>{item}</li>' for item in words)}</{kind}>")
    return "".join(parts)


def _mark(line):
    item = ITEM.match(line)
    return ("p", line) if item is None else ("ul" if item[1] == "- " else "ol", item[2])


def _inline(text):
    return BOLD.sub(r"<b>\1</b>", escape(text, quote=False))


def body(blocks, where: str, *, clock, pictures) -> list[dict]:
    """The raw value of an article's StreamField. `pictures`: image objects by their key."""
    return [_block(block, f"{where}[{index}]", clock, pictures) for index, block in enumerate(blocks, 1)]


def _block(block, where, clock, pictures):
    kinds = [name for name in PARTS if name in block]
    if len(kinds) != 1:
        raise DataError(where, f"un seul de {', '.join(PARTS)} est attendu")
    kind = kinds[0]
    filled = {name: clock.fill(value, f"{where}.{name}") for name, value in block.items() if isinstance(value, str)}
    if kind == "steps":
        steps = [clock.fill(step, f"{where}.steps") for step in block["steps"]]
        value = [{"type": "item", "value": step, "id": _id(where, index)} for index, step in enumerate(steps)]
    elif kind == "notice":
        value = {"kind": filled.get("kind", "info"), "title": filled.get("title", ""), "text": filled["notice"]}
    elif kind == "picture":
        if filled["picture"] not in pictures:
            raise DataError(f"{where}.picture", f"aucun dessin ne s’appelle « {filled['picture']} »")
        value = {"image": pictures[filled["picture"]].pk, "caption": filled.get("caption", "")}
    else:
        value = rich(filled["text"]) if kind == "text" else filled["heading"]
    return {"type": kind, "value": value, "id": _id(where)}


def _id(*place):
    """The same block has the same id at every load, so that two revisions compare."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, place))))
