"""What every act on a comment shares: the row under lock, the step with its history, the mail with its links."""

from django.conf import settings
from django.utils.translation import gettext as _

from participation.accounts.enums import Role
from participation.base.links.signing import make_link
from participation.base.mail.services import queue_mail
from participation.comments import delays, rules
from participation.comments.emails import letter_context
from participation.comments.enums import Verb
from participation.comments.models import CommentEvent, PublicComment
from participation.comments.selectors import MODULE, permalink, place_of
from participation.comments.workflow import check_transition

# What people do to what they wrote themselves, whatever their roles.
OWN = (Verb.WRITTEN, Verb.CONFIRMED, Verb.EDITED, Verb.WITHDRAWN)
CONFIRM, MANAGE = "comments-confirm", "comments-manage"
_CHANGING = (
    *("state", "is_public", "is_removed", "confirmed_at", "published_at", "settled_at", "answer_by"),
    *("refusal_reason", "held_for", "comment", "edited_at"),
)


def locked(comment) -> PublicComment:
    """The comment as it is now, and nobody else's until the transaction ends (SQLite has one writer anyway)."""
    return PublicComment.objects.select_for_update(of=("self",)).select_related("user", "commune").get(pk=comment.pk)


def now_public(comment, at) -> None:
    """An answer is owed to a first comment; a reply speaks to neighbours, so it is settled."""
    comment.is_public, comment.is_removed, comment.published_at = True, False, at
    if comment.reply_to_id is None and comment.answer_by is None:
        comment.answer_by = delays.answer_by(at, comment.commune_id)
    comment.settled_at = at if comment.reply_to_id or hasattr(comment, "official_answer") else None
    comment.refusal_reason = ""


def move(comment, state, verb, by, at, **values) -> None:
    """To another state, with these values and a line of history. Raises IllegalTransition."""
    before = comment.state
    check_transition(before, state)
    comment.state = state
    for name, value in values.items():
        setattr(comment, name, value)
    written(comment)
    note(comment, verb, before, by, at)


def written(comment) -> None:
    """Not `save()`: django-comments-xtd hears of it and looks through every comment for replies of its own kind."""
    PublicComment.objects.filter(pk=comment.pk).update(**{name: getattr(comment, name) for name in _CHANGING})


def note(comment, verb, before, by, at) -> None:
    """A line of history: who writes is a resident, who decides acts in a role."""
    role = rules.acting_role(by, comment) if by is not None and verb not in OWN else Role.RESIDENT
    CommentEvent.objects.create(
        comment=comment, verb=verb, from_state=before, to_state=comment.state, role=role, actor=by, at=at
    )


def manage_link(comment) -> str:
    """By which somebody without account changes or takes away what they wrote, as long as the address is kept."""
    within = delays.address_kept_at_most()
    return make_link(MANAGE, {"comment": comment.pk}, path_name="comments:manage", max_age=within)


def mail(comment, letter, values, link) -> None:
    """To the writer, if an address is left. The title is looked up unless given."""
    to = address_to_tell(comment)
    if not to:
        return
    place = None if "title" in values else place_of(comment)
    context = letter_context(letter, {"title": place.title if place else _("une page retirée"), **values}, link)
    queue_mail(key=mail_key(comment.pk, letter), to=to, template="comments/letter", context=context, module=MODULE)


def address_to_tell(comment) -> str:
    """Where its writer reads mail; empty once the address is forgotten or the account closed."""
    return comment.user_email or (comment.user.email if comment.user_id and comment.user.is_active else "")


def mail_key(pk, letter) -> str:
    """Each letter about a comment leaves once."""
    return f"comment-{pk}-{letter}"


def address_of(comment) -> str:
    """The absolute address at which everyone reads the comment; empty when its page is gone."""
    place = place_of(comment)
    return settings.BASE_URL.rstrip("/") + permalink(comment, place) if place else ""
