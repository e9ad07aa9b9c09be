"""The published thread under an object, as everyone reads it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.calendar import today
from participation.base.site.selectors import module_enabled
from participation.comments import delays, registry, tuning
from participation.comments.enums import Order, State
from participation.comments.models import Discussion, PublicComment
from participation.comments.selectors import windows
from participation.comments.selectors.rows import Row, read
from participation.comments.selectors.said import Day, Said, day_of, said
from participation.comments.selectors.single import MODULE, write_url
from participation.comments.selectors.waiting import pauses


@dataclass(frozen=True, slots=True)
class Sorting:
    """One way to sort, as a link."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """`older`: the query of the next page, empty on the last one. `first`: whether this is the first page.

    `drawn`: the comments as HTML, by whoever keeps them so.
    """

    key: str
    count: int
    waiting: int
    comments: tuple[Said, ...]
    older: str
    first: bool
    order: Order
    sortings: tuple[Sorting, ...]
    is_open: bool
    closed: str
    window: str
    outcome: str
    outcome_day: Day | None
    pauses: tuple[str, ...]
    write_url: str
    drawn: str = ""

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


def thread(
    target,
    *,
    order: str = Order.RECENT,
    before: int | None = None,
    past: int | None = None,
    day: date | None = None,
) -> Thread | None:
    """The published comments on an object, newest thread first unless sorted otherwise (`order`).

    One query when nobody wrote, two otherwise; one more for closures where somebody waits for an answer.
    `before`, `past`: where a page begins, see `CommentQuerySet.sorted_by`. None when the module is switched off.
    """
    if not module_enabled(MODULE):
        return None
    kind, day, at = registry.of(target), day or today(), timezone.now()
    head = _head(target)
    window = windows.window_from(head["opens_at"], head["closes_at"], head["outcome"] or "", head["outcome_at"], at)
    open_here = kind.is_open(target)
    order, size = Order(order), delays.threads_per_page()
    rows, replies = [], {}
    if head["spoken"]:
        rows, replies = _page(PublicComment.objects.about(target).in_thread_list(), order, before, past, size + 1)
    more, rows = len(rows) > size, rows[:size]
    return Thread(
        key=f"{kind.key}:{target.pk}",
        count=head["spoken"],
        waiting=head["owed"],
        comments=tuple(said(row, day, replies.get(row.pk, ())) for row in rows),
        older=_further(order, rows[-1]) if more else "",
        first=before is None and past is None,
        order=order,
        sortings=_sortings(order) if head["spoken"] > 1 else (),
        is_open=open_here and (window is None or window.is_open),
        closed=window.sentence if open_here and window is not None and not window.is_open else "",
        window=window.sentence if window is not None and window.is_open and window.closes_at else "",
        outcome=window.outcome if window is not None else "",
        outcome_day=day_of(timezone.localdate(window.outcome_at)) if window is not None and window.outcome_at else None,
        pauses=pauses(rows),
        write_url=write_url(target),
    )


@dataclass(frozen=True, slots=True)
class OneThread:
    """A first comment with its replies; `further`: the query of the page behind this one, empty on the last."""

    comment: Said
    place: registry.Place
    count: int
    first: bool
    further: str
    is_open: bool
    write_url: str

    @property
    def alone(self) -> tuple[Said, ...]:
        return (self.comment,)


def one_thread(pk: int, *, after: int | None = None, day: date | None = None) -> OneThread | None:
    """A thread on its own, from the reply behind `after` on; None for what nobody may read."""
    if not module_enabled(MODULE) or pk > registry.LARGEST_KEY:
        return None
    rows = read(PublicComment.objects.in_thread_list().filter(pk=pk), 1)
    root = rows[0] if rows else None
    kind = root and registry.of_type(root.content_type_id)
    target = kind and kind.find(int(root.object_pk))
    if target is None:
        return None
    day, size = day or today(), tuning.replies_per_page()
    replies = PublicComment.objects.public().filter(reply_to=pk).order_by("pk")
    count = replies.count()
    found = read(replies if after is None else replies.filter(pk__gt=after), size + 1)
    more, found = len(found) > size, found[:size]
    window = windows.window_of(target)
    return OneThread(
        comment=said(root, day, found),
        place=registry.Place(kind.title(target), kind.url(target)),
        count=count,
        first=after is None,
        further=f"?apres={found[-1].pk}" if more else "",
        is_open=kind.is_open(target) and (window is None or window.is_open),
        write_url=write_url(target),
    )


def _head(target) -> dict:
    """How many comments, how many are owed an answer, and the dates of the discussion, in one query.

    Read beside the row of the content type, which is always there, so that nobody having written costs no more.
    """
    kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
    public = PublicComment.objects.about(target).public()
    owed = public.filter(official_answer__isnull=True, answer_by__isnull=False)
    dated = Discussion.objects.filter(content_type=OuterRef("pk"), object_pk=str(target.pk))
    columns = ("opens_at", "closes_at", "outcome", "outcome_at")
    return ContentType.objects.filter(pk=kind.pk).values(
        spoken=_counted(public), owed=_counted(owed), **{name: Subquery(dated.values(name)[:1]) for name in columns}
    )[0]


def _counted(rows):
    counted = rows.order_by().values("content_type").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted), 0)


def _page(threads, order, before, past, size) -> tuple[list[Row], dict[int, list[Row]]]:
    """The first comments of a page in their order, and the first replies of each, oldest first. One query."""
    keys = threads.sorted_by(order, before, past).values("pk")[:size]
    together = PublicComment.objects.filter(Q(pk__in=keys) | Q(reply_to__in=keys, state=State.PUBLISHED))
    among = {"partition_by": F("reply_to")}
    place = Case(When(reply_to=None, then=0), default=Window(RowNumber(), order_by="pk", **among))
    together = together.alias(place=place).filter(place__lte=tuning.replies_shown())
    rows, replies = [], defaultdict(list)
    for row in read(together.order_by("pk"), counting=Window(Count("pk"), **among)):
        if row.reply_to_id is None:
            rows.append(row)
        else:
            replies[row.reply_to_id].append(row)
    return sorted(rows, key=_KEYS[order], reverse=True), replies


# As `CommentQuerySet.sorted_by`, backwards.
_KEYS = {
    Order.RECENT: lambda row: row.pk,
    Order.SUPPORTED: lambda row: (row.support, row.pk),
    Order.ANSWERED: lambda row: (row.answer_pk or 0, row.pk),
}


def _further(order, last: Row) -> str:
    if order == Order.SUPPORTED:
        return f"?tri={order}&avant={last.pk}&apres={last.support + 1}"
    if order == Order.ANSWERED:
        return f"?tri={order}&apres={last.answer_pk}" if last.answer_pk else f"?tri={order}&avant={last.pk}"
    return f"?avant={last.pk}"


def _sortings(current) -> tuple[Sorting, ...]:
    return tuple(
        Sorting(str(order.label), "?#avis" if order == Order.RECENT else f"?tri={order}#avis", order == current)
        for order in Order
    )
