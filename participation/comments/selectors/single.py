"""One comment: who signs it, where it stands, what its delay says; for its writer, its desk, its owner."""

import unicodedata
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.selectors import public_name
from participation.base.calendar import working_days_between
from participation.base.text import dates
from participation.comments import registry, rules
from participation.comments.enums import State
from participation.comments.models import PublicComment

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
    """The page of the thread this comment stands in now and later: pages begin below a key."""
    return f"{place.url}?avant={(comment.reply_to_id or comment.pk) + 1}#commentaire-{comment.pk}"


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


def answer_delay(comment, answer) -> str:
    """« Répondu en 3 jours ouvrés. » How long it took from publication, in working days."""
    published, answered = timezone.localdate(comment.published_at), timezone.localdate(answer.at)
    days = working_days_between(published, answered)
    if days <= 0:
        return _("Répondu le jour même.") if published == answered else _("Répondu avant le jour ouvré suivant.")
    return ngettext("Répondu en un jour ouvré.", "Répondu en %(days)s jours ouvrés.", days) % {"days": days}


def waiting_sentence(comment, day: date) -> str:
    """« Sans réponse depuis 12 jours, réponse attendue au plus tard le… »; empty where no answer is owed."""
    if comment.answer_by is None or comment.state != State.PUBLISHED:
        return ""
    passed, due = (day - timezone.localdate(comment.published_at)).days, dates.day(comment.answer_by)
    if passed <= 0:
        return _("Publié aujourd’hui. Réponse attendue au plus tard le %(due)s.") % {"due": due}
    since = ngettext("Sans réponse depuis un jour", "Sans réponse depuis %(days)s jours", passed) % {"days": passed}
    if day > comment.answer_by:
        return _("%(since)s. La réponse était attendue au plus tard le %(due)s.") % {"since": since, "due": due}
    return _("%(since)s, réponse attendue au plus tard le %(due)s.") % {"since": since, "due": due}


def export(user) -> dict:
    """What a person wrote here, under the account or the same address."""
    rows = PublicComment.objects.filter(Q(user=user) | Q(user_email__iexact=user.email)).order_by("pk")
    rows = list(rows.select_related("official_answer"))
    places = registry.places(rows)
    written = [
        {
            "sur": getattr(places.get((row.content_type_id, row.object_pk)), "title", None),
            "texte": row.comment,
            "signé": row.user_name,
            "adresse e-mail": row.user_email,
            "écrit le": row.submit_date,
            "état": str(row.get_state_display()),
            "raison": row.refusal_reason,
            "réponse": row.official_answer.text if hasattr(row, "official_answer") else None,
        }
        for row in rows
    ]
    return {"commentaires": written} if written else {}
