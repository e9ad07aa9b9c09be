"""Surveys with one question of each kind, and people's answers to them."""

from datetime import timedelta

import factory

from participation.base.calendar import today
from participation.surveys import models
from participation.surveys.enums import QuestionKind
from participation.surveys.services import address_hash


class SurveyFactory(factory.django.DjangoModelFactory):
    """Published and open; `coming=True`, `closed=True` for the others; `questions=False` for one without questions."""

    class Meta:
        model = models.Survey
        skip_postgeneration_save = True

    class Params:
        coming = factory.Trait(
            opens_on=factory.LazyFunction(lambda: today() + timedelta(days=3)),
            closes_on=factory.LazyFunction(lambda: today() + timedelta(days=30)),
        )
        closed = factory.Trait(
            opens_on=factory.LazyFunction(lambda: today() - timedelta(days=30)),
            closes_on=factory.LazyFunction(lambda: today() - timedelta(days=1)),
        )
        decided = factory.Trait(
            opens_on=factory.LazyFunction(lambda: today() - timedelta(days=30)),
            closes_on=factory.LazyFunction(lambda: today() - timedelta(days=10)),
            outcome="Le passage est éclairé en premier.",
            outcome_on=factory.LazyFunction(lambda: today() - timedelta(days=1)),
        )

    title = factory.Sequence(lambda n: f"Enquête {n}")
    slug = factory.Sequence(lambda n: f"enquete-{n}")
    intro = "Nous voulons savoir par où commencer."
    asked_by = "La Ville"
    use = "Le comité de pilotage les lit en juin."
    opens_on = factory.LazyFunction(lambda: today() - timedelta(days=5))
    closes_on = factory.LazyFunction(lambda: today() + timedelta(days=5))
    published = True

    @factory.post_generation
    def questions(survey, create, extracted, **kwargs):
        if create and extracted is not False:
            three_questions(survey)

    @factory.post_generation
    def quartiers(survey, create, extracted, **kwargs):
        if create and extracted:
            survey.quartiers.set(extracted)


def three_questions(survey):
    single = models.Question.objects.create(
        survey=survey, order=1, text="Le soir, rentrez-vous tranquille ?", required=True
    )
    models.Choice.objects.bulk_create(
        models.Choice(question=single, order=order, label=label) for order, label in enumerate(["Oui", "Non"], 1)
    )
    models.Question.objects.create(
        survey=survey,
        order=2,
        kind=QuestionKind.SCALE,
        text="L’éclairage vous convient-il ?",
        low_label="pas du tout",
        high_label="tout à fait",
    )
    models.Question.objects.create(survey=survey, order=3, kind=QuestionKind.TEXT, text="Quel passage en premier ?")


def answers_to(survey, choice=0, scale=4, text="Celui de l’école."):
    """What `submit_answers` takes, for a survey with the three questions."""
    single, marks, free = survey.questions.order_by("order")
    found = {single.pk: single.choices.order_by("order")[choice].pk, marks.pk: scale, free.pk: text}
    return {pk: value for pk, value in found.items() if value is not None}


def sheets(survey, count, choice=0, scale=None, text=""):
    """So many people who all answered alike, without their participations."""
    single, marks, free = survey.questions.order_by("order")
    chosen = single.choices.order_by("order")[choice]
    for _person in range(count):
        sheet = models.AnswerSheet.objects.create(survey=survey)
        models.Answer.objects.create(sheet=sheet, question=single, choice=chosen)
        if scale is not None:
            models.Answer.objects.create(sheet=sheet, question=marks, scale=scale)
        if text:
            models.Answer.objects.create(sheet=sheet, question=free, text=text)


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Participation

    class Params:
        address = factory.Sequence(lambda n: f"habitant-{n}@exemple.fr")

    survey = factory.SubFactory(SurveyFactory)
    address_hash = factory.LazyAttribute(lambda row: address_hash(row.survey, row.address))
    day = factory.LazyFunction(today)
