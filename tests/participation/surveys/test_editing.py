from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from participation.accounts.enums import Role
from participation.base import cache
from participation.base.calendar import today
from participation.surveys import services
from participation.surveys.enums import SurveyVerb
from participation.surveys.models import AnswerSheet, Question, Survey, SurveyEvent
from tests.factories.accounts import staff_with
from tests.factories.surveys import SurveyFactory, sheets


@pytest.fixture
def coordinator(db):
    return staff_with(Role.GUSP_COORDINATOR)


def draft(**values):
    return Survey(
        **{
            "title": "Les bancs",
            "slug": "les-bancs",
            "intro": "Où les voulez-vous ?",
            "asked_by": "La Ville",
            "use": "On les pose en mai.",
            "opens_on": today(),
            "closes_on": today() + timedelta(days=10),
            **values,
        }
    )


def asked(text="Où ?", labels=("Là", "Ici"), **values):
    return Question(text=text, **values), labels


def verbs(survey):
    return list(survey.events.order_by("pk").values_list("verb", flat=True))


class TestSaving:
    def test_a_draft_then_published(self, coordinator, client):
        survey = services.save_survey(survey=draft(), by=coordinator, questions=[asked()])
        assert client.get("/enquetes/les-bancs/").status_code == 404
        survey.published = True
        services.save_survey(survey=survey, by=coordinator)
        assert client.get("/enquetes/les-bancs/").status_code == 200
        assert verbs(survey) == [SurveyVerb.CREATED, SurveyVerb.PUBLISHED]
        assert set(SurveyEvent.objects.values_list("actor", "role")) == {(coordinator.pk, Role.GUSP_COORDINATOR)}

    def test_withdrawn(self, survey, coordinator, client):
        survey.published = False
        services.save_survey(survey=survey, by=coordinator)
        assert client.get(survey.get_absolute_url()).status_code == 404
        assert verbs(survey) == [SurveyVerb.WITHDRAWN]

    def test_the_outcome_stands_above_the_results(self, coordinator, client):
        survey = SurveyFactory(closed=True)
        services.record_outcome(survey=survey, by=coordinator, text="Trois passages d’abord.", on=today())
        assert verbs(survey) == [SurveyVerb.OUTCOME]
        page = client.get(survey.get_absolute_url() + "resultats/").content.decode()
        assert page.index("Trois passages d’abord.") < page.index("Ce que vous avez répondu")

    def test_an_outcome_has_its_day(self, survey, coordinator):
        survey.outcome = "Décidé."
        with pytest.raises(ValidationError, match="un texte et une date"):
            services.save_survey(survey=survey, by=coordinator)

    def test_the_closing_follows_the_opening(self, coordinator):
        with pytest.raises(ValidationError, match="précède"):
            services.save_survey(survey=draft(closes_on=today() - timedelta(days=1)), by=coordinator)

    def test_not_published_without_a_question(self, coordinator):
        with pytest.raises(ValidationError, match="au moins une question"):
            services.save_survey(survey=draft(published=True), by=coordinator)
        with pytest.raises(ValidationError, match="au moins une question"):
            services.save_survey(survey=draft(published=True), by=coordinator, questions=[])
        assert not Survey.objects.exists()

    def test_a_public_address_stays(self, survey, coordinator):
        survey.slug = "une-autre"
        with pytest.raises(ValidationError, match="ne change plus"):
            services.save_survey(survey=survey, by=coordinator)

    def test_cached_pages_give_way(self, survey, coordinator, django_capture_on_commit_callbacks):
        before = cache.version()
        with django_capture_on_commit_callbacks(execute=True):
            services.save_survey(survey=survey, by=coordinator)
        assert cache.version() != before

    def test_history_is_written_once(self, survey, coordinator):
        services.save_survey(survey=survey, by=coordinator)
        event = survey.events.get()
        assert event.verb == SurveyVerb.CHANGED
        with pytest.raises(TypeError):
            event.save()


class TestQuestions:
    def test_in_the_order_given(self, coordinator):
        survey = services.save_survey(
            survey=draft(), by=coordinator, questions=[asked("Un"), asked("Deux", ["A", " A ", "", "B  b"])]
        )
        assert [question.text for question in survey.questions.all()] == ["Un", "Deux"]
        assert [choice.label for choice in survey.questions.last().choices.all()] == ["A", "B b"]

    def test_replaced(self, survey, coordinator):
        kept = survey.questions.get(kind="text")
        services.write_questions(survey=survey, questions=[(kept, ()), asked("Nouvelle")], by=coordinator)
        assert [question.text for question in survey.questions.all()] == [kept.text, "Nouvelle"]

    @pytest.mark.parametrize("labels", [[], ["Un seul"], ["Deux fois", "Deux fois"], [str(n) for n in range(13)]])
    def test_from_two_to_twelve_choices(self, survey, coordinator, labels):
        with pytest.raises(ValidationError, match="de 2 à 12"):
            services.write_questions(survey=survey, questions=[asked(labels=labels)], by=coordinator)

    def test_a_choice_that_is_too_long(self, survey, coordinator):
        with pytest.raises(ValidationError, match="120"):
            services.write_questions(survey=survey, questions=[asked(labels=["x" * 121, "y"])], by=coordinator)

    def test_a_scale_says_its_ends(self, survey, coordinator):
        with pytest.raises(ValidationError, match="1 et le 5"):
            services.write_questions(survey=survey, questions=[asked(kind="scale")], by=coordinator)

    def test_once_answered_they_do_not_change(self, survey, coordinator):
        AnswerSheet.objects.create(survey=survey)
        with pytest.raises(services.QuestionsLocked, match="ne changent plus"):
            services.write_questions(survey=survey, questions=[asked()], by=coordinator)
        assert survey.questions.count() == 3

    @pytest.mark.parametrize(
        ("name", "value"), [("text", "Autre"), ("required", False), ("help_text", "Vraiment ?"), ("kind", "text")]
    )
    def test_not_even_a_word_of_them(self, survey, coordinator, name, value):
        AnswerSheet.objects.create(survey=survey)
        questions = [
            (question, [choice.label for choice in question.choices.all()]) for question in survey.questions.all()
        ]
        services.write_questions(survey=survey, questions=questions, by=coordinator)
        setattr(questions[0][0], name, value)
        with pytest.raises(services.QuestionsLocked):
            services.write_questions(survey=survey, questions=questions, by=coordinator)

    def test_nor_what_was_offered(self, survey, coordinator):
        sheets(survey, 1)
        questions = [
            (question, [choice.label for choice in question.choices.all()]) for question in survey.questions.all()
        ]
        questions[0] = (questions[0][0], ["Oui", "Peut-être"])
        with pytest.raises(services.QuestionsLocked):
            services.write_questions(survey=survey, questions=questions, by=coordinator)


class TestDeleting:
    def test_one_nobody_answered(self, survey, coordinator, client):
        services.delete_survey(survey=survey, by=coordinator)
        assert client.get("/enquetes/eclairage/").status_code == 404

    def test_not_what_people_gave(self, survey, coordinator):
        sheets(survey, 1)
        with pytest.raises(services.QuestionsLocked, match="se retire du site"):
            services.delete_survey(survey=survey, by=coordinator)
        assert Survey.objects.get() == survey
