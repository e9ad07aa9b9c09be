"""Which state a comment may go to, as data. What holds it is for `participation.moderation`."""

from django.utils.translation import gettext_lazy as _

from participation.comments.enums import State

TRANSITIONS = {
    State.AWAITING_CONFIRMATION: {State.HELD, State.WITHDRAWN},
    State.HELD: {State.PUBLISHED, State.REFUSED, State.WITHDRAWN},
    State.PUBLISHED: {State.HELD, State.REMOVED, State.WITHDRAWN},
    State.REFUSED: {State.PUBLISHED},
    State.REMOVED: {State.PUBLISHED},
    State.WITHDRAWN: set(),
}
# What its author may still say in other words, for a few minutes.
EDITABLE = frozenset({State.AWAITING_CONFIRMATION, State.HELD, State.PUBLISHED})
SENTENCES = {
    State.AWAITING_CONFIRMATION: _("La personne n’a pas encore confirmé son adresse : ce commentaire attend."),
    State.HELD: _("Ce commentaire attend déjà d’être lu."),
    State.PUBLISHED: _("Ce commentaire est déjà publié."),
    State.REFUSED: _("Ce commentaire est déjà refusé."),
    State.REMOVED: _("Ce commentaire est déjà retiré."),
    State.WITHDRAWN: _("La personne qui l’a écrit a supprimé ce commentaire."),
}


class IllegalTransition(Exception):
    """Carries a sentence for the person who tried."""


def check_transition(before: str, after: str) -> None:
    """Raises IllegalTransition."""
    if after not in TRANSITIONS[before]:
        raise IllegalTransition(str(SENTENCES[before]))
