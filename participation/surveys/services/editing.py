from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base import cache
from participation.base.search.services import refresh
from participation.surveys import news, rules
from participation.surveys.enums import QuestionKind, SurveyVerb
from participation.surveys.models import Choice, Question, Survey, SurveyEvent

CHOICES_LEAST, CHOICES_MOST = 2, 12


class QuestionsLocked(Exception):
    """The survey has answers; the message is the sentence to show."""


@transaction.atomic
def save_survey(
    *,
    survey,
    by,
    quartiers: Sequence | None = None,
    questions: Sequence[tuple[Question, Sequence[str]]] | None = None,
    at: datetime | None = None,
) -> Survey:
    """Write a new or changed survey and its history; `quartiers` and `questions` (as in `write_questions`) replace
    those it has, None leaves them.

    `by`: who acts; None stands for the system. Raises ValidationError for a survey that is not valid, for one that is
    published without questions, for an address that changes although it is public; QuestionsLocked.
    """
    former = Survey.objects.select_for_update().filter(pk=survey.pk).first() if survey.pk else None
    survey.full_clean()
    if former is not None and former.published and former.slug != survey.slug:
        raise ValidationError({"slug": _("Cette adresse est publique : elle ne change plus.")})
    survey.save()
    if quartiers is not None:
        survey.quartiers.set(quartiers)
    if questions is not None:
        write_questions(survey=survey, questions=questions, by=by)
    elif survey.published:
        _check_questions(survey)
    verbs = tuple(_verbs(former, survey))
    for verb in verbs:
        _note(survey, verb, by, at)
    if SurveyVerb.PUBLISHED in verbs:
        news.opened(survey, at=at or timezone.now())
    if SurveyVerb.OUTCOME in verbs:
        news.decided(survey, at=at or timezone.now())
    _show(survey)
    return survey


@transaction.atomic
def write_questions(*, survey, questions: Sequence[tuple[Question, Sequence[str]]], by) -> None:
    """Make these the questions of a survey, in this order; with each, the choices offered (for one choice only).

    Raises QuestionsLocked once someone has answered, unless nothing changes: answers would no longer be those of the
    question they were given to. Raises ValidationError for a question that is not valid.
    """
    Survey.objects.select_for_update().get(pk=survey.pk)
    questions = [(question, _labels(question, labels)) for question, labels in questions]
    if survey.sheets.exists():
        if _facts(survey) != [_fact(question, labels) for question, labels in questions]:
            raise QuestionsLocked(
                _("Cette enquête a déjà des réponses : ses questions ne changent plus. Fermez-la, ouvrez-en une autre.")
            )
        return
    survey.questions.exclude(pk__in=[question.pk for question, _labels in questions if question.pk]).delete()
    for order, (question, labels) in enumerate(questions, 1):
        question.survey, question.order = survey, order
        question.full_clean()
        question.save()
        question.choices.all().delete()
        Choice.objects.bulk_create(
            Choice(question=question, order=index, label=label) for index, label in enumerate(labels, 1)
        )
    if survey.published:
        _check_questions(survey)
    _show(survey)


@transaction.atomic
def record_outcome(*, survey, by, text: str, on: date, at: datetime | None = None) -> Survey:
    """Say what was decided, and when; it stands above the results. Raises ValidationError."""
    survey.outcome, survey.outcome_on = text, on
    return save_survey(survey=survey, by=by, at=at)


@transaction.atomic
def delete_survey(*, survey, by) -> None:
    """Remove a survey nobody has answered. Raises QuestionsLocked: what people gave is not thrown away."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.sheets.exists() or survey.participations.exists():
        raise QuestionsLocked(
            _("Des personnes ont répondu à cette enquête : elle se retire du site, elle ne se supprime pas.")
        )
    pk = survey.pk
    survey.published = False
    survey.save(update_fields=["published"])
    _show(survey)
    Survey.objects.filter(pk=pk).delete()


def _check_questions(survey):
    if not survey.questions.exists():
        raise ValidationError({"published": _("Ajoutez au moins une question avant de publier.")})


def check_labels(labels: Sequence[str]) -> list[str]:
    """The choices offered, as they are stored: single spaces, no empty one, none twice. Raises ValidationError."""
    labels = [" ".join(label.split()) for label in labels]
    labels = list(dict.fromkeys(label for label in labels if label))
    if not CHOICES_LEAST <= len(labels) <= CHOICES_MOST:
        raise ValidationError(
            _("Proposez de %(least)d à %(most)d réponses différentes, une par ligne.")
            % {"least": CHOICES_LEAST, "most": CHOICES_MOST}
        )
    length = Choice._meta.get_field("label").max_length
    if any(len(label) > length for label in labels):
        raise ValidationError(_("Une réponse proposée a %(length)d caractères au plus.") % {"length": length})
    return labels


def _labels(question, labels):
    return check_labels(labels) if question.kind == QuestionKind.SINGLE else []


def _facts(survey):
    rows = survey.questions.prefetch_related("choices")
    return [_fact(row, [choice.label for choice in row.choices.all()]) for row in rows]


def _fact(question, labels):
    """What an answer depends on."""
    names = ("pk", "kind", "text", "help_text", "required", "low_label", "high_label")
    return (*[getattr(question, name) for name in names], tuple(labels))


def _verbs(former, survey):
    if former is None:
        yield SurveyVerb.CREATED
    elif former.published and not survey.published:
        yield SurveyVerb.WITHDRAWN
    if survey.published and not (former and former.published):
        yield SurveyVerb.PUBLISHED
    if survey.outcome and survey.outcome != (former.outcome if former else ""):
        yield SurveyVerb.OUTCOME
    if former is not None and former.published == survey.published and former.outcome == survey.outcome:
        yield SurveyVerb.CHANGED


def _note(survey, verb, by, at):
    role = rules.acting_role(by, survey.commune_id) if by is not None else ""
    SurveyEvent.objects.create(survey=survey, verb=verb, role=role, actor=by, at=at or timezone.now())


def _show(survey):
    refresh(survey)
    cache.bump()
