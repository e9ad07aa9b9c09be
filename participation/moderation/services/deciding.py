"""A moderator decides; for some seconds it can be undone; then it takes effect (`applying`)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.turns import in_turn
from participation.moderation import selectors
from participation.moderation.configuration import moderation_settings
from participation.moderation.enums import CaseState, Decision, Ground, Verb
from participation.moderation.models import Case
from participation.moderation.services.holding import NOTHING_DECIDED
from participation.moderation.services.steps import check_not_own, kind_of, move, note, role_of
from participation.moderation.validators import REASON_LENGTH, TEXT_LENGTH, tidy_text, validate_length
from participation.moderation.workflow import REFUSALS, VERBS, IllegalTransition, Stale


class TooLate(IllegalTransition):
    """The decision took effect already."""


def decide(*, case, by, decision, version, ground="", reason="", text=None, at=None) -> Case:
    """Takes effect in `undo_seconds`. `version` is that of the case as it was shown.

    `ground`: for a refusal or a seal, the rule of the charter. `text`: for EDIT, what is published instead.
    Raises Stale when somebody else did something meanwhile, IllegalTransition, ValidationError.
    """
    at = at or timezone.now()
    values = _checked(case, decision, ground, reason, text)
    check_not_own(case, by)
    wait = timedelta(seconds=moderation_settings().undo_seconds)
    with in_turn(), transaction.atomic():
        case = move(
            case,
            version,
            [CaseState.WAITING],
            state=CaseState.DECIDED,
            decided_by=by,
            decided_at=at,
            apply_at=at + wait,
            applied_at=None,
            reader=None,
            reader_at=None,
            **values,
        )
        note(case, VERBS[Decision(decision)], by, at, ground=values["ground"])
    return case


def decide_many(*, cases, by, decision, ground="", reason="", at=None) -> tuple[int, list[Case]]:
    """The same decision for several (pk, version) pairs. Returns how many were decided, and the cases that were not:
    somebody else did something meanwhile, or they are one's own. Raises ValidationError as `decide`, before any."""
    done, stale = 0, []
    found = {case.pk: case for case in Case.objects.filter(pk__in=[pk for pk, _version in cases])}
    if decision == Decision.EDIT:
        raise ValidationError(_("Chaque texte se corrige à part."))
    for pk, version in cases:
        if pk not in found:
            continue
        try:
            decide(case=found[pk], by=by, decision=decision, version=version, ground=ground, reason=reason, at=at)
            done += 1
        except IllegalTransition as error:
            stale.append(getattr(error, "case", None) or found[pk])
    return done, stale


def undo(*, case, by, version, at=None) -> Case:
    """As if nothing was decided; only by who decided, before it took effect. Raises TooLate, Stale."""
    at = at or timezone.now()
    with in_turn(), transaction.atomic():
        mine = Case.objects.filter(pk=case.pk, version=version, state=CaseState.DECIDED, decided_by=by, apply_at__gt=at)
        if not mine.update(state=CaseState.WAITING, version=F("version") + 1, **NOTHING_DECIDED):
            raise _not_undone(Case.objects.select_related("decided_by", "commune").get(pk=case.pk), by, at)
        case = Case.objects.get(pk=case.pk)
        note(case, Verb.UNDONE, by, at)
    return case


def _not_undone(case, by, at):
    if case.state == CaseState.DECIDED and case.decided_by_id != by.pk:
        return Stale(_("Seule la personne qui a décidé peut annuler."), case, role_of(case.decided_by, case))
    if case.decision and (case.state != CaseState.DECIDED or case.apply_at <= at):
        return TooLate(_("C’est trop tard : la décision a pris effet."))
    return Stale(_("Ce message a changé depuis que vous l’avez ouvert. Il n’y a rien à annuler."), case)


def open_case(*, case, by, at=None):
    """Somebody looks at it. Returns the Presence of who else has had it open lately, None when
    nobody. Not a change: the version stays."""
    at = at or timezone.now()
    case = Case.objects.select_related("reader").get(pk=case.pk)
    other = selectors.presence(case, by, at)
    if other is None:
        Case.objects.filter(pk=case.pk).update(reader=by, reader_at=at)
    return other


def _checked(case, decision, ground, reason, text):
    if decision not in Decision.values:
        raise ValidationError(_("Choisissez une décision."))
    ground, reason = ground or "", tidy_text(reason)
    if decision in REFUSALS:
        if ground not in Ground.values:
            raise ValidationError({"ground": _("Dites quelle règle de la charte n’est pas respectée.")})
        validate_length(reason, REASON_LENGTH)
    else:
        ground, reason = "", ""
    if decision == Decision.SEAL and kind_of(case).erase is None:
        raise IllegalTransition(_("Ce genre de message ne peut pas être mis sous scellé."))
    edited = tidy_text(text or "") if decision == Decision.EDIT else ""
    if decision == Decision.EDIT:
        if not any(one.isalnum() for one in edited):
            raise ValidationError({"text": _("Écrivez le texte à publier.")})
        validate_length(edited, TEXT_LENGTH)
    return {"decision": decision, "ground": ground, "reason": reason, "edited_text": edited}
