"""One comment: who signs it, where it stands, what its delay says; for its writer, its desk, its owner."""

import unicodedata
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.accounts.selectors import public_name
from participation.comments import registry, rules, tuning
from participation.comments.enums import State
from participation.comments.models import PublicComment, Support

MODULE = "commentaires"


def signature(comment) -> str:
    """The name others read: an account's public name, what a person without account chose, or none. Never an e-mail."""
    if comment.user_id is not None:
        return public_name(comment.user)
    return comment.user_name or public_name(None)


def answer_heading(service: str) -> str:
    """« Réponse d’Étang Habitat », « Réponse du service Voirie »."""
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if service.lower().startswith(article):
            return f"{_('Réponse')} {contracted}{service[len(article) :]}"
    vowel = unicodedata.normalize("NFD", service[:1]).lower()[:1] in "aeiouyœ"
    return f"{_('Réponse')} {'d’' if vowel else 'de '}{service}"


def write_url(target) -> str:
    return reverse("comments:write", args=[registry.of(target).key, target.pk])


def permalink(comment, place: registry.Place) -> str:
    """The page of the thread this comment stands in now and later: pages begin below a key.

    A reply may stand below those the page shows, and move there later: its address is asked for when it is opened.
    """
    if comment.reply_to_id is not None:
        return reverse("comments:show", args=[comment.pk])
    return f"{place.url}?avant={comment.pk + 1}#commentaire-{comment.pk}"


def standing(comment) -> str:
    """Where everyone reads this comment at this moment: under its object, or on the page of its thread; "" nowhere."""
    place = place_of(comment)
    if place is None:
        return ""
    root, anchor = comment.reply_to_id or comment.pk, f"#commentaire-{comment.pk}"
    if comment.reply_to_id is not None:
        earlier = PublicComment.objects.public().filter(reply_to=root, pk__lt=comment.pk).count()
        if earlier >= tuning.replies_shown():
            behind = earlier - earlier % tuning.replies_per_page()
            return reverse("comments:thread", args=[root]) + _page(root, behind) + anchor
    return f"{place.url}?avant={root + 1}{anchor}"


def _page(root, behind) -> str:
    """The parameter of the page of a thread that begins behind so many replies."""
    if not behind:
        return ""
    replies = PublicComment.objects.public().filter(reply_to=root).order_by("pk")
    return f"?apres={replies.values_list('pk', flat=True)[behind - 1]}"


def thread_key(comment) -> str:
    """« fiche:12 »: by which the discussion under an object is followed; empty for an object nobody registered."""
    target = registry.of_type(comment.content_type_id)
    return f"{target.key}:{comment.object_pk}" if target else ""


def comment_with(pk: int) -> PublicComment | None:
    """The comment with what a page of its own needs, in any state."""
    rows = PublicComment.objects.select_related("user", "official_answer", "reply_to__user", "commune")
    return rows.filter(pk=pk).first() if pk <= registry.LARGEST_KEY else None


def public_comment(pk: int) -> PublicComment | None:
    """One that everyone may read, on a page that everyone may read."""
    comment = comment_with(pk)
    if comment is None or comment.state != State.PUBLISHED or target_of(comment) is None:
        return None
    return comment


def target_of(comment):
    """The object it stands under, as the public may read it, or None."""
    target = registry.of_type(comment.content_type_id)
    return (target and comment.object_pk.isdigit() and target.find(int(comment.object_pk))) or None


def supports(user, comment) -> bool:
    return Support.objects.filter(comment=comment, user=user).exists()


OWN_ROWS = 100


@dataclass(frozen=True, slots=True)
class Own:
    """One of somebody's comments, with what they may do with it now."""

    comment: PublicComment
    title: str
    url: str
    can_edit: bool
    can_withdraw: bool


def own_comments(user, at) -> list[Own]:
    """What somebody wrote with their account, newest first. One query and one per kind of object."""
    rows = PublicComment.objects.written_by(user).select_related("official_answer").order_by("-pk")[:OWN_ROWS]
    rows = list(rows)
    places = registry.places(rows)
    own = []
    for row in rows:
        place = places.get((row.content_type_id, row.object_pk))
        own.append(
            Own(
                comment=row,
                title=place.title if place else _("Page retirée"),
                url=permalink(row, place) if place and row.state == State.PUBLISHED else "",
                can_edit=rules.can_edit_comment(user, row, at),
                can_withdraw=rules.can_withdraw_comment(user, row),
            )
        )
    return own


def place_of(comment) -> registry.Place | None:
    return registry.places([comment]).get((comment.content_type_id, comment.object_pk))


def thread_address(comment) -> str:
    """Where the comment can be read or will be; empty when its object is gone."""
    place = place_of(comment)
    return permalink(comment, place) if place and comment.state == State.PUBLISHED else place.url if place else ""


def comment_of_token(token) -> PublicComment | None:
    """The comment a form sent: its writer alone knows the token."""
    return PublicComment.objects.filter(token=token).first()


def desk_comment(user, pk: int) -> PublicComment | None:
    """The comment with its answer and its history, or None for one this person may not see."""
    rows = PublicComment.objects.select_related("user", "commune", "partner", "official_answer", "reply_to__user")
    comment = rows.filter(pk=pk).first() if pk <= registry.LARGEST_KEY else None
    return comment if comment is not None and rules.can_read_comment(user, comment) else None


def open_parent(target, pk: int) -> PublicComment | None:
    """The comment one may reply to: published, on this object. A reply to a reply goes to the same thread."""
    parent = PublicComment.objects.about(target).public().filter(pk=pk).select_related("reply_to", "user").first()
    return parent.reply_to if parent is not None and parent.reply_to_id else parent


def export(user) -> dict:
    """What a person wrote here, under the account or the same address."""
    rows = PublicComment.objects.filter(Q(user=user) | Q(user_email__iexact=user.email)).order_by("pk")
    rows = list(rows.select_related("official_answer").prefetch_related("revisions"))
    places = registry.places(rows)
    written = [
        {
            "sur": getattr(places.get((row.content_type_id, row.object_pk)), "title", None),
            "texte": row.comment,
            "signé": row.user_name,
            "adresse e-mail": row.user_email,
            "fonction": row.badge_label,
            "écrit le": row.submit_date,
            "textes d’avant": [one.text for one in row.revisions.all()],
            "état": str(row.get_state_display()),
            "raison": row.refusal_reason,
            "réponse": row.official_answer.text if hasattr(row, "official_answer") else None,
        }
        for row in rows
    ]
    supported = list(Support.objects.filter(user=user).order_by("pk").values_list("comment", "at"))
    given = [{"commentaire": pk, "soutenu le": at} for pk, at in supported]
    found = {"commentaires": written, "soutiens": given}
    return {name: rows for name, rows in found.items() if rows}
