"""Who may do what with a report."""

from participation.accounts.enums import Role
from participation.accounts.rules import grants_of, has_role
from participation.base.calendar import today
from participation.reports.enums import EventRole, State, Verb, Visibility
from participation.reports.workflow import possible_verbs

# Those of the commune who handle reports, the nearest to the ground first: as whom one acts.
CITY_ROLES = (Role.FIELD_AGENT, Role.NEIGHBOURHOOD_OFFICER, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)


def is_public(report) -> bool:
    return report.visibility == Visibility.PUBLIC


def can_read_report(user, report) -> bool:
    """The public part of a public report: everyone; any other: those who handle it, and its own reporter."""
    return is_public(report) or can_handle_report(user, report) or is_reporter(user, report)


def is_reporter(user, report) -> bool:
    if not getattr(user, "is_authenticated", False):
        return False
    contact = getattr(report, "contact", None)
    return contact is not None and contact.user_id == user.pk


def can_handle_report(user, report) -> bool:
    """Agents of its commune; of the partners, the agents of the one that has it. Not before it is received."""
    if report.state == State.AWAITING_CONFIRMATION:
        return False
    return _acts_for_city(user, report) or _acts_for_holder(user, report)


def can_publish_report(user, report) -> bool:
    """Reading what residents wrote before everyone does is the commune's work, not the partner's."""
    return report.state != State.AWAITING_CONFIRMATION and _acts_for_city(user, report)


_OF_AGENTS = frozenset({Verb.ACKNOWLEDGE, Verb.PLAN, Verb.START, Verb.RESOLVE, Verb.REFUSE})
_OF_REPORTER = frozenset({Verb.CONFIRM_REPAIR, Verb.CONTEST_REPAIR})


def can_do(user, report, verb) -> bool:
    """Whether this person may do this to this report in the state it is in: what a page offers as buttons."""
    if verb == Verb.PUBLISH:
        unread = not (report.text_published or report.text_withheld)
        return report.wants_public and unread and can_publish_report(user, report)
    if verb == Verb.HIDE:
        return is_public(report) and can_publish_report(user, report)
    if verb not in possible_verbs(report.state):
        return False
    if verb in _OF_AGENTS:
        return can_handle_report(user, report)
    return verb in _OF_REPORTER and is_reporter(user, report)


def can_enter_report_desk(user) -> bool:
    return has_role(user, *CITY_ROLES, Role.PARTNER_AGENT)


def acting_role(user, report) -> EventRole:
    """As whom this person acts on this report; nobody is the portal itself."""
    if user is None:
        return EventRole.PORTAL
    for role in CITY_ROLES:
        if has_role(user, role, commune=report.commune_id):
            return EventRole(role.value)
    if _acts_for_holder(user, report):
        return EventRole.PARTNER_AGENT
    return EventRole.REPORTER if is_reporter(user, report) else EventRole.PORTAL


def desk_scope(user, day=None) -> tuple[set | None, set]:
    """Communes and partners whose reports this person handles, by key; None for communes means all of them."""
    day = day or today()
    if getattr(user, "is_superuser", False) and user.is_active:
        return None, set()
    held = [grant for grant in grants_of(user) if grant.in_force(day)]
    city = [grant for grant in held if grant.role in CITY_ROLES]
    partners = {grant.partner_id for grant in held if grant.role == Role.PARTNER_AGENT}
    if any(grant.commune_id is None for grant in city):
        return None, partners
    return {grant.commune_id for grant in city}, partners


def _acts_for_city(user, report) -> bool:
    return has_role(user, *CITY_ROLES, commune=report.commune_id)


def _acts_for_holder(user, report) -> bool:
    return report.partner_id is not None and has_role(user, Role.PARTNER_AGENT, partner=report.partner_id)
