import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from participation.accounts.enums import Role
from participation.base.calendar import today
from participation.surveys import services
from participation.surveys.models import AnswerSheet, Participation
from participation.surveys.selectors import open_surveys
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.surveys import SurveyFactory, answers_to, sheets
from tests.factories.territory import CommuneFactory, QuartierFactory

pytestmark = pytest.mark.django_db
PAGES = ["detail", "results", "answer", "sent", "thanks"]


@pytest.fixture
def resident(db):
    client = Client()
    client.user = UserFactory()
    client.force_login(client.user)
    return client


def text(response):
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


class TestTheList:
    def test_open_ones_first_then_closed_ones_with_n(self, client):
        SurveyFactory(title="Décidée", decided=True)
        sheets(SurveyFactory(title="Silencieuse", closed=True), 12)
        SurveyFactory(title="Bientôt", coming=True)
        SurveyFactory(title="Plus tard", closes_on=today() + timedelta(days=9))
        SurveyFactory(title="Urgente", closes_on=today())
        SurveyFactory(title="Brouillon", published=False)
        page = text(client.get("/enquetes/"))
        order = [page.index(title) for title in ("Urgente", "Plus tard", "Bientôt", "Silencieuse", "Décidée")]
        assert order == sorted(order)
        assert "Brouillon" not in page
        assert "C’est le dernier jour." in page
        assert "12 personnes ont répondu" in page
        assert "Décidé le" in page

    def test_empty(self, client, db):
        page = text(client.get("/enquetes/"))
        assert "Aucune enquête ouverte en ce moment" in page
        assert "Closes" not in page


class TestOneSurvey:
    def test_why_who_until_when_and_what_for(self, survey, client):
        survey.quartiers.add(QuartierFactory(name="Boudème"))
        page = text(client.get(survey.get_absolute_url()))
        for words in (survey.title, survey.intro, survey.asked_by, survey.use, "Il reste 5 jours.", "Boudème"):
            assert words in page

    @pytest.mark.parametrize("name", PAGES)
    def test_what_is_not_published_is_not_there(self, client, name):
        survey = SurveyFactory(published=False)
        for one in (client, self._staff()):
            assert one.get(reverse(f"surveys:{name}", args=[survey.slug])).status_code == 404

    @staticmethod
    def _staff():
        client = Client()
        client.force_login(staff_with(Role.ADMINISTRATOR))
        return client

    @pytest.mark.parametrize("name", PAGES)
    def test_nor_what_does_not_exist(self, client, db, name):
        assert client.get(reverse(f"surveys:{name}", args=["rien"])).status_code == 404

    def test_html_in_a_text_is_text(self, client, db):
        SurveyFactory(
            slug="html", title="<b>Gras</b>", intro="<script>alert(1)</script>", asked_by="<i>", use="<u>", closed=True,
            outcome="<script>alert(2)</script>", outcome_on=today(),
        )  # fmt: skip
        for address in ("/enquetes/", "/enquetes/html/", "/enquetes/html/resultats/", "/enquetes/html/repondre/"):
            page = text(client.get(address))
            assert "<script>alert" not in page
            assert "<b>Gras" not in page


