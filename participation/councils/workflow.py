"""Which state may follow which, as data, and the sentence for whoever tries another."""

from django.utils.translation import gettext_lazy as _

from participation.councils.enums import DecisionState, MeetingState, RequestState

REQUEST = {
    RequestState.WAITING: {RequestState.ACCEPTED, RequestState.DECLINED, RequestState.WITHDRAWN},
    RequestState.ACCEPTED: set(),
    RequestState.DECLINED: set(),
    RequestState.WITHDRAWN: set(),
}
# A planned meeting may be planned anew: that is how it moves.
MEETING = {
    MeetingState.PLANNED: {MeetingState.PLANNED, MeetingState.CANCELLED},
    MeetingState.CANCELLED: set(),
}
DECISION = {
    DecisionState.OPEN: {DecisionState.TAKEN, DecisionState.DONE, DecisionState.REFUSED},
    DecisionState.TAKEN: {DecisionState.DONE, DecisionState.REFUSED},
    DecisionState.DONE: set(),
    DecisionState.REFUSED: set(),
}
SENTENCES = {
    RequestState.ACCEPTED: _("Cette demande est déjà acceptée."),
    RequestState.DECLINED: _("Cette demande a déjà été refusée."),
    RequestState.WITHDRAWN: _("Cette demande a été retirée par la personne qui l’avait faite."),
    MeetingState.CANCELLED: _("Cette réunion est annulée : elle ne change plus. Prévoyez-en une autre."),
    DecisionState.TAKEN: _("Quelqu’un s’occupe déjà de cette décision."),
    DecisionState.DONE: _("Cette décision est déjà faite."),
    DecisionState.REFUSED: _("Cette décision a déjà été refusée."),
}
# The shape of the design system (`data-state`) that shows a decision.
DECISION_SHAPES = {
    DecisionState.OPEN: "recu",
    DecisionState.TAKEN: "pris",
    DecisionState.DONE: "resolu",
    DecisionState.REFUSED: "clos",
}


class IllegalTransition(Exception):
    """Carries a French sentence for the person who tried."""


def check(transitions: dict, before: str, after: str) -> None:
    """Raises IllegalTransition unless `after` may follow `before`."""
    if after not in transitions[before]:
        raise IllegalTransition(str(SENTENCES.get(before, _("Ce changement n’est pas possible."))))
