"""What is held about people: declared, taken along, erased, and gone when its time is over."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from participation.accounts.services import erase_account
from participation.base.calendar import today
from participation.base.privacy import persons, purge
from participation.base.privacy.audit import undeclared_fields
from participation.base.privacy.register import entries
from participation.surveys import services
from participation.surveys.models import Answer, AnswerSheet, Participation
from participation.surveys.workflow import AlreadyAnswered
from tests.factories.accounts import UserFactory
from tests.factories.surveys import ParticipationFactory, SurveyFactory, answers_to, sheets

pytestmark = pytest.mark.django_db


def test_every_field_is_decided():
    assert [field for field in undeclared_fields() if field.startswith("surveys.")] == []
    declared = {(entry.model_label, entry.field) for entry in entries()}
    assert {("surveys.Participation", "user"), ("surveys.Participation", "address_hash")} <= declared
    assert ("surveys.Answer", "text") in declared


class TestExport:
    def test_which_surveys_never_the_answers(self, survey):
        user = UserFactory()
        services.submit_answers(survey=survey, answers=answers_to(survey, text="Derrière chez moi"), user=user)
        found = persons.export_person(user)["surveys"]
        assert found["enquêtes"] == [{"enquête": survey.title, "répondu le": today()}]
        assert "sans rien qui dise de qui elles viennent" in found["à savoir"]
        assert "Derrière chez moi" not in str(found)

    def test_nothing_of_who_answered_nothing(self):
        assert "surveys" not in persons.export_person(UserFactory())


class TestErasure:
    def test_closed_ones_go_open_ones_keep_the_hash_alone(self, survey):
        user = UserFactory()
        over = SurveyFactory(closed=True)
        for one in (survey, over):
            ParticipationFactory(survey=one, user=user, address=user.email)
        other = ParticipationFactory(survey=over, user=UserFactory())
        erase_account(user=user)
        assert set(Participation.objects.filter(survey=over)) == {other}
        assert Participation.objects.get(survey=survey).user is None
        user.refresh_from_db()
        assert "surveys" not in persons.export_person(user)

    def test_the_same_address_does_not_answer_again(self, survey):
        user = UserFactory(email="voisine@exemple.fr")
        services.submit_answers(survey=survey, answers=answers_to(survey), user=user)
        erase_account(user=user)
        with pytest.raises(AlreadyAnswered):
            services.submit_answers(
                survey=survey,
                answers=answers_to(survey),
                address_hash=services.address_hash(survey, "voisine@exemple.fr"),
            )

    def test_the_answers_stay_counted(self, survey):
        user = UserFactory()
        services.submit_answers(survey=survey, answers=answers_to(survey), user=user)
        erase_account(user=user)
        assert AnswerSheet.objects.filter(survey=survey).count() == 1


class TestPurge:
    """A survey that closed on 31 March 2026."""

    @pytest.fixture
    def over(self):
        survey = SurveyFactory(opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31))
        ParticipationFactory(survey=survey)
        ParticipationFactory(survey=survey, user=UserFactory())
        sheets(survey, 2, scale=3, text="Ici.")
        return survey

    def run(self, monkeypatch, instant):
        monkeypatch.setattr(timezone, "now", lambda: instant)
        call_command("purge", "--apply", verbosity=0)

    @pytest.mark.parametrize(
        ("instant", "people", "texts"),
        [
            (datetime(2026, 9, 30, 12, tzinfo=UTC), 2, 2),
            (datetime(2026, 10, 1, 12, tzinfo=UTC), 0, 2),
            (datetime(2028, 3, 30, 12, tzinfo=UTC), 0, 2),
            (datetime(2028, 3, 31, 12, tzinfo=UTC), 0, 0),
        ],
    )
    def test_hashes_after_six_months_texts_after_two_years(self, over, monkeypatch, instant, people, texts):
        self.run(monkeypatch, instant)
        assert Participation.objects.count() == people
        assert Answer.objects.free_texts().count() == texts
        assert AnswerSheet.objects.count() == 2
        assert Answer.objects.count() == 6, "what was answered stays counted"

    def test_of_an_open_survey_nothing_goes(self, monkeypatch):
        survey = SurveyFactory(opens_on=date(2020, 1, 1), closes_on=date(2030, 1, 1))
        ParticipationFactory(survey=survey)
        sheets(survey, 1, text="Ici.")
        self.run(monkeypatch, datetime(2029, 12, 31, tzinfo=UTC))
        assert (Participation.objects.count(), Answer.objects.free_texts().count()) == (1, 1)

    def test_it_is_listed_first(self, over):
        listed = {proposal.purge.name: proposal.items for proposal in purge.proposals(datetime(2028, 5, 1, tzinfo=UTC))}
        assert [item.count for item in listed["surveys-participations"]] == [2]
        assert [item.count for item in listed["surveys-free-texts"]] == [2]
        assert Participation.objects.count() == 2
