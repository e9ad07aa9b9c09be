"""Writes of the search. `refresh` runs in the transaction of the service that changed the row."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from participation.base.search.engines import tables
from participation.base.search.models import SearchEntry
from participation.base.search.registry import Document, Source, source_of, sources
from participation.base.text.normaliser import readable, words_of

BATCH = 200
# Of a long text the beginning is kept to show; all of it is searched, within reason.
TEXT_KEPT = 6_000
TEXT_READ = 100_000
_held = ContextVar("search_held", default=False)
_FILLED = ("kind", "title", "text", "url", "reference", "day", "place", "title_words", "words")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found of one source: public rows, and entries that now stand for them."""

    label: str
    rows: int
    entries: int

    @property
    def complete(self) -> bool:
        return self.rows == self.entries


@contextmanager
def held():
    """Refresh nothing meanwhile, in this thread: for an import or the demonstration, which end with `rebuild()`."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def refresh(instance: models.Model) -> None:
    """Bring the entry of this row up to date, or remove it once the public may no longer read the row.

    Raises LookupError for a model that is not registered.
    """
    refresh_all(instance._meta.concrete_model, [instance.pk])


@transaction.atomic
def refresh_all(model: type[models.Model], keys: Iterable) -> None:
    """The same for many rows of one model, by their primary keys."""
    source, keys = source_of(model), list(keys)
    if not _held.get():
        for start in range(0, len(keys), BATCH):
            _write(source, keys[start : start + BATCH])


@transaction.atomic
def remove(model: type[models.Model], pk) -> None:
    """Forget a row that is being deleted."""
    _entries_of(model).filter(object_id=pk).delete()


def rebuild(progress: Callable[[str, int, int], None] = lambda label, done, total: None) -> list[Rebuilt]:
    """Make every entry anew from its row and forget those that stand for nothing. May run beside other writers.

    `progress(label, done, total)` is called for each batch.
    """
    tables.repair(connection)
    known = [ContentType.objects.get_for_model(source.model).pk for source in sources()]
    SearchEntry.objects.exclude(content_type__in=known).delete()
    return [_rebuild(source, progress) for source in sources()]


def _rebuild(source, progress) -> Rebuilt:
    label = str(source.label)
    keys = list(source.queryset().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            _write(source, keys[start : start + BATCH])
        progress(label, min(start + BATCH, len(keys)), len(keys))
    with transaction.atomic():
        public = source.queryset().order_by().values("pk")
        _entries_of(source.model).exclude(object_id__in=public).delete()
        return Rebuilt(label, source.queryset().count(), _entries_of(source.model).count())


def _write(source: Source, keys) -> None:
    """The entries of these rows: written for the public ones, removed for the others. Inside a transaction."""
    content_type = ContentType.objects.get_for_model(source.model)
    rows = list(source.queryset().filter(pk__in=keys))
    SearchEntry.objects.bulk_create(
        [_entry(source.key, content_type, row.pk, source.document(row)) for row in rows],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=_FILLED,
    )
    gone = set(keys) - {row.pk for row in rows}
    if gone:
        _entries_of(source.model).filter(object_id__in=gone).delete()


def _entry(kind: str, content_type, pk, document: Document) -> SearchEntry:
    if not document.url.startswith("/") or document.url.startswith("//"):
        raise ValueError(f"search: {document.url!r} is not a path of this portal")
    title, place = readable(document.title)[:250], readable(document.place)[:250]
    text = _joined(document.text[:TEXT_READ].splitlines())
    return SearchEntry(
        content_type=content_type,
        object_id=pk,
        kind=kind,
        title=title,
        text=text[:TEXT_KEPT],
        url=document.url,
        reference=document.reference,
        day=document.day,
        place=place,
        title_words=words_of(title),
        words=words_of(f"{document.reference} {title} {place} {text}"),
    )


def _joined(lines) -> str:
    """Lines as one, with a dot between those that no punctuation parts: a label, then a sentence."""
    text = ""
    for line in filter(None, map(readable, lines)):
        parted = not text[-1:].isalnum() or line[0].islower()
        text += line if not text else f" {line}" if parted else f" · {line}"
    return text


def _entries_of(model):
    return SearchEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
