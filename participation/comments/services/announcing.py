"""Who hears of an official answer, and of the outcome of a discussion: the city's words, so they are quoted."""

from participation.comments.models import PublicComment
from participation.comments.notices import ANSWERED, OUTCOME
from participation.comments.selectors import extract, permalink, place_of, thread_key
from participation.comments.services.telling import writer_of
from participation.notifications.services import notify
from participation.territory.models import Quartier

# The whole text is one click away.
QUOTED = 400

# Pages that are followed under the number by which they are commented on.
_PAGES = {"fiche", "convention", "actualite"}


def tell_answer(comment, answer, *, version: int, at) -> None:
    """To the writer and to who follows the thread; from `version` 2 on it is a correction."""
    place, writer = place_of(comment), writer_of(comment)
    if place is None:
        return
    notify(
        ANSWERED,
        key=f"comment-{comment.pk}-answer-{version}",
        url=permalink(comment, place),
        words={
            "title": place.title,
            "service": answer.service[:1].upper() + answer.service[1:],
            "answer": extract(answer.text, QUOTED),
            "corrected": "" if version == 1 else "oui",
        },
        **_about(comment),
        people=[writer] if writer is not None else [],
        at=at,
    )


def tell_outcome(discussion, *, at) -> None:
    """To everyone who took part and can be written to, and to who follows the thread."""
    place = place_of(discussion)
    if place is None:
        return
    rows = PublicComment.objects.public().filter(
        content_type_id=discussion.content_type_id, object_pk=discussion.object_pk
    )
    writers = {}
    for comment in rows.select_related("user").order_by("pk"):
        who = comment.user_id or comment.user_email.lower()
        if who and who not in writers:
            writers[who] = writer_of(comment)
    notify(
        OUTCOME,
        key=f"discussion-{discussion.pk}-outcome",
        url=f"{place.url}#avis",
        words={"title": place.title, "outcome": extract(discussion.outcome, QUOTED)},
        **_about(discussion),
        people=[writer for writer in writers.values() if writer is not None],
        at=at,
    )


def _about(thing) -> dict:
    """The discussion, and what it is about: who follows a fiche or a quartier hears of answers too."""
    key = thread_key(thing)
    kind, _colon, number = key.partition(":")
    topics = [("fil", key), *([(kind, number)] if kind in _PAGES else [])]
    quartier = Quartier.objects.defer("perimeter").filter(pk=number).first() if kind == "quartier" else None
    return {"topics": topics, "quartier": quartier}
