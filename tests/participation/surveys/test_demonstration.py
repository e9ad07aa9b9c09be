"""The three invented surveys tell the story that the news tell."""

from participation.base.calendar import today
from participation.surveys.models import AnswerSheet, Participation, Survey
from participation.surveys.selectors import open_surveys, results
from portal.demo.models import DemoLoad


def test_canto_perdrix_is_decided(demo_db, client):
    survey = Survey.objects.get(slug="eclairage-du-soir-canto-perdrix")
    found = results(survey, today())
    assert found.n == 184
    assert not any(question.hides or question.too_few for question in found.questions)
    page = (
        client.get(survey.get_absolute_url() + "resultats/")
        .content.decode()
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
    )
    assert "184 personnes ont répondu" in page
    assert "52 %" in page
    assert "Il manque deux mâts" in page


def test_boudeme_is_open_for_another_week(demo_db):
    (survey,) = open_surveys(DemoLoad.objects.get().day)
    assert survey.slug == "eclairage-du-soir-boudeme"
    assert 6 <= (survey.closes_on - DemoLoad.objects.get().day).days <= 10
    assert AnswerSheet.objects.filter(survey=survey).count() == 37
    assert not Participation.objects.filter(survey=survey, user__isnull=False).exists()


def test_a_year_ago_is_purged_and_answered(demo_db):
    survey = Survey.objects.get(slug="entretien-notre-dame-des-marins")
    assert not survey.participations.exists()
    assert survey.outcome
    assert results(survey, today()).n == 212
