"""Writes on the facts of a convention. Each is one transaction, one line of history and a public write.

Who may call them is decided by the caller (a rule); `role` is the role in which `actor` acted, kept in the history.
"""

from datetime import date
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import following_events
from cms.enums import FactState, FactVerb
from cms.models import BudgetLine, BudgetStatement, FactChange, Milestone, Theme
from cms.models.facts import Fact
from cms.workflow import check_transition
from participation.base import cache
from participation.base.calendar import today

# Kept by the fact itself and said by the verb, the actor and the time of the line.
_OUR_OWN = {"id", "state", "proposed_by", "validated_by", "validated_at", "updated_at"}


@transaction.atomic
def save_fact(fact: Fact, *, actor, role: str) -> Fact:
    """Store a fact that is right at once: a new one is validated, a stored one keeps its state.

    Nothing is written, no history and no new version, when no field changed. Raises ValidationError.
    """
    before = _stored(fact)
    if before is None:
        _stamp_validation(fact, actor)
        return _write(fact, FactVerb.CREATED, {}, actor, role)
    changes = _changes(before, fact)
    fact.state, fact.proposed_by_id = before.state, before.proposed_by_id
    fact.validated_by_id, fact.validated_at = before.validated_by_id, before.validated_at
    return _write(fact, FactVerb.CHANGED, changes, actor, role) if changes else fact


@transaction.atomic
def mark_milestone_done(
    milestone: Milestone,
    *,
    done_on: date,
    actor,
    role: str,
    evidence_label: str = "",
    evidence_url: str = "",
    evidence_document=None,
) -> Milestone:
    """A promise is kept. What is given as evidence replaces what was there; what is not given stays.

    Raises ValidationError for a day to come.
    """
    if done_on > today():
        raise ValidationError({"done_on": _("Une étape est tenue aujourd’hui au plus tard, pas demain.")})
    fresh = Milestone.objects.select_for_update().get(pk=milestone.pk)
    fresh.done_on = done_on
    fresh.evidence_label = evidence_label or fresh.evidence_label
    fresh.evidence_url = evidence_url or fresh.evidence_url
    fresh.evidence_document = evidence_document or fresh.evidence_document
    return save_fact(fresh, actor=actor, role=role)


@transaction.atomic
def propose_fact(fact: Fact, *, actor, role: str) -> Fact:
    """Suggest a new fact, or a rejected one again: no page shows it before someone validates it.

    A validated fact cannot be proposed anew: it would leave the pages while it waits. Raises IllegalTransition.
    """
    before = _stored(fact)
    check_transition(before.state if before else None, FactState.PROPOSED)
    fact.state, fact.proposed_by = FactState.PROPOSED, actor
    fact.validated_by, fact.validated_at = None, None
    return _write(fact, FactVerb.PROPOSED, _changes(before, fact) if before else {}, actor, role)


@transaction.atomic
def validate_fact(fact: Fact, *, actor, role: str) -> Fact:
    """A proposal becomes public as it is stored. Raises IllegalTransition for a fact that is not a proposal."""
    return _decide(fact, FactState.VALIDATED, FactVerb.VALIDATED, actor, role)


@transaction.atomic
def reject_fact(fact: Fact, *, actor, role: str) -> Fact:
    """A proposal is set aside, and kept. Raises IllegalTransition for a fact that is not a proposal."""
    return _decide(fact, FactState.REJECTED, FactVerb.REJECTED, actor, role)


@transaction.atomic
def delete_fact(fact: Fact, *, actor, role: str) -> None:
    """Remove a fact and its parts (the lines of a statement, the sub-themes of a theme). The history stays."""
    for part in _parts(fact):
        _note(part, FactVerb.DELETED, {}, actor, role)
    _note(fact, FactVerb.DELETED, {}, actor, role)
    fact.delete()
    cache.bump()


def page_of(fact: Fact) -> int:
    """The id of the page whose history the fact belongs to: its fiche for a milestone, else its convention."""
    if isinstance(fact, Milestone):
        return fact.project_id
    return fact.statement.page_id if isinstance(fact, BudgetLine) else fact.page_id


def _decide(fact, state, verb, actor, role):
    stored = type(fact).objects.select_for_update().get(pk=fact.pk)
    check_transition(stored.state, state)
    stored.state = state
    if state == FactState.VALIDATED:
        _stamp_validation(stored, actor)
    return _write(stored, verb, {}, actor, role)


def _stamp_validation(fact, actor):
    fact.state, fact.validated_by, fact.validated_at = FactState.VALIDATED, actor, timezone.now()


def _stored(fact):
    return type(fact).objects.select_for_update().filter(pk=fact.pk).first() if fact.pk else None


def _write(fact, verb, changes, actor, role):
    fact.updated_at = timezone.now()
    fact.full_clean()
    fact.save()
    _note(fact, verb, changes, actor, role)
    following_events.fact_written(fact, verb, changes)
    cache.bump()
    return fact


def _note(fact, verb, changes, actor, role):
    FactChange.objects.create(
        content_type=ContentType.objects.get_for_model(fact),
        object_id=fact.pk,
        page_id=page_of(fact),
        verb=verb,
        role=role,
        actor=actor,
        changes=changes,
    )


def _parts(fact):
    if isinstance(fact, BudgetStatement):
        return list(fact.lines.all())
    if isinstance(fact, Theme):
        children = list(fact.children.all())
        return [part for child in children for part in (*_parts(child), child)]
    return []


def _changes(before, after) -> dict:
    """Field names, with both values where they are not free text: « due_on » from one day to another, « title »."""
    changed = {}
    for field in before._meta.concrete_fields:
        old, new = field.value_from_object(before), field.value_from_object(after)
        if field.name not in _OUR_OWN and old != new:
            changed[field.name] = {} if _is_text(field) else {"from": _plain(old), "to": _plain(new)}
    return changed


def _is_text(field) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def _plain(value):
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
