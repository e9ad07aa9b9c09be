"""Sentences about hours, seats, decisions and opinions: said once, for pages, mails and calendars alike."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.calendar import working_days_between
from participation.base.text import dates
from participation.councils.enums import Answer, DecisionState
from participation.councils.workflow import DECISION_SHAPES

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ANSWERS = {Answer.YES: "resolu", Answer.PARTLY: "repare", Answer.NO: "clos"}


def clock(instant: datetime) -> str:
    """« 18 h 30 », « 20 h », in the portal's time zone."""
    local = timezone.localtime(instant)
    return f"{local.hour} h {local.minute:02d}" if local.minute else f"{local.hour} h"


def weekday(instant: datetime) -> str:
    return _DAYS[timezone.localtime(instant).weekday()]


def when(instant: datetime) -> str:
    """« jeudi 2 avril 2026 à 18 h 30 »"""
    return _("%(weekday)s %(day)s à %(time)s") % {
        "weekday": weekday(instant),
        "day": dates.day(instant),
        "time": clock(instant),
    }


def short_day(value: date, day: date) -> str:
    """« 8 janvier », with its year when that is not the year of `day`."""
    return dates.day(value, year=value.year != day.year)


def late_by(promised: date, day: date) -> str:
    """« 6 jours ouvrés de retard. »; on the weekend after the promised Friday the date alone has passed."""
    count = working_days_between(promised, day)
    if not count:
        return _("La date est passée.")
    return ngettext("%(count)s jour ouvré de retard.", "%(count)s jours ouvrés de retard.", count) % {"count": count}


def named(partner) -> str:
    """« Phare Habitat (fictif) », « la Ville (démonstration) »: what is invented says so."""
    marked = partner.fictional and "(démonstration)" not in partner.display_name
    return f"{partner.display_name} (fictif)" if marked else partner.display_name


def decision_said(decision, day: date) -> tuple[str, str, str]:
    """(shape, first sentence, rest) of what became of a decision, on `day`. Reads its partner."""
    shape = DECISION_SHAPES[decision.state]
    who = named(decision.partner) if decision.partner_id else ""
    if decision.state == DecisionState.DONE:
        return shape, _("Faite le %(day)s.") % {"day": short_day(decision.done_on, day)}, decision.outcome
    if decision.state == DecisionState.REFUSED:
        said = _("Refusée par %(who)s le %(day)s.") if who else _("Abandonnée le %(day)s.")
        return shape, said % {"who": who, "day": short_day(decision.done_on, day)}, decision.outcome
    if decision.state == DecisionState.TAKEN:
        said = _("%(who)s s’en occupe depuis le %(day)s.") if who else _("En cours depuis le %(day)s.")
        strong = capfirst(said % {"who": who, "day": short_day(decision.taken_on, day)})
    elif decision.due_on:
        strong = _("À faire au plus tard le %(day)s.") % {"day": short_day(decision.due_on, day)}
    else:
        strong = _("À faire.")
    if decision.due_on and decision.due_on < day:
        return "retard", f"{strong} {late_by(decision.due_on, day)}", decision.outcome
    return shape, strong, decision.outcome


def opinion_said(opinion, reply, day: date) -> tuple[str, str, str]:
    """(shape, first sentence, rest) of where an opinion stands: answered, awaited or late. `reply` may be None."""
    who = capfirst(named(opinion.addressed_to))
    if reply is not None:
        said = {
            Answer.YES: _("%(who)s a dit oui le %(day)s."),
            Answer.PARTLY: _("%(who)s a dit oui en partie le %(day)s."),
            Answer.NO: _("%(who)s a dit non le %(day)s."),
        }[reply.answer]
        return _ANSWERS[reply.answer], said % {"who": who, "day": short_day(reply.replied_on, day)}, reply.text
    promised = short_day(opinion.answer_by, day)
    if opinion.answer_by < day:
        said = _("%(who)s devait répondre au plus tard le %(day)s.") % {"who": who, "day": promised}
        return "retard", f"{said} {late_by(opinion.answer_by, day)}", ""
    return "prevu", _("%(who)s doit répondre au plus tard le %(day)s.") % {"who": who, "day": promised}, ""


def votes_said(opinion) -> str:
    """« 11 voix pour, 2 contre, 1 abstention », « à l’unanimité », or nothing when nobody counted."""
    if opinion.votes_for is None:
        return ""
    if not (opinion.votes_against or opinion.abstentions):
        return _("à l’unanimité")
    parts = [_("%(count)s voix pour") % {"count": opinion.votes_for}]
    if opinion.votes_against:
        parts.append(_("%(count)s contre") % {"count": opinion.votes_against})
    if opinion.abstentions:
        parts.append(
            ngettext("%(count)s abstention", "%(count)s abstentions", opinion.abstentions)
            % {"count": opinion.abstentions}
        )
    return ", ".join(parts)
