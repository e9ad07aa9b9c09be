from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction

from participation.base.calendar import today
from participation.surveys import services
from participation.surveys.models import Answer, AnswerSheet, Participation, Question
from participation.surveys.workflow import AlreadyAnswered
from tests.factories.accounts import UserFactory
from tests.factories.surveys import SurveyFactory, answers_to


def hashed(survey, address="voisine@exemple.fr"):
    return services.address_hash(survey, address)


class TestOneAnswer:
    def test_who_and_what_are_written_together(self, survey):
        services.submit_answers(survey=survey, answers=answers_to(survey), address_hash=hashed(survey))
        row, sheet = Participation.objects.get(), AnswerSheet.objects.get()
        assert (row.survey, row.user, row.address_hash, row.day) == (survey, None, hashed(survey), today())
        assert sorted((answer.scale, answer.text) for answer in sheet.answers.exclude(choice=None)) == [(None, "")]
        assert sheet.answers.get(question__kind="scale").scale == 4
        assert sheet.answers.get(question__kind="text").text == "Celui de l’école."

    def test_not_without_the_other(self, survey):
        with pytest.raises(ValidationError):
            services.submit_answers(survey=survey, answers={}, address_hash=hashed(survey))
        assert not Participation.objects.exists()
        assert not AnswerSheet.objects.exists()

    def test_an_address_answers_once(self, survey):
        services.submit_answers(survey=survey, answers=answers_to(survey), address_hash=hashed(survey))
        with pytest.raises(AlreadyAnswered, match="déjà répondu"):
            services.submit_answers(
                survey=survey, answers=answers_to(survey, 1), address_hash=hashed(survey, " VOISINE@exemple.fr ")
            )
        assert AnswerSheet.objects.count() == 1

    def test_an_account_answers_once_whatever_its_address(self, survey):
        user = UserFactory()
        services.submit_answers(survey=survey, answers=answers_to(survey), user=user)
        user.email = "autre@exemple.fr"
        user.save()
        with pytest.raises(AlreadyAnswered):
            services.submit_answers(survey=survey, answers=answers_to(survey), user=user)
        assert AnswerSheet.objects.count() == 1

    def test_an_account_and_its_address_are_one(self, survey):
        user = UserFactory(email="voisine@exemple.fr")
        services.submit_answers(survey=survey, answers=answers_to(survey), address_hash=hashed(survey))
        with pytest.raises(AlreadyAnswered):
            services.submit_answers(survey=survey, answers=answers_to(survey), user=user)

    def test_another_survey_is_another_voice(self, survey):
        other = SurveyFactory()
        assert hashed(survey) != hashed(other), "nothing links one address in two surveys"
        services.submit_answers(survey=survey, answers=answers_to(survey), address_hash=hashed(survey))
        services.submit_answers(survey=other, answers=answers_to(other), address_hash=hashed(other))
        assert AnswerSheet.objects.count() == 2

    def test_the_day_and_nothing_finer(self, survey):
        at = datetime.combine(today(), datetime.min.time(), tzinfo=UTC).replace(hour=12)
        services.submit_answers(survey=survey, answers=answers_to(survey), address_hash="a", at=at)
        assert type(Participation.objects.get().day) is type(today())
        assert not any(field.get_internal_type() == "DateTimeField" for field in Participation._meta.fields)


class TestTheDatabase:
    def test_one_address(self, survey):
        Participation.objects.create(survey=survey, address_hash="a", day=today())
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.create(survey=survey, address_hash="a", day=today())

    def test_one_account(self, survey):
        user = UserFactory()
        Participation.objects.create(survey=survey, address_hash="a", user=user, day=today())
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.create(survey=survey, address_hash="b", user=user, day=today())

    def test_everyone_has_a_hash(self, survey):
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.create(survey=survey, address_hash="", day=today())

    @pytest.mark.parametrize("scale", [0, 6])
    def test_marks(self, survey, scale):
        sheet = AnswerSheet.objects.create(survey=survey)
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(sheet=sheet, question=survey.questions.get(kind="scale"), scale=scale)

    def test_one_kind_of_answer(self, survey):
        sheet, question = AnswerSheet.objects.create(survey=survey), survey.questions.get(kind="single")
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(sheet=sheet, question=question, choice=question.choices.first(), text="et encore")

    def test_a_question_once_a_sheet(self, survey):
        sheet, question = AnswerSheet.objects.create(survey=survey), survey.questions.get(kind="scale")
        Answer.objects.create(sheet=sheet, question=question, scale=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(sheet=sheet, question=question, scale=2)

    def test_a_scale_has_its_ends(self, survey):
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.create(survey=survey, kind="scale", text="Combien ?", low_label="peu")


class TestWhatIsAnswered:
    @pytest.mark.parametrize(
        ("kind", "value", "sentence"),
        [
            ("single", 999_999, "Choisissez une des réponses"),
            ("single", None, "Il manque la réponse"),
            ("single", "", "Il manque la réponse"),
            ("scale", 0, "de 1 à 5"),
            ("scale", 6, "de 1 à 5"),
            ("text", "a\x00b", "caractère invisible"),
            ("text", "a\u202eb", "caractère invisible"),
            ("text", "x" * 2001, "trop long"),
        ],
    )
    def test_what_is_not_an_answer_is_refused(self, survey, kind, value, sentence):
        answers = answers_to(survey) | {survey.questions.get(kind=kind).pk: value}
        with pytest.raises(ValidationError, match=sentence):
            services.submit_answers(survey=survey, answers=answers, address_hash="a")
        assert not Participation.objects.exists()

    def test_the_choice_of_another_survey_is_none_of_this_one(self, survey):
        other = answers_to(SurveyFactory())
        question = survey.questions.get(kind="single")
        with pytest.raises(ValidationError):
            services.submit_answers(
                survey=survey, answers={question.pk: min(other.values(), key=str)}, address_hash="a"
            )

    def test_questions_of_another_survey_are_passed_over(self, survey):
        answers = answers_to(SurveyFactory()) | answers_to(survey)
        services.submit_answers(survey=survey, answers=answers, address_hash="a")
        assert set(Answer.objects.values_list("question__survey", flat=True)) == {survey.pk}

    def test_what_is_optional_may_be_left_out(self, survey):
        services.submit_answers(survey=survey, answers=answers_to(survey, scale=None, text=None), address_hash="a")
        assert Answer.objects.count() == 1

    def test_lines_and_any_language(self, survey):
        text = "Première ligne\nДеuxième\r\nثالثًا 💧"
        services.submit_answers(survey=survey, answers=answers_to(survey, text=text), address_hash="a")
        assert Answer.objects.get(question__kind="text").text == text


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_address_are_one_answer():
    survey = SurveyFactory()
    answers, gate, outcomes = answers_to(survey), Barrier(8), []

    def submit():
        try:
            gate.wait()
            services.submit_answers(survey=survey, answers=answers, address_hash="la-meme")
            outcomes.append("taken")
        except AlreadyAnswered:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["taken"]
    assert (Participation.objects.count(), AnswerSheet.objects.count()) == (1, 1)
    assert Answer.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing():
    survey = SurveyFactory()
    answers, gate, failures = answers_to(survey), Barrier(8), []

    def submit(number):
        try:
            gate.wait()
            for turn in range(5):
                services.submit_answers(survey=survey, answers=answers, address_hash=f"{number}-{turn}")
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=submit, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert (Participation.objects.count(), AnswerSheet.objects.count(), Answer.objects.count()) == (40, 40, 120)
