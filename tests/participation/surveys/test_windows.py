"""Before, during and after: days of the portal's time zone, both ends included."""

from datetime import UTC, date, datetime

import pytest

from participation.surveys import services
from participation.surveys.enums import Phase
from participation.surveys.models import AnswerSheet, Participation
from participation.surveys.selectors import open_surveys
from participation.surveys.workflow import IllegalTransition, phase_of
from tests.factories.surveys import SurveyFactory, answers_to

# Paris is one hour ahead of UTC in winter, two in summer; the clocks change on 29 March 2026.
OPENS, CLOSES = date(2026, 3, 20), date(2026, 3, 31)
INSTANTS = [
    (datetime(2026, 3, 19, 22, 59, 59, tzinfo=UTC), Phase.COMING),
    (datetime(2026, 3, 19, 23, 0, 0, tzinfo=UTC), Phase.OPEN),
    (datetime(2026, 3, 25, 12, 0, 0, tzinfo=UTC), Phase.OPEN),
    (datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC), Phase.OPEN),
    (datetime(2026, 3, 31, 22, 0, 0, tzinfo=UTC), Phase.CLOSED),
]


@pytest.fixture
def dated(db):
    return SurveyFactory(opens_on=OPENS, closes_on=CLOSES, slug="datee")


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2026, 3, 19), Phase.COMING),
        (OPENS, Phase.OPEN),
        (CLOSES, Phase.OPEN),
        (date(2026, 4, 1), Phase.CLOSED),
    ],
)
def test_phases(day, phase):
    assert phase_of(OPENS, CLOSES, day) == phase


@pytest.mark.parametrize(("instant", "phase"), INSTANTS)
def test_answers_are_taken_while_it_is_open(dated, instant, phase):
    if phase == Phase.OPEN:
        services.submit_answers(survey=dated, answers=answers_to(dated), address_hash="a", at=instant)
        assert Participation.objects.get().day in (OPENS, date(2026, 3, 25), CLOSES)
    else:
        with pytest.raises(IllegalTransition, match="ouvre le 20" if phase == Phase.COMING else "close depuis le 31"):
            services.submit_answers(survey=dated, answers=answers_to(dated), address_hash="a", at=instant)
        assert not AnswerSheet.objects.exists()


@pytest.mark.parametrize(("instant", "phase"), INSTANTS)
def test_links_are_sent_while_it_is_open(dated, outbox, instant, phase):
    if phase == Phase.OPEN:
        services.send_answer_link(survey=dated, address="a@exemple.fr", at=instant)
        assert len(outbox.all()) == 1
    else:
        with pytest.raises(IllegalTransition):
            services.send_answer_link(survey=dated, address="a@exemple.fr", at=instant)
        assert not outbox.all()


@pytest.mark.parametrize(("instant", "phase"), INSTANTS)
def test_pages_follow_the_clock(dated, client, clock, instant, phase):
    clock(instant)
    page = client.get("/enquetes/datee/").content.decode()
    assert ("Répondre à l’enquête" in page) is (phase == Phase.OPEN)
    answered = client.get("/enquetes/datee/repondre/").content.decode()
    assert ("Votre adresse e-mail" in answered) is (phase == Phase.OPEN)
    assert ("n’est pas encore ouverte" in answered) is (phase == Phase.COMING)
    assert ("est close" in answered) is (phase == Phase.CLOSED)
    shown = client.get("/enquetes/datee/resultats/").content.decode()
    assert ("Pas encore de résultats" in shown) is (phase != Phase.CLOSED)
    assert (client.get("/enquetes/datee/resultats.csv").status_code == 404) is (phase != Phase.CLOSED)


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2026, 3, 19), 0), (OPENS, 1), (CLOSES, 1), (date(2026, 4, 1), 0)],
)
def test_open_surveys(dated, day, found):
    assert len(open_surveys(day)) == found
