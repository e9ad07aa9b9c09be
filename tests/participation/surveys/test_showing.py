"""Surveys on the desk, in the search and in the schedule."""

from datetime import timedelta

import pytest

from participation.accounts.enums import Role
from participation.base.calendar import today
from participation.base.desk import registry as desk
from participation.base.search.models import SearchEntry
from participation.base.worker import schedule
from participation.surveys import jobs, services
from participation.surveys.showing import desk_items, document
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.surveys import SurveyFactory, sheets
from tests.factories.territory import CommuneFactory, QuartierFactory

pytestmark = pytest.mark.django_db


class TestDesk:
    def test_what_closes_within_a_week_and_what_waits_for_its_outcome(self):
        user = staff_with(Role.GUSP_COORDINATOR)
        soon = SurveyFactory(title="Bientôt close", closes_on=today() + timedelta(days=7))
        sheets(soon, 3)
        SurveyFactory(title="Encore longue", closes_on=today() + timedelta(days=8))
        SurveyFactory(
            title="À venir", coming=True, opens_on=today() + timedelta(days=1), closes_on=today() + timedelta(days=2)
        )
        silent = SurveyFactory(title="Sans suite", closed=True)
        SurveyFactory(title="Décidée", decided=True)
        SurveyFactory(title="Brouillon", published=False)
        closing, waiting = desk_items(user, today())
        assert (closing.title, closing.due, closing.detail) == ("Bientôt close", soon.closes_on, "3 réponses")
        assert (waiting.title, waiting.action) == ("Sans suite", "Dire ce qui est décidé")
        assert str(silent.pk) in waiting.url

    def test_of_ones_own_commune(self):
        here = CommuneFactory()
        user = staff_with(Role.GUSP_COORDINATOR, commune=here)
        SurveyFactory(title="Ici", commune=here)
        SurveyFactory(title="Ailleurs", commune=CommuneFactory())
        SurveyFactory(title="Partout")
        assert [item.title for item in desk_items(user, today())] == ["Ici"]

    def test_registered_for_those_who_manage_surveys(self):
        SurveyFactory(title="Bientôt close")
        titles = [item.title for item in desk.items_for(staff_with(Role.GUSP_COORDINATOR), today())]
        assert "Bientôt close" in titles
        for user in (staff_with(Role.FIELD_AGENT), staff_with(Role.EDITOR), UserFactory()):
            assert "Bientôt close" not in [item.title for item in desk.items_for(user, today())]

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_same_cost(self, count, django_assert_num_queries):
        user = staff_with(Role.GUSP_COORDINATOR)
        for _survey in range(count):
            SurveyFactory(commune=CommuneFactory(code="MAR"))
        desk_items(user, today())
        with django_assert_num_queries(1):
            assert len(desk_items(user, today())) == count


class TestSearch:
    def test_a_public_survey_is_found_a_withdrawn_one_is_not(self):
        survey = SurveyFactory(outcome="Le passage est éclairé.", outcome_on=today())
        services.save_survey(survey=survey, by=None, quartiers=[QuartierFactory(name="Boudème")])
        entry = SearchEntry.objects.get(kind="enquete")
        assert (entry.title, entry.url, entry.place) == (survey.title, survey.get_absolute_url(), "Boudème")
        survey.published = False
        services.save_survey(survey=survey, by=None)
        assert not SearchEntry.objects.filter(kind="enquete").exists()

    def test_questions_are_read_answers_are_not(self, survey):
        sheets(survey, 1, text="Derrière chez moi")
        text = document(survey).text
        assert "Quel passage en premier ?" in text
        assert "Derrière chez moi" not in text

    def test_deleted(self, survey):
        services.save_survey(survey=survey, by=None)
        services.delete_survey(survey=survey, by=None)
        assert not SearchEntry.objects.filter(kind="enquete").exists()


def test_the_night():
    names = {one.name: one for one in schedule.registered()}
    assert names["surveys-mix-answers"].task is jobs.mix_answers
    assert names["surveys-count-live"].task is jobs.count_live