class TestAnsweringWithAnAccount:
    def url(self, survey):
        return reverse("surveys:answer", args=[survey.slug])

    def typed(self, survey):
        return {f"q{pk}": value for pk, value in answers_to(survey).items()}

    def test_at_once(self, survey, resident):
        page = resident.get(self.url(survey))
        assert "Votre compte vous permet de répondre une fois" in text(page)
        assert page["Cache-Control"] == "private, no-store"
        answer = resident.post(self.url(survey), self.typed(survey))
        assert answer["Location"] == reverse("surveys:thanks", args=[survey.slug])
        row = Participation.objects.get()
        assert (row.user, row.address_hash) == (resident.user, services.address_hash(survey, resident.user.email))

    def test_a_second_answer_is_refused_with_a_sentence(self, survey, resident):
        resident.post(self.url(survey), self.typed(survey))
        assert "Vous avez déjà répondu" in text(resident.get(self.url(survey)))
        again = resident.post(self.url(survey), self.typed(survey))
        assert again.status_code == 409
        assert "Une personne répond une fois" in text(again)
        assert AnswerSheet.objects.count() == 1

    def test_what_is_missing_is_said_and_what_was_typed_is_kept(self, survey, resident):
        typed = self.typed(survey)
        single = survey.questions.get(kind="single")
        del typed[f"q{single.pk}"]
        page = resident.post(self.url(survey), typed)
        assert page.status_code == 400
        assert "Choisissez une réponse." in text(page)
        assert "Celui de l’école." in text(page)
        assert 'value="4" ' in text(page)
        assert not Participation.objects.exists()

    def test_not_to_answer_is_an_answer_to_the_optional(self, survey, resident):
        typed = self.typed(survey) | {f"q{survey.questions.get(kind='scale').pk}": "-"}
        assert resident.post(self.url(survey), typed).status_code == 302
        assert AnswerSheet.objects.get().answers.count() == 2

    def test_nothing_is_ticked_for_anyone(self, survey, resident):
        assert "checked" not in text(resident.get(self.url(survey)))

    def test_questions_changed_meanwhile(self, survey, resident):
        """The form was open while the coordination changed the questions: it comes back with the new ones."""
        typed = self.typed(survey)
        survey.questions.filter(kind="single").first().choices.all().delete()
        page = resident.post(self.url(survey), typed)
        assert page.status_code == 400
        assert not Participation.objects.exists()

    def test_the_form_needs_its_token(self, survey, resident):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(resident.user)
        assert strict.post(self.url(survey), self.typed(survey)).status_code == 403
        assert not AnswerSheet.objects.exists()


