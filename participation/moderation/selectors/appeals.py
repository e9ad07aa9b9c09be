"""Whether a refusal may still be contested, and who would decide."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.enums import Role
from participation.accounts.models import RoleGrant, User
from participation.base.calendar import today
from participation.moderation import registry, rules
from participation.moderation.configuration import moderation_settings
from participation.moderation.enums import CaseState, Decision
from participation.moderation.workflow import REFUSALS


def appeal_refusal(case, at=None) -> str:
    """Why one may not, or no longer, contest; empty where one may."""
    at = at or timezone.now()
    if case.state == CaseState.APPEALED:
        return _("Ce refus est déjà contesté. Une autre personne va le relire.")
    if case.state != CaseState.CLOSED or case.decision not in REFUSALS or case.applied_at is None:
        return _("Il n’y a pas de refus à contester : ce message n’est pas refusé.")
    if case.appeals.filter(at__gte=case.applied_at).exists():
        return _("Ce refus a déjà été contesté et relu. La décision est définitive.")
    if at > case.applied_at + timedelta(days=moderation_settings().appeal_days):
        return _("Le délai pour contester ce refus est passé.")
    return ""


def others_decide(case) -> bool:
    """Whether somebody else than who refused, and than the author, may decide."""
    kind = registry.kind(case.kind)
    if case.audience:
        if kind.readers is None:
            return True
        people = kind.readers(case)
    else:
        people = _moderators(case)
    people = people.filter(is_active=True).exclude(pk=case.decided_by_id)
    return any(not rules.is_own(person, case) for person in people[:3])


def _moderators(case):
    """Whose grants of today cover the commune of the case."""
    roles = rules.READ_SEALED if case.decision == Decision.SEAL else rules.MODERATE
    where = Q(commune=None, partner=None)
    if case.commune_id is not None:
        where |= Q(commune=case.commune_id)
    day = today()
    grants = RoleGrant.objects.filter(where, role__in=roles)
    holders = {grant.user_id for grant in grants if grant.in_force(day)}
    found = Q(pk__in=holders)
    if Role.ADMINISTRATOR in roles:
        found |= Q(is_superuser=True)
    return User.objects.filter(found)
