"""One comment as the public reads it, with its answer and its replies."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.text import dates
from participation.comments.enums import State
from participation.comments.selectors.rows import Row
from participation.comments.selectors.single import answer_heading, signature
from participation.comments.selectors.waiting import answer_delay, waiting_sentence


@dataclass(frozen=True, slots=True)
class Day:
    """`iso` for machines, `said` for people: « 9 mars 2026 »."""

    iso: str
    said: str


@dataclass(frozen=True, slots=True)
class Answer:
    heading: str
    text: str
    day: Day
    delay: str
    corrected: str


@dataclass(frozen=True, slots=True)
class Said:
    """One comment as the public reads it. `gone`: why only its place is left, for the replies under it.

    `further`: how many replies stand on the page of the thread only.
    """

    pk: int
    key: str
    author: str
    badge: str
    badge_label: str
    day: Day
    text: str
    edited: bool
    support: int
    gone: str
    answer: Answer | None
    waiting: str
    late: bool
    replies: tuple = ()
    further: int = 0


def said(row: Row, day, replies=()) -> Said:
    if row.state != State.PUBLISHED:
        return _place_left(row, day, replies)
    answer = row.answer
    waiting = "" if answer else waiting_sentence(row, day)
    return Said(
        pk=row.pk,
        key=str(row.pk),
        author=signature(row),
        badge=row.badge,
        badge_label=row.badge_label,
        day=day_of(timezone.localdate(row.submit_date)),
        text=row.comment,
        edited=row.edited_at is not None,
        support=row.support,
        gone="",
        answer=answer and _answer(row, answer),
        waiting=waiting,
        late=bool(waiting) and day > row.answer_by,
        replies=tuple(said(reply, day) for reply in replies),
        further=_left(replies),
    )


def _answer(row, answer) -> Answer:
    corrected = answer.corrected_at
    return Answer(
        heading=answer_heading(answer.service),
        text=answer.text,
        day=day_of(timezone.localdate(answer.at)),
        delay=answer_delay(row, answer),
        corrected=_("Corrigée le %(day)s.") % {"day": dates.day(corrected)} if corrected else "",
    )


def _place_left(row, day, replies) -> Said:
    why = {
        State.HELD: _("Ce commentaire est relu par la modération."),
        State.WITHDRAWN: _("La personne qui l’a écrit a supprimé ce commentaire."),
    }.get(row.state, _("Ce commentaire a été retiré par la modération."))
    return Said(
        pk=row.pk,
        key=str(row.pk),
        author="",
        badge="",
        badge_label="",
        day=day_of(timezone.localdate(row.submit_date)),
        text="",
        edited=False,
        support=0,
        gone=why,
        answer=None,
        waiting="",
        late=False,
        replies=tuple(said(reply, day) for reply in replies),
        further=_left(replies),
    )


def _left(replies) -> int:
    """How many replies this page leaves out."""
    return replies[0].among - len(replies) if replies and replies[0].among else 0


@lru_cache(maxsize=512)
def day_of(day: date) -> Day:
    return Day(day.isoformat(), dates.day(day))
