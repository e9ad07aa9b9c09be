"""Comments in the common queue: what a moderator sees of one, and what becomes of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.base.mail.services import queue_mail
from participation.comments import registry, services
from participation.comments.enums import State
from participation.comments.models import PublicComment
from participation.comments.selectors import MODULE, extract, permalink, public_comment, signature
from participation.comments.validators import TEXT_LENGTH, tidy_text
from participation.moderation.enums import Ground
from participation.moderation.registry import Item, Kind
from participation.moderation.registry import register as register_kind
from participation.moderation.rules import city_reach

_SAID_BEFORE = 400


def register() -> None:
    register_kind(
        Kind(
            key=services.KIND,
            label=gettext_lazy("Commentaires"),
            module=MODULE,
            find=find,
            reach=city_reach,
            publish=publish,
            refuse=refuse,
            tell=tell,
            hide=hide,
            erase=erase,
            public=is_public,
            about=about,
        )
    )


def find(keys) -> dict[str, Item]:
    """Two queries, and one per kind of object."""
    keys = [key for key in keys if key.isascii() and key.isdigit() and int(key) <= registry.LARGEST_KEY]
    rows = PublicComment.objects.filter(pk__in=keys).exclude(state=State.AWAITING_CONFIRMATION)
    rows = list(rows.select_related("user", "reply_to__user").prefetch_related("revisions"))
    places = registry.places(rows)
    return {str(row.pk): _item(row, places.get((row.content_type_id, row.object_pk))) for row in rows}


def _item(row, place) -> Item:
    context = [(_("Sur la page"), place.title)] if place else []
    if row.reply_to is not None:
        first = row.reply_to
        context.append((_("Répond à %(name)s") % {"name": signature(first)}, extract(first.comment, _SAID_BEFORE)))
    if row.badge:
        context.append((_("Écrit en tant que"), row.badge_label))
    context += [(_("Disait avant d’être modifié"), one.text) for one in row.revisions.all()]
    return Item(
        title=_("Commentaire sur « %(title)s »") % {"title": place.title} if place else _("Commentaire"),
        url=(permalink(row, place) if row.state == State.PUBLISHED else place.url) if place else "",
        text=row.comment,
        author=signature(row),
        written_at=row.submit_date,
        context=tuple(context),
    )


def publish(key, by, at, text) -> None:
    """What is published stays so, in the words without personal data where somebody took those out."""
    comment = _comment(key)
    if comment is None or comment.state == State.WITHDRAWN:
        return
    if comment.state == State.PUBLISHED:
        if text is not None:
            services.reword_comment(comment=comment, by=by, text=text, at=at)
        return
    services.publish_comment(comment=comment, by=by, text=text, told=True, at=at)


def refuse(key, by, at, ground, reason) -> None:
    comment = _comment(key)
    if comment is None or comment.state not in (State.HELD, State.PUBLISHED):
        return
    why = tidy_text(reason)[:TEXT_LENGTH]
    if not any(one.isalnum() for one in why):
        why = _("Ce commentaire %(ground)s.") % {"ground": Ground(ground).label}
    act = services.refuse_comment if comment.state == State.HELD else services.remove_comment
    act(comment=comment, by=by, reason=why, told=True, at=at)


def tell(key, subject, template, context, mail_key, not_before) -> None:
    comment = _comment(key)
    to = services.address_to_tell(comment) if comment is not None else ""
    if to:
        queue_mail(key=mail_key, to=to, template=template, context=context, not_before=not_before, module=MODULE)


def hide(key, at) -> None:
    comment = _comment(key)
    if comment is not None and comment.state == State.PUBLISHED:
        services.hide_comment(comment=comment, at=at)


def erase(key, at) -> None:
    comment = _comment(key)
    if comment is not None:
        services.blank_comment(comment=comment, at=at)


def is_public(key) -> bool:
    return key.isascii() and key.isdigit() and public_comment(int(key)) is not None


def about(key):
    """(commune, author as the queue knows one)."""
    comment = _comment(key)
    return (comment.commune, services.author_of(comment)) if comment is not None else (None, "")


def _comment(key):
    return PublicComment.objects.select_related("user", "commune").filter(pk=int(key)).first()
