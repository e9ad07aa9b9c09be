"""Where a report may go, as data; its public shape and its status sentence, each in one place."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participation.base.calendar import add_working_days, working_days_between
from participation.base.text import dates
from participation.reports.enums import CLOSED, DONE, HANDLED, OPEN, UNTOUCHED, State, Verb

_A, _V = State, Verb
_WORK = {
    _V.ACKNOWLEDGE: _A.ACKNOWLEDGED,
    _V.PLAN: _A.PLANNED,
    _V.START: _A.IN_PROGRESS,
    _V.RESOLVE: _A.RESOLVED,
    _V.REFUSE: _A.REFUSED,
}
_VERDICT = {_V.CONFIRM_REPAIR: _A.CONFIRMED, _V.CONTEST_REPAIR: _A.CONTESTED}
_AGAIN = {**_WORK, _V.ACKNOWLEDGE: _A.REOPENED}

# state → verb → next state. `None` is a report that does not exist yet: its first state depends on who reports.
TRANSITIONS: dict[State | None, dict[Verb, State]] = {
    _A.AWAITING_CONFIRMATION: {_V.CONFIRM_ADDRESS: _A.RECEIVED},
    _A.RECEIVED: _WORK,
    _A.ACKNOWLEDGED: _WORK,
    _A.PLANNED: _WORK,
    _A.IN_PROGRESS: _WORK,
    _A.RESOLVED: {**_VERDICT, _V.CLOSE: _A.CLOSED_UNVERIFIED},
    _A.CONFIRMED: {},
    _A.CONTESTED: _AGAIN,
    _A.REOPENED: _AGAIN,
    _A.CLOSED_UNVERIFIED: _VERDICT,
    _A.REFUSED: {},
    _A.DUPLICATE: {},
}
FIRST_STATES = frozenset({State.AWAITING_CONFIRMATION, State.RECEIVED})

# The shape (data-state and icon `etat-…`) that stands for each state on every public page.
PUBLIC_SHAPES: dict[State, str] = {
    _A.AWAITING_CONFIRMATION: "recu",
    _A.RECEIVED: "recu",
    _A.ACKNOWLEDGED: "pris",
    _A.PLANNED: "prevu",
    _A.IN_PROGRESS: "pris",
    _A.RESOLVED: "repare",
    _A.CONFIRMED: "resolu",
    _A.CONTESTED: "conteste",
    _A.REOPENED: "pris",
    _A.CLOSED_UNVERIFIED: "clos",
    _A.REFUSED: "clos",
    _A.DUPLICATE: "clos",
}
LATE_SHAPE = "retard"

_REFUSALS = {
    _A.AWAITING_CONFIRMATION: gettext_lazy("La personne n’a pas encore confirmé son adresse : ce signalement attend."),
    _A.RESOLVED: gettext_lazy("Ce signalement est dit réparé : c’est aux habitants de répondre."),
    _A.CONFIRMED: gettext_lazy("Les habitants ont confirmé la réparation : ce signalement est clos."),
    _A.CLOSED_UNVERIFIED: gettext_lazy("Ce signalement est clos, sans réponse des habitants."),
    _A.REFUSED: gettext_lazy("Ce signalement est refusé : il est clos."),
    _A.DUPLICATE: gettext_lazy("Ce problème est suivi dans un autre signalement."),
}
_VERB_REFUSALS = {
    _V.CONFIRM_ADDRESS: gettext_lazy("L’adresse de ce signalement est déjà confirmée."),
    _V.CONFIRM_REPAIR: gettext_lazy("Personne n’a encore dit que c’était réparé."),
    _V.CONTEST_REPAIR: gettext_lazy("Personne n’a encore dit que c’était réparé."),
}


class IllegalTransition(Exception):
    """Carries a sentence for the person who tried."""


def next_state(state: str, verb: str) -> State:
    """Raises IllegalTransition."""
    try:
        return TRANSITIONS[State(state)][Verb(verb)]
    except KeyError:
        refused = (_REFUSALS.get(state), _VERB_REFUSALS.get(verb))
        by_verb_first = verb == Verb.CONFIRM_ADDRESS
        sentences = reversed(refused) if by_verb_first else refused
        sentence = next(filter(None, sentences), _("Ce changement n’est pas possible."))
        raise IllegalTransition(str(sentence)) from None


def advance(report, verb: str, at) -> str:
    """Bring a report in memory to its next state, its dates with it, and return the state it was in.

    The one place that decides what a move means; it saves nothing. Raises IllegalTransition.
    """
    before, after = report.state, next_state(report.state, verb)
    report.state, report.state_since = after, at
    if after not in UNTOUCHED and report.acknowledged_at is None:
        report.acknowledged_at = at
    if verb == Verb.ACKNOWLEDGE:
        report.planned_for = None  # whoever takes it makes a promise of their own
    if verb == Verb.RESOLVE:
        report.resolved_at = at
    elif after not in DONE:
        report.resolved_at = None
    report.closed_at = at if after in CLOSED else None
    return before


def promise(report, day, closed=()) -> None:
    """The days by which something must have happened, stored once: later settings do not move them, closures of the
    service do (`services.recounting`)."""
    report.acknowledge_by = add_working_days(day, report.category.acknowledge_days, closed=closed)
    report.resolve_by = add_working_days(day, report.category.resolve_days, closed=closed)


def possible_verbs(state: str) -> frozenset[Verb]:
    """What may be done to a report in this state, whoever does it."""
    return frozenset(TRANSITIONS[State(state)])


# How long « est-ce réparé ? » waits for an answer.
ANSWERS_WITHIN = timedelta(days=14)


def answer_until(report):
    """The last day on which « est-ce réparé ? » is open; None when nobody says that it is repaired."""
    return dates.local_day(report.resolved_at) + ANSWERS_WITHIN if report.resolved_at else None


def due_on(report):
    """The day by which something must have happened, or None when nothing is promised any more."""
    if report.state == State.RECEIVED:
        return report.acknowledge_by
    if report.state not in HANDLED:
        return None
    promised = [report.resolve_by, report.planned_for if report.state == State.PLANNED else None]
    return min(filter(None, promised), default=None)


def is_late(report, day) -> bool:
    due = due_on(report)
    return due is not None and due < day


def days_late(report, day) -> int:
    """Working days since the promised day; 0 when it is not over."""
    return max(working_days_between(due_on(report), day), 0) if is_late(report, day) else 0


def public_shape(report, day) -> str:
    return LATE_SHAPE if is_late(report, day) and report.state in OPEN else PUBLIC_SHAPES[State(report.state)]


def holder_name(report) -> str:
    """Who has it, as a sentence begins: « Phare Habitat (fictif) », « La Ville »."""
    return partner_name(report.partner) if report.partner_id else _("La Ville")


def partner_name(partner) -> str:
    name = partner.display_name
    if partner.fictional and "(démonstration)" not in name:
        name = _("%(name)s (fictif)") % {"name": name}
    return name[:1].upper() + name[1:]


def sentence(report, day) -> str:
    """The state as one or two sentences, as of `day`. `report.partner` is read: select it."""
    words = {"who": holder_name(report)}
    for name in ("state_since", "acknowledged_at", "resolved_at", "acknowledge_by", "resolve_by", "planned_for"):
        value = getattr(report, name)
        words[name] = _written(value, day) if value else ""
    if is_late(report, day):
        late = days_late(report, day)
        words["due"] = _written(due_on(report), day)
        words["late"] = ngettext("%(count)s jour ouvré de retard", "%(count)s jours ouvrés de retard", late) % {
            "count": late
        }
        if late == 0:  # the weekend that follows the day promised
            words["late"] = _("le délai vient de passer")
        template = _LATE.get(report.state, _LATE_TO_REPAIR)
    else:
        template = _SENTENCES[State(report.state)]
    return str(template) % words


_LATE_TO_REPAIR = gettext_lazy("%(who)s devait réparer au plus tard le %(due)s : %(late)s.")
_LATE = {
    _A.RECEIVED: gettext_lazy("Nous devions dire qui s’en occupe au plus tard le %(due)s : %(late)s."),
    _A.CONTESTED: gettext_lazy(
        "Contesté par les habitants le %(state_since)s. %(who)s devait réparer au plus tard le %(due)s : %(late)s."
    ),
}
_SENTENCES = {
    _A.AWAITING_CONFIRMATION: gettext_lazy("Il attend que la personne confirme son adresse."),
    _A.RECEIVED: gettext_lazy("Reçu. Nous disons qui s’en occupe au plus tard le %(acknowledge_by)s."),
    _A.ACKNOWLEDGED: gettext_lazy(
        "%(who)s s’en occupe depuis le %(acknowledged_at)s. Réparation au plus tard le %(resolve_by)s."
    ),
    _A.PLANNED: gettext_lazy(
        "%(who)s s’en occupe depuis le %(acknowledged_at)s, réparation prévue le %(planned_for)s."
    ),
    _A.IN_PROGRESS: gettext_lazy("%(who)s intervient depuis le %(state_since)s."),
    _A.RESOLVED: gettext_lazy(
        "%(who)s dit avoir réparé le %(resolved_at)s. Les habitants ne l’ont pas encore confirmé."
    ),
    _A.CONFIRMED: gettext_lazy("Confirmé par les habitants le %(state_since)s. %(who)s a réparé le %(resolved_at)s."),
    _A.CONTESTED: gettext_lazy(
        "Contesté par les habitants le %(state_since)s. %(who)s dit avoir réparé le %(resolved_at)s."
    ),
    _A.REOPENED: gettext_lazy("%(who)s s’en occupe à nouveau depuis le %(state_since)s."),
    _A.CLOSED_UNVERIFIED: gettext_lazy("%(who)s dit avoir réparé le %(resolved_at)s. Les habitants n’ont pas répondu."),
    _A.REFUSED: gettext_lazy("%(who)s n’y donne pas suite, et dit pourquoi."),
    _A.DUPLICATE: gettext_lazy("Déjà signalé : le problème est suivi dans un autre signalement."),
}


def _written(value, day) -> str:
    """Day and month; the year only when it is another one."""
    when = dates.local_day(value)
    return dates.day(when, year=when.year != day.year)
