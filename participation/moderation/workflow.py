"""What may be done to a case in which state, as data; and what is said when it may not."""

from django.utils.translation import gettext_lazy as _

from participation.moderation.enums import CaseState, Decision, Rule, Verb

# What was decided, as the log says it.
VERBS = {
    Decision.PUBLISH: Verb.PUBLISHED,
    Decision.EDIT: Verb.EDITED,
    Decision.REFUSE: Verb.REFUSED,
    Decision.SEAL: Verb.SEALED,
}
REFUSALS = (Decision.REFUSE, Decision.SEAL)
OPEN = (CaseState.WAITING, CaseState.APPEALED)
SENTENCES = {
    CaseState.WAITING: _("Ce message est à lire : rien n’est décidé."),
    CaseState.DECIDED: _("Une décision est déjà prise, elle va prendre effet."),
    CaseState.CLOSED: _("Ce message est déjà réglé."),
    CaseState.APPEALED: _("Ce refus est contesté : il se décide comme une contestation."),
}


class IllegalTransition(Exception):
    """Carries a sentence for the person who tried."""


class Stale(IllegalTransition):
    """Somebody else was faster; the sentence says who did what. `case` is the case as it is now, `role` names who
    decided (by function, empty where nothing is decided)."""

    def __init__(self, sentence, case, role=""):
        super().__init__(sentence)
        self.case, self.role = case, role
        self.decision, self.at = case.decision, case.decided_at


class Banned(Exception):
    """This author may not write until `until`; the sentence says so, and how to contest it."""

    def __init__(self, sentence, until):
        super().__init__(sentence)
        self.until = until


def rank_of(rules) -> int:
    """The gravest of these rules decides how early a case is read."""
    order = list(Rule)
    return max((len(order) - order.index(Rule(rule)) for rule in rules), default=0)


def in_order(rules) -> tuple[Rule, ...]:
    """Gravest first, each once."""
    found = {Rule(rule) for rule in rules}
    return tuple(rule for rule in Rule if rule in found)
