"""Somebody writes, and confirms that the address is theirs."""

from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.validators import tidy_name, validate_display_name
from participation.base import cache
from participation.base.links.signing import make_link
from participation.base.text import dates
from participation.comments import delays, registry
from participation.comments.badges import badge_of
from participation.comments.enums import State, Verb
from participation.comments.models import PublicComment
from participation.comments.selectors.windows import window_of
from participation.comments.services.screening import author_of, first_state, into_queue, rules_for
from participation.comments.services.steps import CONFIRM, locked, mail, manage_link, move, note, now_public
from participation.comments.services.telling import tell_thread
from participation.comments.validators import NAME_LENGTH, tidy_text, validate_text
from participation.moderation.enums import Rule
from participation.moderation.services import check_ban


class Closed(Exception):
    """One may not write here, not yet or no longer; the message is the sentence to show, with its dates."""


def write_comment(
    *,
    target,
    text: str,
    user=None,
    name: str = "",
    email: str = "",
    parent=None,
    token: UUID | None = None,
    no_proof: bool = False,
    at=None,
) -> PublicComment:
    """Store what someone wrote: published at once, held, or awaiting the confirmation of the address.

    `user`: an account, whose public name signs; else `email` is needed and `name` may be empty. `parent`: the comment
    replied to; a reply to a reply joins the same thread. `token`: the same one twice gives the same comment back.
    `no_proof`: sent in a rush of messages without proof of work, so somebody reads it first.
    Raises ValidationError for a text or a name nobody can read, Closed where one may not write, Banned.
    """
    kind, at = registry.of(target), at or timezone.now()
    check_open(kind, target, at)
    known = _sent_before(token, target)
    if known is not None:
        return known
    comment = _drafted(target, kind, tidy_text(text), user, name, email, at)
    comment.reply_to, comment.token = _first_of_thread(parent, target), token
    check_ban(author_of(comment))
    try:
        with transaction.atomic():
            _store(comment, target, no_proof)
    except IntegrityError:
        known = _sent_before(token, target)  # the second click of a double one
        if known is None:
            raise
        return known
    return comment


def confirm_comment(*, comment, at=None) -> PublicComment:
    """The address is theirs: the comment now waits to be read. Confirming twice changes nothing.

    Raises IllegalTransition.
    """
    at = at or timezone.now()
    with transaction.atomic():
        comment = locked(comment)
        if comment.confirmed_at is not None and comment.state != State.WITHDRAWN:
            return comment
        move(comment, State.HELD, Verb.CONFIRMED, None, at, confirmed_at=at)
        into_queue(comment, dict.fromkeys([comment.held_for or Rule.NO_ACCOUNT, Rule.NO_ACCOUNT]), at)
    return comment


def check_open(kind, target, at) -> None:
    """Raises Closed, with the dates where somebody set some."""
    if not kind.is_open(target):
        raise Closed(_("On n’écrit plus de commentaire ici. Ceux qui sont publiés restent lisibles."))
    window = window_of(target, at)
    if window is not None and not window.is_open:
        raise Closed(window.sentence)


def _drafted(target, kind, text, user, name, email, at):
    validate_text(text)
    if user is None:
        name = tidy_name(name)[:NAME_LENGTH]
        validate_display_name(name)
        if not email:
            raise ValidationError(_("Donnez une adresse e-mail : elle n’est jamais affichée."))
    owner = kind.owner(target)
    badge = badge_of(user, owner.commune and owner.commune.pk, timezone.localdate(at))
    return PublicComment(
        content_type=ContentType.objects.get_for_model(target),
        object_pk=str(target.pk),
        site_id=settings.SITE_ID,
        user=user,
        user_name="" if user is not None else name,
        user_email="" if user is not None else email,
        badge=badge.kind,
        badge_label=badge.label,
        comment=text,
        submit_date=at,
        commune=owner.commune,
        partner=owner.partner,
    )


def _store(comment, target, no_proof):
    at = comment.submit_date
    rules = rules_for(comment, comment.comment, at, no_proof=no_proof)
    comment.held_for = rules[0] if rules else ""
    comment.state = first_state(rules, has_account=comment.user is not None)
    if comment.state == State.PUBLISHED:
        now_public(comment, at)
    else:
        comment.is_public = False
    comment.save(force_insert=True)
    note(comment, Verb.WRITTEN, "", comment.user, at)
    if comment.state == State.PUBLISHED:
        cache.bump()
        tell_thread(comment, at)
    elif comment.state == State.HELD:
        into_queue(comment, rules, at)
    else:
        within = delays.confirm_within()
        link = make_link(CONFIRM, {"comment": comment.pk}, path_name="comments:confirm", max_age=within)
        until = dates.day(timezone.now() + within)
        values = {"until": until, "title": registry.of(target).title(target), "manage": manage_link(comment)}
        mail(comment, "confirm", values, link)


def _sent_before(token, target):
    return token and PublicComment.objects.about(target).filter(token=token).first()


def _first_of_thread(parent, target):
    if parent is None:
        return None
    kind = ContentType.objects.get_for_model(target)
    elsewhere = (parent.content_type_id, parent.object_pk) != (kind.pk, str(target.pk))
    if elsewhere or parent.state != State.PUBLISHED:
        raise ValidationError(_("Le commentaire auquel vous répondez n’est plus là."))
    return parent.reply_to or parent
