"""Those who read before the public does: publish, refuse, take away."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base import cache
from participation.base.text import dates
from participation.comments.enums import State, Verb
from participation.comments.models import PublicComment
from participation.comments.selectors import place_of, write_url
from participation.comments.services.steps import address_of, locked, mail, move, now_public
from participation.comments.validators import tidy_text, validate_text
from participation.comments.workflow import check_transition


def publish_comment(*, comment, by, at=None) -> PublicComment:
    """Everyone reads it from now on; a first comment is owed an answer by a date. Raises IllegalTransition."""
    at = at or timezone.now()
    with transaction.atomic():
        comment = locked(comment)
        check_transition(comment.state, State.PUBLISHED)
        again = comment.published_at is not None
        now_public(comment, comment.published_at or at)
        move(comment, State.PUBLISHED, Verb.PUBLISHED, by, at)
        cache.bump()
        if not again:
            due = comment.answer_by
            told = _("Une réponse est attendue au plus tard le %(due)s.") % {"due": dates.day(due)} if due else ""
            mail(comment, "published", {"next": told}, address_of(comment))
    return comment


def refuse_comment(*, comment, by, reason: str, at=None) -> PublicComment:
    """It will not appear; its writer is told why. Raises IllegalTransition, ValidationError for an empty reason."""
    return _take_away(comment, by, reason, at, State.REFUSED, Verb.REFUSED)


def remove_comment(*, comment, by, reason: str, at=None) -> PublicComment:
    """It no longer appears; replies keep their place. Raises as `refuse_comment`."""
    return _take_away(comment, by, reason, at, State.REMOVED, Verb.REMOVED)


def _take_away(comment, by, reason, at, state, verb):
    at, reason = at or timezone.now(), tidy_text(reason)
    validate_text(reason)
    with transaction.atomic():
        comment = locked(comment)
        was_public = comment.is_public
        comment.is_public, comment.is_removed = False, state == State.REMOVED
        move(comment, state, verb, by, at, refusal_reason=reason, settled_at=at)
        if was_public:
            cache.bump()
        place = place_of(comment)
        link = _write_again(comment) if state == State.REFUSED and place else ""
        mail(comment, verb.value, {"reason": reason}, link)
    return comment


def _write_again(comment):
    return settings.BASE_URL.rstrip("/") + write_url(comment.content_object)
