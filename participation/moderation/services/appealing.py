"""The author contests a refusal; somebody else looks again."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.links.signing import make_link
from participation.base.mail.services import queue_mail
from participation.base.turns import in_turn
from participation.moderation import delays, selectors
from participation.moderation.configuration import moderation_settings
from participation.moderation.emails import letter_context
from participation.moderation.enums import CaseState, Decision, Ground, Verb
from participation.moderation.models import Appeal, Case
from participation.moderation.services.steps import check_not_own, kind_of, note, tell
from participation.moderation.validators import APPEAL_LENGTH, tidy_text, validate_length
from participation.moderation.workflow import IllegalTransition

OUTSIDE = "moderation-outside"


def appeal(*, case, text, at=None) -> Appeal:
    """Once per refusal, within the days of the settings. It goes to another moderator or, where there is none, to the
    contact outside the service, by mail. Raises IllegalTransition, ValidationError."""
    at, text = at or timezone.now(), tidy_text(text)
    validate_length(text, APPEAL_LENGTH)
    if not any(one.isalnum() for one in text):
        raise ValidationError({"text": _("Dites en quelques mots pourquoi vous contestez.")})
    with in_turn(), transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("commune").get(pk=case.pk)
        refusal = selectors.appeal_refusal(case, at)
        if refusal:
            raise IllegalTransition(refusal)
        outside = not selectors.others_decide(case) and bool(moderation_settings().outside_email)
        moved = Case.objects.filter(pk=case.pk, state=CaseState.CLOSED, version=case.version)
        if not moved.update(state=CaseState.APPEALED, version=F("version") + 1):
            raise IllegalTransition(_("Ce refus est déjà contesté."))
        made = Appeal.objects.create(case=case, text=text, at=at, not_by=case.decided_by, outside=outside)
        case.refresh_from_db()
        note(case, Verb.APPEALED, None, at, ground=case.ground)
        if outside:
            _ask_outside(case, made)
    return made


def decide_appeal(*, appeal, by=None, outside=False, upheld: bool, at=None) -> Appeal:
    """`upheld`: the refusal stands; else the thing appears. Takes effect at once, the author is told.

    `by` is never who refused, nor the author; `outside`: the contact outside the service, through the link.
    Raises IllegalTransition.
    """
    at = at or timezone.now()
    with in_turn(), transaction.atomic():
        waiting = Appeal.objects.filter(pk=appeal.pk, decided_at__isnull=True)
        if not waiting.update(decided_at=at, upheld=upheld):
            raise IllegalTransition(_("Cette contestation est déjà décidée."))
        appeal = Appeal.objects.select_related("case__commune").get(pk=appeal.pk)
        case = appeal.case
        _check_judge(appeal, case, by, outside)
        values = {"state": CaseState.CLOSED, "version": F("version") + 1}
        if not upheld:
            values |= {"decision": Decision.PUBLISH, "ground": "", "reason": "", "applied_at": at}
        sealed = getattr(case, "sealed", None) if case.decision == Decision.SEAL else None
        ground = case.ground
        Case.objects.filter(pk=case.pk).update(**values)
        case.refresh_from_db()
        note(case, Verb.UPHELD if upheld else Verb.REVERSED, by, at, ground=ground)
        if not upheld:
            kind_of(case).publish(case.key, by, at, sealed.text if sealed is not None else None)
            if sealed is not None:
                sealed.delete()
        _tell_outcome(case, upheld, ground)
    return appeal


def take_back(now=None) -> int:
    """The link of the contact outside is no longer valid and nothing is decided: it waits in the queue for whoever
    moderates next. Returns how many."""
    limit = (now or timezone.now()) - delays.outside_within()
    return Appeal.objects.filter(outside=True, decided_at__isnull=True, at__lt=limit).update(outside=False)


def _check_judge(appeal, case, by, outside):
    if case.state != CaseState.APPEALED:
        raise IllegalTransition(_("Cette contestation est déjà décidée."))
    if outside:
        if not appeal.outside:
            raise IllegalTransition(_("Cette contestation n’est pas confiée au contact extérieur."))
        return
    if by is None or by.pk in (appeal.not_by_id, case.decided_by_id):
        raise IllegalTransition(_("C’est vous qui avez refusé ce message : quelqu’un d’autre décide."))
    check_not_own(case, by)


def _tell_outcome(case, upheld, ground):
    label = Ground(ground).label if ground else ""
    tell(case, "upheld" if upheld else "reversed", {"ground": label})


def _ask_outside(case, made):
    settings = moderation_settings()
    within = delays.outside_within()
    link = make_link(OUTSIDE, {"appeal": made.pk}, path_name="moderation:outside", max_age=timedelta(days=within.days))
    values = {"ground": Ground(case.ground).label, "days": within.days, "name": settings.outside_name}
    queue_mail(
        key=f"moderation-outside-{made.pk}",
        to=settings.outside_email,
        template="moderation/letter",
        context=letter_context("outside", values, link),
    )
