"""What people say under a page, sorted as its address asks."""

from dataclasses import replace

from django.template.loader import render_to_string

from cms.pages.frame import choice, number
from participation.base.cache import remembered
from participation.comments.enums import Order
from participation.comments.selectors import Thread, thread


def thread_of(target, key: str, request, day) -> Thread | None:
    """`key`: the word for this kind of object, as registered. `?tri=` sorts; `avant` and `apres` begin a page.

    Without request, the first page. First pages, which nearly everybody reads, are remembered until the next public
    write.
    """
    if request is None:
        return thread(target, day=day)
    order = choice(request, "tri", tuple(Order.values))
    before, past = number(request, "avant"), number(request, "apres")
    if before is not None or past is not None:
        return thread(target, order=order, before=before, past=past, day=day)
    return remembered(f"thread:{key}:{target.pk}:{order}", lambda: _drawn(thread(target, order=order, day=day)))


def _drawn(found: Thread | None) -> Thread | None:
    """With its comments as HTML, for drawing hundreds of them takes longer than finding them."""
    if found is None or not found.comments:
        return found
    values = {"comments": found.comments, "is_open": found.is_open, "write_url": found.write_url, "whole": False}
    return replace(found, comments=(), drawn=render_to_string("comments/said.html", values))
