"""What is told of a survey: that one can answer, once, and what was decided, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.base.calendar import today
from participation.notifications.enums import Delivery
from participation.notifications.models import Event
from participation.notifications.services import follow
from participation.surveys.models import Question, Survey
from participation.surveys.services import record_outcome, save_survey, submit_answers, tell_opened
from tests.factories.accounts import UserFactory
from tests.factories.notifications import RecipientFactory
from tests.factories.surveys import SurveyFactory
from tests.factories.territory import CommuneFactory, QuartierFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def published(survey, **values):
    """As the editors do: drafted, then published."""
    for name, value in {"published": True, **values}.items():
        setattr(survey, name, value)
    return save_survey(survey=survey, by=None)


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def topics_of(event) -> set:
    return set(event.topics.values_list("kind", "key"))


class TestOpened:
    def test_published_on_a_day_it_is_open_it_is_told_at_once_and_once(self):
        quartier = QuartierFactory()
        survey = SurveyFactory(published=False, quartiers=[quartier], commune=quartier.commune)
        published(survey)
        event = Event.objects.get()
        assert (event.kind, event.key) == ("surveys/opened", f"survey-{survey.pk}-opened")
        assert topics_of(event) == {("enquete", survey.slug), ("quartier", quartier.slug)}
        assert (event.quartier, event.url) == (quartier, survey.get_absolute_url())
        published(survey, published=False)
        published(survey)
        published(survey, title="Autrement dit")
        assert kinds() == ["surveys/opened"]

    def test_published_early_it_is_told_on_its_first_day(self):
        survey = published(SurveyFactory(published=False, coming=True))
        assert tell_opened() == 0 and kinds() == []
        first = timezone.now() + 3 * DAY
        assert (tell_opened(first), tell_opened(first), tell_opened(first + DAY)) == (1, 1, 1)
        assert kinds() == ["surveys/opened"]
        assert Event.objects.get().at == first and Event.objects.get().words["title"] == survey.title

    @pytest.mark.parametrize(("days", "told"), [(6, 1), (7, 0)])
    def test_a_worker_that_was_away_makes_up_for_a_week(self, days, told):
        SurveyFactory(opens_on=today() - timedelta(days=days))
        assert tell_opened() == len(kinds()) == told

    def test_a_draft_and_a_closed_one_are_told_to_nobody(self):
        SurveyFactory(published=False, opens_on=today())
        published(SurveyFactory(published=False, closed=True))
        tell_opened()
        assert kinds() == []

    def test_without_quartiers_it_asks_those_of_its_commune_or_all(self):
        here = CommuneFactory()
        ours = {QuartierFactory(commune=here).slug for _each in range(2)}
        theirs = QuartierFactory().slug
        published(SurveyFactory(published=False, commune=here))
        published(SurveyFactory(published=False))
        asked = [
            {key for kind, key in topics_of(event) if kind == "quartier"} for event in Event.objects.order_by("pk")
        ]
        assert asked == [ours, {*ours, theirs}]

    def test_it_reaches_a_neighbour(self, outbox):
        quartier, neighbour = QuartierFactory(), RecipientFactory()
        follow(recipient=neighbour, kind="quartier", key=quartier.slug, delivery=Delivery.NOW, confirmed=True)
        survey = published(SurveyFactory(published=False, quartiers=[quartier], title="Les parcs"))
        mail = outbox.last(to=neighbour.email)
        assert mail.subject.replace("\xa0", " ") == "Votre avis : Les parcs"
        assert f"/enquetes/{survey.slug}/" in mail.text


class TestDecided:
    def test_what_is_decided_is_told_once(self):
        survey = SurveyFactory(closed=True)
        record_outcome(survey=survey, by=None, text="Le passage est éclairé.", on=today())
        record_outcome(survey=survey, by=None, text="Le passage sera éclairé.", on=today())
        event = Event.objects.get()
        assert (event.kind, event.words["outcome"]) == ("surveys/results", "Le passage est éclairé.")

    def test_a_long_one_is_cut(self):
        record_outcome(survey=SurveyFactory(closed=True), by=None, text="mot " * 900, on=today())
        assert len(Event.objects.get().words["outcome"]) <= 900

    def test_not_of_a_survey_that_is_not_published(self):
        record_outcome(survey=SurveyFactory(closed=True, published=False), by=None, text="Rien.", on=today())
        assert kinds() == []


def test_nothing_says_that_somebody_answered():
    survey, user = SurveyFactory(), UserFactory()
    question = Question.objects.filter(survey=survey, kind="single").get()
    submit_answers(survey=survey, answers={question.pk: question.choices.first().pk}, user=user)
    assert not Event.objects.exists()
    assert Survey.objects.get().participations.count() == 1
