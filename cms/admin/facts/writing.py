"""From a form to the services of facts: who writes, as what, and whether it is true at once or proposed."""

from cms.admin.rights import acting_role, commune_of_fact
from cms.enums import FactState
from cms.services import facts
from participation.accounts.rules import can_validate_facts


def write(fact, *, user):
    """Store what a form holds. True at once for those who may validate it; for all others a proposal that waits.

    Raises ValidationError.
    """
    commune = commune_of_fact(fact)
    role = acting_role(user, commune)
    rejected = fact.pk is not None and fact.state == FactState.REJECTED
    if rejected or (fact.pk is None and not can_validate_facts(user, commune)):
        return facts.propose_fact(fact, actor=user, role=role)
    return facts.save_fact(fact, actor=user, role=role)


def remove(fact, *, user):
    facts.delete_fact(fact, actor=user, role=acting_role(user, commune_of_fact(fact)))


def decide(fact, *, accept: bool, user):
    """Answer a proposal. Raises IllegalTransition when somebody else already did."""
    service = facts.validate_fact if accept else facts.reject_fact
    return service(fact, actor=user, role=acting_role(user, commune_of_fact(fact)))
