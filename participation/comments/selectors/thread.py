"""The published thread under an object, as everyone reads it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.calendar import today
from participation.base.site.selectors import module_enabled
from participation.comments import delays, registry
from participation.comments.enums import State
from participation.comments.models import PublicComment
from participation.comments.selectors.single import (
    MODULE,
    answer_delay,
    answer_heading,
    signature,
    waiting_sentence,
    write_url,
)


@dataclass(frozen=True, slots=True)
class Answer:
    heading: str
    text: str
    at: datetime
    delay: str


@dataclass(frozen=True, slots=True)
class Said:
    """One comment as the public reads it. `removed`: only its place is left, for the replies under it."""

    pk: int
    author: str
    at: datetime
    text: str
    removed: bool
    answer: Answer | None
    waiting: str
    late: bool
    replies: tuple = ()
    reply_url: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """`older`: the key to ask the next page with, None on the last one. `first`: whether this is the first page."""

    count: int
    waiting: int
    comments: tuple[Said, ...]
    older: int | None
    first: bool
    is_open: bool
    write_url: str

    @property
    def summary(self) -> str:
        """« Trois commentaires. Un attend une réponse. »"""
        if not self.count:
            return _("Personne n’a encore écrit.")
        written = ngettext("Un commentaire.", "%(count)s commentaires.", self.count) % {"count": self.count}
        if not self.waiting:
            return written
        waits = ngettext("Un attend une réponse.", "%(count)s attendent une réponse.", self.waiting)
        return f"{written} {waits % {'count': self.waiting}}"


def thread(target, *, before: int | None = None, day: date | None = None) -> Thread | None:
    """The published comments on an object, newest thread first.

    One query when nobody wrote, two when all of it stands on one page, three otherwise.

    `before`: only threads with a smaller key (keyset). None when the module is switched off.
    """
    if not module_enabled(MODULE):
        return None
    kind, day = registry.of(target), day or today()
    is_open, url = kind.is_open(target), write_url(target)
    about = PublicComment.objects.about(target)
    rows = about.in_thread_list().select_related("user", "official_answer").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    size = delays.threads_per_page()
    rows = list(rows[: size + 1])
    if not rows and before is None:
        return Thread(0, 0, (), None, True, is_open, url)
    more, rows = len(rows) > size, rows[:size]
    below = list(_replies(rows))
    replies = defaultdict(list)
    for reply in below:
        replies[reply.reply_to_id].append(_said(reply, day))
    count, waiting = _counted(about) if more or before else _counted_here([*rows, *below])
    comments = tuple(
        _said(row, day, tuple(replies[row.pk]), f"{url}?parent={row.pk}" if is_open else "") for row in rows
    )
    older = rows[-1].pk if more else None
    return Thread(count, waiting, comments, older, before is None, is_open, url)


def _counted(about) -> tuple[int, int]:
    owed = Q(official_answer__isnull=True, answer_by__isnull=False)
    counts = about.public().aggregate(count=Count("pk"), waiting=Count("pk", filter=owed))
    return counts["count"], counts["waiting"]


def _counted_here(rows) -> tuple[int, int]:
    """The same of rows in memory, when they are all there is."""
    public = [row for row in rows if row.state == State.PUBLISHED]
    return len(public), sum(row.answer_by is not None and not hasattr(row, "official_answer") for row in public)


def _replies(rows):
    replies = PublicComment.objects.public().filter(reply_to__in=[row.pk for row in rows])
    return replies.select_related("user", "official_answer").order_by("pk")


def _said(comment, day, replies=(), reply_url="") -> Said:
    if comment.state == State.REMOVED:
        return Said(comment.pk, "", comment.submit_date, "", True, None, "", False, replies)
    answer = getattr(comment, "official_answer", None)
    waiting = "" if answer else waiting_sentence(comment, day)
    return Said(
        pk=comment.pk,
        author=signature(comment),
        at=comment.submit_date,
        text=comment.comment,
        removed=False,
        answer=answer and Answer(answer_heading(answer.service), answer.text, answer.at, answer_delay(comment, answer)),
        waiting=waiting,
        late=bool(waiting) and day > comment.answer_by,
        replies=replies,
        reply_url=reply_url,
    )
