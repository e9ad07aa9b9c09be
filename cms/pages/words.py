"""Sentences that several pages say about steps, dates and amounts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.selectors.counting import State, Tally
from cms.selectors.projects import DatedStep
from participation.base.text import dates

# Feminine, as « étape » and « fiche » are.
_NUMBERS = ("zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
STATE_LABELS = {
    State.DONE: gettext_lazy("Tenue"),
    State.LATE: gettext_lazy("En retard"),
    State.UPCOMING: gettext_lazy("À venir"),
    State.DROPPED: gettext_lazy("Abandonnée"),
}


def in_words(number: int, *, masculine: bool = False) -> str:
    """« six » up to ten, figures beyond."""
    if number == 1 and masculine:
        return "un"
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def kept(tally: Tally) -> str:
    """« 24 étapes tenues sur 58 »."""
    return ngettext(
        "%(done)s étape tenue sur %(total)s", "%(done)s étapes tenues sur %(total)s", max(tally.done, 1)
    ) % {"done": tally.done, "total": tally.total}


def kept_in_words(tally: Tally) -> str:
    """« Deux étapes tenues sur six », « Aucune étape tenue sur six »."""
    whole = in_words(tally.total)
    if not tally.done:
        return _("Aucune étape tenue sur %(total)s") % {"total": whole}
    return (
        ngettext("%(done)s étape tenue sur %(total)s", "%(done)s étapes tenues sur %(total)s", tally.done)
        % {"done": in_words(tally.done), "total": whole}
    ).capitalize()


def late_in_words(late: int) -> str:
    """« Six sont en retard. »"""
    return (
        ngettext("%(number)s est en retard.", "%(number)s sont en retard.", late) % {"number": in_words(late)}
    ).capitalize()


def promised(step: DatedStep) -> str:
    """« Promise au plus tard le 27 février 2026 : 17 jours ouvrés de retard. »

    On the weekend after the promised Friday the date has passed and no working day has.
    """
    if not step.working_days:
        return _("Promise au plus tard le %(day)s : la date est passée.") % {"day": dates.day(step.due_on)}
    sentence = ngettext(
        "Promise au plus tard le %(day)s : %(count)s jour ouvré de retard.",
        "Promise au plus tard le %(day)s : %(count)s jours ouvrés de retard.",
        step.working_days,
    )
    return sentence % {"day": dates.day(step.due_on), "count": step.working_days}


def new_date(step: DatedStep) -> str:
    return _("Nouvelle date : %(day)s.") % {"day": dates.day(step.new_due_on)} if step.new_due_on else ""


def why(step: DatedStep) -> str:
    """What the lead wrote about a delay, then the new date; said when nothing was written."""
    told = " ".join(part for part in (step.note, new_date(step)) if part)
    return told or _("Pas encore d’explication.")


def listed(names: list[str]) -> str:
    """« Boudème, Liourat et La Tuilière »."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """A sentence begun elsewhere goes on in lower case; acronyms keep theirs."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def plural_of(word: str) -> str:
    """« enjeux », « axes »: the heading over themes that a document calls by one word."""
    if word.endswith(("s", "x", "z")):
        return word
    return word + ("x" if word.endswith(("eau", "eu")) else "s")
