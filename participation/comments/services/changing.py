"""What people do to their own: change it for a few minutes, take it away whenever they want."""

from django.db import transaction
from django.utils import timezone

from participation.base import cache
from participation.base.mail.services import cancel_mail
from participation.comments.enums import State, Verb
from participation.comments.models import CommentEvent, PublicComment, Revision
from participation.comments.rules import why_not_editable
from participation.comments.services.screening import author_of, into_queue, out_of_queue, rules_for
from participation.comments.services.steps import locked, mail_key, move, note, written
from participation.comments.validators import tidy_text, validate_text
from participation.comments.workflow import IllegalTransition
from participation.moderation.enums import Rule
from participation.moderation.services import check_ban


def edit_comment(*, comment, text: str, at=None) -> PublicComment:
    """Say it in other words, a few minutes long; those who moderate read what stood there before.

    The new words are screened like the first ones: what is published may be held again, what is held stays so.
    Raises IllegalTransition (too late, answered, gone), ValidationError, Banned.
    """
    at, text = at or timezone.now(), tidy_text(text)
    validate_text(text)
    with transaction.atomic():
        comment = locked(comment)
        refusal = why_not_editable(comment, at)
        if refusal:
            raise IllegalTransition(refusal)
        check_ban(author_of(comment))
        if text == comment.comment:
            return comment
        Revision.objects.create(comment=comment, text=comment.comment, at=at)
        rules = rules_for(comment, text, at, again=True)
        was_public, before = comment.state == State.PUBLISHED, comment.state
        comment.comment, comment.edited_at = text, at
        if rules and was_public:
            comment.is_public, comment.held_for = False, rules[0]
            move(comment, State.HELD, Verb.EDITED, comment.user, at)
        else:
            comment.held_for = rules[0] if rules else comment.held_for
            written(comment)
            note(comment, Verb.EDITED, before, comment.user, at)
        if comment.state == State.HELD:
            into_queue(comment, rules or (Rule(comment.held_for or Rule.ALWAYS),), at, changed=True)
        if was_public:
            cache.bump()
    return comment


def withdraw_comment(*, comment, at=None) -> PublicComment:
    """Its author takes it away: words, name, address and who it was go for good; the thread keeps its place.

    Raises IllegalTransition for what was decided meanwhile.
    """
    at = at or timezone.now()
    with transaction.atomic():
        comment = locked(comment)
        was_public = comment.is_public
        comment.is_public, comment.is_removed, comment.comment = False, True, ""
        move(comment, State.WITHDRAWN, Verb.WITHDRAWN, None, at, settled_at=at)
        Revision.objects.filter(comment=comment).delete()
        CommentEvent.objects.filter(comment=comment, actor=comment.user_id).exclude(actor=None).update(actor=None)
        PublicComment.objects.filter(pk=comment.pk).update(
            user=None, user_name="", user_email="", badge="", badge_label=""
        )
        cancel_mail(key=mail_key(comment.pk, "confirm"))
        out_of_queue(comment, at=at)
        if was_public:
            cache.bump()
    comment.user, comment.user_name, comment.user_email = None, "", ""
    return comment
