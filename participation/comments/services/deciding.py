"""Those who read before the public does: publish, refuse, take away, put out of sight until somebody has read it.

The queue of the moderation calls these (`participation.comments.moderating`); `told=True`: it writes to the author.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base import cache
from participation.base.text import dates
from participation.comments.enums import State, Verb
from participation.comments.models import PublicComment, Revision
from participation.comments.selectors import place_of, write_url
from participation.comments.services.screening import out_of_queue
from participation.comments.services.steps import locked, mail, move, note, now_public
from participation.comments.services.telling import tell_thread, tell_writer
from participation.comments.validators import tidy_text, validate_text
from participation.comments.workflow import check_transition


def publish_comment(*, comment, by, text: str | None = None, told: bool = False, at=None) -> PublicComment:
    """Everyone reads it from now on; a first comment is owed an answer by a date.

    `text`: the version without personal data; the other one is kept nowhere. Raises IllegalTransition, ValidationError.
    """
    at = at or timezone.now()
    if text is not None:
        text = tidy_text(text)
        validate_text(text)
    with transaction.atomic():
        comment = locked(comment)
        check_transition(comment.state, State.PUBLISHED)
        again = comment.published_at is not None
        if text is not None:
            comment.comment = text
            Revision.objects.filter(comment=comment).delete()
        now_public(comment, comment.published_at or at)
        move(comment, State.PUBLISHED, Verb.PUBLISHED, by, at)
        if not told:
            out_of_queue(comment, by, at)
        cache.bump()
        if not again:
            due = comment.answer_by
            tell_writer(
                comment,
                _("Une réponse est attendue au plus tard le %(due)s.") % {"due": dates.day(due)} if due else "",
                at,
            )
            tell_thread(comment, at)
    return comment


def reword_comment(*, comment, by, text: str, at=None) -> PublicComment:
    """What is published stays so, without the personal data it held; what it said before is kept nowhere.

    Raises ValidationError.
    """
    at, text = at or timezone.now(), tidy_text(text)
    validate_text(text)
    with transaction.atomic():
        comment = locked(comment)
        Revision.objects.filter(comment=comment).delete()
        PublicComment.objects.filter(pk=comment.pk).update(comment=text, edited_at=at)
        comment.comment, comment.edited_at = text, at
        note(comment, Verb.REWORDED, comment.state, by, at)
        cache.bump()
    return comment


def refuse_comment(*, comment, by, reason: str, told: bool = False, at=None) -> PublicComment:
    """It will not appear; its writer is told why. Raises IllegalTransition, ValidationError for an empty reason."""
    return _take_away(comment, by, reason, told, at, State.REFUSED, Verb.REFUSED)


def remove_comment(*, comment, by, reason: str, told: bool = False, at=None) -> PublicComment:
    """It no longer appears; replies keep their place. Raises as `refuse_comment`."""
    return _take_away(comment, by, reason, told, at, State.REMOVED, Verb.REMOVED)


def hide_comment(*, comment, at=None) -> PublicComment:
    """Out of sight until somebody has read it: what was published is held again. Raises IllegalTransition."""
    at = at or timezone.now()
    with transaction.atomic():
        comment = locked(comment)
        comment.is_public = False
        move(comment, State.HELD, Verb.HELD, None, at)
        cache.bump()
    return comment


def blank_comment(*, comment, at=None) -> PublicComment:
    """Its words go for good, those of before too; the row keeps the place of the replies."""
    with transaction.atomic():
        comment = locked(comment)
        Revision.objects.filter(comment=comment).delete()
        PublicComment.objects.filter(pk=comment.pk).update(comment="", user_name="")
        cache.bump()
    return comment


def _take_away(comment, by, reason, told, at, state, verb):
    at, reason = at or timezone.now(), tidy_text(reason)
    validate_text(reason)
    with transaction.atomic():
        comment = locked(comment)
        was_public = comment.is_public
        comment.is_public, comment.is_removed = False, state == State.REMOVED
        move(comment, state, verb, by, at, refusal_reason=reason, settled_at=at)
        if was_public:
            cache.bump()
        if not told:
            out_of_queue(comment, by, at)
            place = place_of(comment)
            link = _write_again(comment) if state == State.REFUSED and place else ""
            mail(comment, verb.value, {"reason": reason}, link)
    return comment


def _write_again(comment):
    return settings.BASE_URL.rstrip("/") + write_url(comment.content_object)
