"""What can be found: each app says which of its rows are public, and what is read of one.

An app registers its source in `AppConfig.ready()` and calls `services.refresh(instance)` in its own writing services.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet


@dataclass(frozen=True, slots=True)
class Document:
    """What the search holds of one public thing. Public words only: all of it may be read on /recherche/.

    `title` and `text`: plain text, no HTML. `url`: its path on this portal. `reference`: « MAR-26-000123 ».
    `day`: a date, by which newer things come first. `place`: words for a small line (« Canto-Perdrix, entrée 4 »).
    """

    title: str
    text: str
    url: str
    reference: str = ""
    day: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    label: str
    model: type[Model]
    queryset: Callable[[], QuerySet]
    document: Callable[[Model], Document]


_sources: dict[type[Model], Source] = {}


def register(
    key: str,
    label: str,
    *,
    model: type[Model],
    queryset: Callable[[], QuerySet],
    document: Callable[[Model], Document],
) -> None:
    """Make the rows of `model` findable under the kind `key`.

    `label`: plural shown to people, may be lazy (« Signalements »). `queryset()`: the rows the public may read, with
    what `document` needs (`select_related`). `document(row)`: what is said of one row; it runs no query.
    Two models may share a kind if they share its label. Raises ValueError for a model or a label registered otherwise.
    """
    source = Source(key, label, model, queryset, document)
    if _sources.get(model, source) != source:
        raise ValueError(f"search: {model.__name__} is registered twice")
    if kinds().get(key, label) != label:
        raise ValueError(f"search: the kind {key} has another label already")
    _sources[model] = source


def sources() -> tuple[Source, ...]:
    return tuple(_sources.values())


def source_of(model: type[Model]) -> Source:
    """Raises LookupError for a model that no app registered."""
    try:
        return _sources[model]
    except KeyError:
        raise LookupError(f"search: {model.__name__} is not registered") from None


def kinds() -> dict[str, str]:
    """Label by kind, in the order of registration."""
    return {source.key: source.label for source in _sources.values()}
