from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from participation.base.mail.services import mail_is_held
from participation.notifications import registry, tasks
from participation.notifications.models import Event, EventTopic
from participation.notifications.registry import ME
from participation.notifications.wording import is_open

_WORD_LENGTH = 1000


def notify(
    name,
    *,
    key,
    url,
    words=None,
    topics=(),
    people=(),
    personal_url="",
    quartier=None,
    latitude=None,
    longitude=None,
    at=None,
) -> Event | None:
    """Tell those who follow one of `topics`, and `people`, that something happened: in the caller's transaction.

    `name`: a registered kind. `key` says what happened, once and for all. `topics`: (kind, key) pairs; a quartier is
    one by itself. `people`: recipients it concerns themselves, who get `personal_url`. `words`: short strings for its
    templates. `url` begins with « / », or is absolute.
    Returns None, and writes nothing, when the key was used before or the module is switched off. While mail is held
    the event stands in lists only.
    Raises RuntimeError outside a transaction, LookupError for an unknown kind or a missing word.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("notify() must be called inside the transaction of what it tells about")
    kind = registry.event_kind(name)
    words = {name: _word(value) for name, value in (words or {}).items()}
    if missing := kind.words - words.keys():
        raise KeyError(f"{kind.name}: words missing: {', '.join(sorted(missing))}")
    if not is_open(kind) or Event.objects.filter(key=key).exists():
        return None
    event = _write(
        kind=kind.name,
        key=key,
        url=url,
        personal_url=personal_url,
        words=words,
        quartier=quartier,
        latitude=None if longitude is None else latitude,
        longitude=None if latitude is None else longitude,
        silent=mail_is_held(),
        at=at or timezone.now(),
    )
    if event is None:
        return None
    about = {(kind, str(key)) for kind, key in topics} | {(ME, str(person.pk)) for person in people}
    if quartier is not None:
        about.add(("quartier", quartier.slug))
    EventTopic.objects.bulk_create(EventTopic(event=event, kind=kind, key=key) for kind, key in sorted(about))
    tasks.distribute.enqueue()
    return event


def _write(**fields) -> Event | None:
    try:
        with transaction.atomic():
            return Event.objects.create(**fields)
    except IntegrityError:
        if Event.objects.filter(key=fields["key"]).exists():
            return None
        raise


def _word(value) -> str:
    """PostgreSQL refuses NUL, and a word is no letter."""
    return str(value).replace("\x00", "")[:_WORD_LENGTH]
