"""Which state a fact may go to, as data."""

from django.utils.translation import gettext_lazy as _

from cms.enums import FactState

TRANSITIONS = {
    None: {FactState.PROPOSED, FactState.VALIDATED},
    FactState.PROPOSED: {FactState.VALIDATED, FactState.REJECTED},
    FactState.VALIDATED: set(),
    FactState.REJECTED: {FactState.PROPOSED},
}
SENTENCES = {
    FactState.VALIDATED: _("Ce fait est déjà validé : il se modifie ou se supprime, il ne se valide pas deux fois."),
    FactState.PROPOSED: _("Cette proposition attend déjà une réponse."),
    FactState.REJECTED: _("Cette proposition a été écartée : elle doit d’abord être proposée à nouveau."),
}


class IllegalTransition(Exception):
    """Carries a sentence for the person who tried."""


def check_transition(before: str | None, after: str) -> None:
    """`before` is None for a fact that is not stored yet. Raises IllegalTransition."""
    if after not in TRANSITIONS[before]:
        raise IllegalTransition(str(SENTENCES.get(before, _("Ce changement n’est pas possible."))))
