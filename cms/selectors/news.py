"""News by date, a keyset page at a time: the page after a million lines costs what the first one costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from cms.models import NewsPage
from cms.visibility import visible

PAGE_SIZE = 10
COUNTED_MAX = 1_000


@dataclass(frozen=True, slots=True)
class NewsList:
    """`older` and `newer` are cursors (the id to pass as `before`), None where the list ends; `newer` is 0 when the
    page before is the first one. `more_than` is set when there are more than `count`."""

    items: Sequence[NewsPage]
    older: int | None
    newer: int | None
    count: int
    more_than: bool


def latest_news(number: int, *, besides: int | None = None) -> list[NewsPage]:
    """The `number` newest public news, without the one of id `besides`. One query."""
    return list(_listed().exclude(pk=besides)[:number])


def news_page(before: int | None = None, *, size: int = PAGE_SIZE) -> NewsList | None:
    """The news that follow the one of id `before` in the list, or the newest ones. Two queries, four with `before`.

    None when no public news has that id.
    """
    found, newer = _listed(), None
    if before is not None:
        mark = found.filter(pk=before).first()
        if mark is None:
            return None
        place = Q(published_on=mark.published_on)
        at_or_above = Q(published_on__gt=mark.published_on) | place & Q(pk__gte=mark.pk)
        above = found.filter(at_or_above).reverse().values_list("pk", flat=True)[: size + 1]
        newer = 0 if len(above) <= size else above[size]
        found = found.filter(Q(published_on__lt=mark.published_on) | place & Q(pk__lt=mark.pk))
    items = list(found[: size + 1])
    counted = _listed().values("pk")[: COUNTED_MAX + 1].count()
    return NewsList(
        items=tuple(items[:size]),
        older=items[size - 1].pk if len(items) > size else None,
        newer=newer,
        count=min(counted, COUNTED_MAX),
        more_than=counted > COUNTED_MAX,
    )


def _listed():
    fields = ("title", "url_path", "intro", "published_on")
    return visible(NewsPage.objects.only(*fields)).order_by("-published_on", "-pk")
