"""Writing surveys in the Wagtail admin: who may, what is refused in words, what becomes of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from participation.accounts.enums import Role
from participation.base.calendar import today
from participation.surveys.models import Survey
from tests.factories.accounts import staff_with
from tests.factories.surveys import SurveyFactory, sheets
from tests.factories.territory import CommuneFactory, QuartierFactory

pytestmark = pytest.mark.django_db


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def here():
    return CommuneFactory(name="Ici")


@pytest.fixture
def elsewhere():
    return CommuneFactory(name="Ailleurs")


@pytest.fixture
def coordination(here):
    return logged_in(staff_with(Role.GUSP_COORDINATOR, commune=here))


def url(name, *args):
    return reverse(f"surveys_admin:{name}", args=args)


def filled(commune, **changes):
    return {
        "title": "Les bancs de la place",
        "slug": "",
        "intro": "Où les voulez-vous ?",
        "asked_by": "La Ville",
        "use": "On les pose en mai.",
        "commune": commune.pk if commune else "",
        "opens_on": str(today()),
        "closes_on": str(today() + timedelta(days=9)),
        "outcome": "",
        "outcome_on": "",
        "published": "on",
        "lignes-TOTAL_FORMS": "3",
        "lignes-INITIAL_FORMS": "0",
        "lignes-0-order": "2",
        "lignes-0-text": "À quelle hauteur ?",
        "lignes-0-kind": "scale",
        "lignes-0-low_label": "bas",
        "lignes-0-high_label": "haut",
        "lignes-1-order": "1",
        "lignes-1-text": "À l’ombre ?",
        "lignes-1-kind": "single",
        "lignes-1-labels": "Oui\nNon\n",
        "lignes-1-required": "on",
        "lignes-2-order": "0",
        "lignes-2-text": "",
        "lignes-2-kind": "single",
        **changes,
    }


def rows_of(survey, **changes):
    """The form of a survey with its three questions, as the browser sends it back."""
    data = {name: value for name, value in filled(survey.commune).items() if not name.startswith("lignes")}
    data |= {"title": survey.title, "opens_on": str(survey.opens_on), "closes_on": str(survey.closes_on)}
    questions = list(survey.questions.all())
    data |= {"lignes-TOTAL_FORMS": str(len(questions)), "lignes-INITIAL_FORMS": str(len(questions))}
    for index, question in enumerate(questions):
        row = {
            "id": question.pk,
            "order": question.order,
            "text": question.text,
            "kind": question.kind,
            "low_label": question.low_label,
            "high_label": question.high_label,
            "help_text": question.help_text,
            "labels": "\n".join(choice.label for choice in question.choices.all()),
            **({"required": "on"} if question.required else {}),
        }
        data |= {f"lignes-{index}-{name}": value for name, value in row.items()}
    return {**data, **changes}


class TestWho:
    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PARTNER_AGENT,)])
    def test_by_role(self, role):
        survey = SurveyFactory()
        client = logged_in(staff_with(role))
        may = role in (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)
        for address in (url("index"), url("add"), url("edit", survey.pk), url("delete", survey.pk)):
            assert (client.get(address).status_code == 200) is may, address

    def test_nobody_else(self):
        assert "/connexion/" in Client().get(url("index"), follow=True).request["PATH_INFO"]

    def test_of_another_commune(self, coordination, here, elsewhere):
        theirs, ours = SurveyFactory(commune=elsewhere), SurveyFactory(commune=here)
        whole = SurveyFactory()
        assert coordination.get(url("edit", ours.pk)).status_code == 200
        for survey in (theirs, whole):
            assert coordination.get(url("edit", survey.pk)).status_code == 302
            assert coordination.post(url("edit", survey.pk), rows_of(survey, title="Prise")).status_code == 302
            assert coordination.post(url("delete", survey.pk)).status_code == 302
        assert not Survey.objects.filter(title="Prise").exists()
        assert Survey.objects.count() == 3

    def test_only_ones_own_commune_is_offered(self, coordination, elsewhere):
        answer = coordination.post(url("add"), filled(elsewhere))
        assert answer.status_code == 200
        assert not Survey.objects.exists()
        assert coordination.post(url("add"), filled(None)).status_code == 200
        assert not Survey.objects.exists()


class TestWriting:
    def test_a_survey_with_its_questions(self, coordination, here):
        quartier = QuartierFactory(commune=here)
        answer = coordination.post(url("add"), filled(here, quartiers=[quartier.pk]))
        assert answer.status_code == 302
        survey = Survey.objects.get()
        assert (survey.slug, survey.published, survey.commune) == ("les-bancs-de-la-place", True, here)
        assert list(survey.quartiers.all()) == [quartier]
        asked = list(survey.questions.all())
        assert [question.text for question in asked] == ["À l’ombre ?", "À quelle hauteur ?"]
        assert [choice.label for choice in asked[0].choices.all()] == ["Oui", "Non"]
        assert set(survey.events.values_list("verb", flat=True)) == {"created", "published"}
        assert Client().get(survey.get_absolute_url()).status_code == 200

    def test_two_of_one_title_have_two_addresses(self, coordination, here):
        for _time in range(2):
            coordination.post(url("add"), filled(here))
        assert set(Survey.objects.values_list("slug", flat=True)) == {
            "les-bancs-de-la-place",
            "les-bancs-de-la-place-2",
        }

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"lignes-1-labels": "Un seul"}, "de 2 à 12"),
            ({"lignes-0-low_label": ""}, "le 1 et le 5"),
            ({"closes_on": "2020-01-01"}, "précède"),
            ({"outcome": "Décidé."}, "un texte et une date"),
            ({"lignes-0-text": "", "lignes-1-text": ""}, "au moins une question"),
            ({"intro": ""}, "Champ requis"),
        ],
    )
    def test_what_is_refused_is_said_and_kept(self, coordination, here, changes, sentence):
        answer = coordination.post(url("add"), filled(here, **changes))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert sentence in page
        assert "Les bancs de la place" in page
        assert not Survey.objects.exists()

    def test_quartiers_of_another_commune(self, here, elsewhere):
        client = logged_in(staff_with(Role.ADMINISTRATOR))
        quartier = QuartierFactory(commune=elsewhere)
        answer = client.post(url("add"), filled(here, quartiers=[quartier.pk]))
        assert "quartiers de cette commune" in answer.content.decode()

    def test_changed(self, coordination, here):
        survey = SurveyFactory(commune=here, published=False)
        data = rows_of(survey, **{"lignes-2-DELETE": "on", "lignes-0-text": "Autrement ?"})
        assert coordination.post(url("edit", survey.pk), data).status_code == 302
        assert survey.questions.first().text == "Autrement ?"
        assert survey.questions.count() == 2

    def test_once_answered_the_questions_are_locked_and_the_rest_is_not(self, coordination, here):
        survey = SurveyFactory(commune=here)
        sheets(survey, 1)
        answer = coordination.post(url("edit", survey.pk), rows_of(survey, **{"lignes-0-text": "Autrement ?"}))
        assert "ses questions ne changent plus" in answer.content.decode()
        assert not survey.questions.filter(text="Autrement ?").exists()
        late = str(today() + timedelta(days=20))
        assert coordination.post(url("edit", survey.pk), rows_of(survey, closes_on=late)).status_code == 302
        survey.refresh_from_db()
        assert str(survey.closes_on) == late

    def test_the_outcome(self, coordination, here):
        survey = SurveyFactory(commune=here, closed=True)
        sheets(survey, 1)
        data = rows_of(survey, outcome="Trois passages.", outcome_on=str(today()))
        assert coordination.post(url("edit", survey.pk), data).status_code == 302
        assert "Trois passages." in Client().get(survey.get_absolute_url() + "resultats/").content.decode()


class TestDeleting:
    def test_one_nobody_answered(self, coordination, here):
        survey = SurveyFactory(commune=here)
        assert coordination.post(url("delete", survey.pk)).status_code == 302
        assert not Survey.objects.exists()

    def test_not_what_people_gave(self, coordination, here):
        survey = SurveyFactory(commune=here)
        sheets(survey, 1)
        answer = coordination.post(url("delete", survey.pk), follow=True)
        assert "se retire du site" in answer.content.decode()
        assert Survey.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same(count, here, django_assert_num_queries):
    client = logged_in(staff_with(Role.GUSP_COORDINATOR, commune=here))
    for _survey in range(count):
        SurveyFactory(commune=here)
    client.get(url("index"))
    with django_assert_num_queries(13):
        assert client.get(url("index")).status_code == 200
