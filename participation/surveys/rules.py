"""Who may do what with a survey: named predicates."""

from participation.accounts.enums import Role
from participation.accounts.rules import grants_of, has_role
from participation.base.calendar import today
from participation.surveys.workflow import ANSWERS, LIVE_RESULTS, RESULTS

MANAGERS = (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)


def can_read_survey(user, survey) -> bool:
    """Everyone, once it is published; before, it has no public page, for staff neither (they have the admin)."""
    return survey.published


def can_answer_survey(user, survey, day=None) -> bool:
    """Everyone who has an account or an address, whatever their role, while it is open."""
    return can_read_survey(user, survey) and survey.phase(day or today()) in ANSWERS


def can_read_results(user, survey, day=None) -> bool:
    """Everyone after the closing, and before it where the survey shows its results as they come."""
    phases = LIVE_RESULTS if survey.live_results else RESULTS
    return can_read_survey(user, survey) and survey.phase(day or today()) in phases


def can_manage_survey(user, survey) -> bool:
    """Write it, publish it, say what was decided: the coordination and the administration of its commune; where it
    has no commune, those of the whole portal."""
    return can_manage_surveys_of(user, survey.commune_id)


def can_manage_surveys_of(user, commune) -> bool:
    """`commune`: one, or its id; None for surveys of the whole portal."""
    if commune is not None:
        return has_role(user, *MANAGERS, commune=commune)
    if getattr(user, "is_superuser", False) and user.is_active:
        return True
    day = today()
    return any(
        grant.role in MANAGERS and grant.in_force(day) and grant.commune_id is None and grant.partner_id is None
        for grant in grants_of(user)
    )


def can_read_free_answers(user, survey) -> bool:
    """The service that asks: whoever may write the survey. Nobody sees who wrote an answer."""
    return can_manage_survey(user, survey)


def can_enter_surveys(user) -> bool:
    """The list of surveys in the admin, and the desk's reminders: those who manage surveys somewhere."""
    return has_role(user, *MANAGERS)


def acting_role(user, commune) -> str:
    """Under which of their roles this person writes: what a line of history keeps."""
    return next((role for role in reversed(MANAGERS) if has_role(user, role, commune=commune)), "")