class TestResults:
    @pytest.fixture
    def over(self, db):
        return SurveyFactory(slug="finie", closed=True)

    def test_bars_table_n_and_mean(self, over, client):
        sheets(over, 12, choice=0, scale=4, text="Ici.")
        sheets(over, 28, choice=1, scale=1)
        page = text(client.get("/enquetes/finie/resultats/"))
        for words in (
            "40 personnes ont répondu",
            "30 %",
            "70 %",
            "40 réponses",
            "1,9 sur 5 en moyenne",
            "Lire en tableau",
        ):
            assert words in page, words
        assert "12 réponses libres, lues par le service." in page
        assert "Ici." not in page, "free answers are not published"

    def test_few_answers_have_no_shares(self, over, client):
        sheets(over, 9, scale=5)
        page = text(client.get("/enquetes/finie/resultats/"))
        assert "9 réponses. Il en faut 10 au moins" in page
        assert " %" not in page
        assert "en moyenne" not in page

    def test_hidden_cells(self, over, client):
        sheets(over, 40)
        sheets(over, 3, choice=1)
        page = text(client.get("/enquetes/finie/resultats/"))
        assert "non publié" in page
        assert "Les nombres inférieurs à 10 ne sont pas publiés" in page
        assert "93 %" not in page

    def test_an_outcome_that_is_awaited(self, over, client):
        assert "Ce n’est pas encore décidé" in text(client.get("/enquetes/finie/resultats/"))

    def test_csv(self, over, client):
        sheets(over, 12, scale=4, text="=1+1")
        answer = client.get("/enquetes/finie/resultats.csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert [(row["reponse"], row["nombre"]) for row in rows][:2] == [("Oui", "12"), ("Non", "0")]
        assert {row["moyenne"] for row in rows if row["sorte"] == "note de 1 à 5"} == {"4.0"}
        assert {row["n_enquete"] for row in rows} == {"12"}
        assert all("Démonstration" in row["remarque"] for row in rows)
        assert "=1+1" not in answer.content.decode()

    def test_csv_hides_what_the_page_hides(self, over, client, settings):
        settings.DEMO = False
        sheets(over, 40)
        sheets(over, 3, choice=1)
        rows = list(
            csv.DictReader(
                StringIO(client.get("/enquetes/finie/resultats.csv").content.decode("utf-8-sig")), delimiter=";"
            )
        )
        assert [row["nombre"] for row in rows][:2] == ["", ""]
        assert "non publié" in rows[0]["remarque"]
        assert "Démonstration" not in rows[0]["remarque"]

    def test_a_formula_is_defused(self, client, db):
        over = SurveyFactory(slug="formule", title="=CMD()", closed=True)
        sheets(over, 12)
        assert ";'=CMD()" not in client.get("/enquetes/formule/resultats.csv").content.decode()
        assert "'=CMD()" in client.get("/enquetes/formule/resultats.csv").content.decode()


class TestOpenSurveys:
    def test_of_a_quartier(self, db, django_assert_num_queries):
        commune = CommuneFactory()
        here, there = QuartierFactory(commune=commune), QuartierFactory(commune=commune)
        ours = SurveyFactory(commune=commune, quartiers=[here])
        SurveyFactory(commune=commune, quartiers=[there])
        all_of_it = SurveyFactory(commune=commune)
        everyone = SurveyFactory()
        SurveyFactory(commune=CommuneFactory())
        two = SurveyFactory(commune=commune, quartiers=[here, there])
        with django_assert_num_queries(1):
            found = open_surveys(today(), here)
        assert set(found) == {ours, all_of_it, everyone, two}
        assert len(found) == 4

    def test_the_next_to_close_leads(self, db):
        later, sooner = SurveyFactory(), SurveyFactory(closes_on=today() + timedelta(days=1))
        assert open_surveys(today()) == [sooner, later]


class TestQueries:
    """Counted whole, frame included (the settings row)."""

    @pytest.fixture(params=[1, 30])
    def many(self, request, db):
        quartier = QuartierFactory()
        made = [SurveyFactory(quartiers=[quartier], closed=index % 2) for index in range(request.param)]
        cache.clear()
        return made

    def test_the_list(self, many, client, django_assert_num_queries):
        with django_assert_num_queries(3):
            client.get("/enquetes/")

    def test_one_survey(self, many, client, django_assert_num_queries):
        with django_assert_num_queries(5):
            client.get(many[0].get_absolute_url())

    @pytest.mark.parametrize("people", [1, 30])
    def test_results(self, client, db, people, django_assert_num_queries):
        over = SurveyFactory(closed=True)
        sheets(over, people, scale=3, text="Ici.")
        cache.clear()
        with django_assert_num_queries(7):
            client.get(over.get_absolute_url() + "resultats/")

    @pytest.mark.parametrize("others", [0, 30])
    def test_answering(self, survey, resident, others, django_assert_max_num_queries):
        sheets(survey, others)
        typed = {f"q{pk}": value for pk, value in answers_to(survey).items()}
        cache.clear()
        with django_assert_max_num_queries(20):
            assert resident.post(reverse("surveys:answer", args=[survey.slug]), typed).status_code == 302


class TestCached:
    @pytest.mark.parametrize("address", ["", "resultats/", "repondre/merci/", "repondre/envoye/"])
    def test_public_pages_are_the_same_for_everyone(self, client, db, settings, address):
        settings.PAGE_CACHE_SECONDS = 60
        survey = SurveyFactory(closed=True)
        first = client.get(survey.get_absolute_url() + address)
        assert first["X-Page-Cache"] == "miss"
        assert client.get(survey.get_absolute_url() + address)["X-Page-Cache"] == "hit"
        assert b"csrf" not in first.content

    def test_forms_are_not(self, survey, client, settings):
        settings.PAGE_CACHE_SECONDS = 60
        assert "X-Page-Cache" not in client.get(survey.get_absolute_url() + "repondre/")

    def test_a_closed_module_has_no_page(self, survey, client):
        from participation.base.site.models import PortalSettings

        PortalSettings.objects.update_or_create(defaults={"disabled_modules": ["enquetes"]})
        cache.clear()
        assert client.get(survey.get_absolute_url()).status_code == 404
        assert client.get("/enquetes/").status_code == 404
