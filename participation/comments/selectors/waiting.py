"""What the delay of a comment says: answered in how many days, unanswered since when, and when delays stand still."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.text import dates
from participation.comments.enums import State
from participation.territory.selectors import closures


def answer_delay(comment, answer) -> str:
    """« Répondu en 3 jours ouvrés. » How long it took from publication, counted the day the answer was given."""
    days = answer.working_days
    if days > 0:
        return ngettext("Répondu en un jour ouvré.", "Répondu en %(days)s jours ouvrés.", days) % {"days": days}
    same = timezone.localdate(comment.published_at) == timezone.localdate(answer.at)
    return _("Répondu le jour même.") if same else _("Répondu avant le jour ouvré suivant.")


def is_owed(comment) -> bool:
    """Somebody still has to answer it; `official_answer` is to be there already."""
    promised = comment.state == State.PUBLISHED and comment.answer_by is not None
    return promised and not hasattr(comment, "official_answer")


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


def pauses(comments: Iterable) -> tuple[str, ...]:
    """« Les délais ne courent pas du 24 au 31 décembre 2026 : fermeture du service. »

    The closures between the publication and the due day of those comments that wait. No query when none waits.
    """
    spans = {}
    for comment in comments:
        if is_owed(comment):
            spans.setdefault(comment.commune_id, []).append(
                (timezone.localdate(comment.published_at), comment.answer_by)
            )
    found = {
        one
        for commune, owed in spans.items()
        for one in closures(commune)
        if any(one.first <= due and one.last > published for published, due in owed)
    }
    return tuple(pause(one) for one in sorted(found, key=lambda one: (one.first, one.last)))


def pause(closed) -> str:
    """The sentence of one closure."""
    said = {"period": dates.period(closed.first, closed.last), "reason": closed.reason.rstrip(". ")}
    return _("Les délais ne courent pas %(period)s : %(reason)s.") % said
