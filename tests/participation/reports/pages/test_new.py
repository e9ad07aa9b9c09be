"""« Où ? Quoi ? Envoyer. »: what is enough, what is refused, and that nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from participation.base.mail.models import OutboxMessage
from participation.reports.models import Category, Report, ReportContact
from participation.reports.views import entrance
from tests.factories.accounts import UserFactory
from tests.factories.territory import PartnerFactory, QuartierFactory, ResidenceFactory, square
from tests.participation.reports.pages.conftest import FAR, INSIDE, photo, words

pytestmark = pytest.mark.django_db
NEW = "/signalements/nouveau/"


def point(place):
    return {"latitude": str(place[0]), "longitude": str(place[1])}


class TestWhatIsEnough:
    @pytest.mark.parametrize(
        "where",
        [
            {"quartier": "canto-perdrix"},
            {"quartier": None, "place": "Place Robert-Desnos"},
            {"quartier": None, **point(INSIDE)},
        ],
    )
    def test_one_way_to_say_where_and_a_tile(self, send, where):
        response = send(**where)
        assert response.status_code == 302, words(response)
        report = Report.objects.get()
        assert report.category.key == "eclairage"
        assert response["Location"].startswith("/signalements/envoye/")

    def test_a_point_tells_the_quartier(self, send, quartier):
        other = QuartierFactory(commune=quartier.commune, slug="ailleurs")
        send(quartier=other.slug, **point(INSIDE))
        assert Report.objects.get().quartier == quartier

    def test_a_point_beside_the_perimeters_is_of_the_commune(self, send, quartier):
        send(quartier=None, **point((43.44, 5.06)))
        report = Report.objects.get()
        assert (report.commune, report.quartier) == (quartier.commune, None)

    def test_the_name_of_a_residence_is_that_residence(self, send, quartier):
        residence = ResidenceFactory(quartier=quartier, name="Résidence du Phare")
        send(quartier=None, place="résidence du phare")
        report = Report.objects.get()
        assert (report.residence, report.quartier) == (residence, quartier)

    def test_everything_at_once(self, send):
        response = send(place="Passage", text="Il fait noir.", photo=photo(), email="moi@exemple.fr", private="on")
        assert response.status_code == 302, words(response)
        report = Report.objects.get()
        assert report.wants_public is False
        assert report.texts.get().body == "Il fait noir."
        assert report.photos.count() == 1
        assert report.contact.email == "moi@exemple.fr"

    def test_with_an_account_no_address_is_asked(self, client, send):
        user = UserFactory()
        client.force_login(user)
        assert 'name="email"' not in client.get(NEW).content.decode()
        send(email="autre@exemple.fr")
        assert ReportContact.objects.get().user == user

    def test_a_double_click_reports_once(self, client, send):
        token = re.search(r'name="token" value="(\w{32})"', client.get(NEW).content.decode())[1]
        addresses = {send(token=token).status_code for _ in range(2)}
        assert addresses == {302}
        assert Report.objects.count() == 1

    def test_it_takes_few_queries(self, send, django_assert_max_num_queries):
        send(quartier=None, **point(INSIDE))  # the outlines are kept by the process
        with django_assert_max_num_queries(20):
            response = send(quartier=None, text="Il fait noir.", email="moi@exemple.fr", photo=photo(), **point(INSIDE))
        assert response.status_code == 302


class TestRefused:
    def refused(self, response, sentence, status=400):
        assert response.status_code == status
        assert sentence in words(response)
        assert not Report.objects.exists()
        return response

    def test_nowhere(self, send):
        response = self.refused(send(quartier=None, text="Il fait noir."), "Dites où se trouve le problème")
        assert "Il fait noir." in words(response)
        assert words(response).index("Une chose à corriger") < words(response).index("Où ?")

    def test_no_tile(self, send):
        self.refused(send(category=None), "« Autre » convient aussi.")

    def test_a_point_far_from_here(self, send):
        response = self.refused(send(quartier=None, **point(FAR)), "en dehors des communes de ce site (Martigues)")
        assert f'value="{FAR[0]}"' in response.content.decode(), "the pin stays where it was put"

    @pytest.mark.parametrize("latitude", ["nan", "inf", "91", "-1e400", "là", "43,4\x00"])
    def test_a_point_that_is_none(self, send, latitude):
        self.refused(send(quartier=None, latitude=latitude, longitude="5"), "Dites où se trouve le problème")

    def test_noise_is_not_taken_and_leads_to_who_can_act(self, send):
        noise = Category.objects.get(redirects=True)
        response = self.refused(send(category=noise.key, text="Ma voisine crie."), "rien n’est enregistré")
        assert "conciliateur de justice" in words(response)
        assert not OutboxMessage.objects.exists()

    def test_a_robot_fills_what_nobody_sees(self, send):
        response = self.refused(send(website="http://spam.example", text="Bonjour"), "comme le font les robots")
        assert "spam.example" not in response.content.decode()

    def test_a_wrong_address_stays_and_its_fold_is_open(self, send):
        response = self.refused(send(email="moi@"), "Écrivez une adresse entière")
        assert 'value="moi@"' in response.content.decode()
        assert '<details class="behind" open>' in response.content.decode()

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "Ce fichier est vide."),
            (b"%PDF-1.7 not a picture", "n’est pas une photo"),
            (b"\xff\xd8\xff\xe0" + b"\x00" * 200, "abîmée ou incomplète"),
        ],
    )
    def test_a_file_that_is_no_photo(self, send, data, sentence):
        response = self.refused(send(photo=photo(data=data), text="Il fait noir."), sentence)
        assert "Choisissez de nouveau votre photo." in words(response)
        assert "Il fait noir." in words(response)

    def test_the_commune_must_be_clear(self, send, quartier):
        QuartierFactory(name="Les Pins")
        self.refused(send(quartier=None, place="Derrière l’école"), "ce site sert plusieurs communes")

    def test_an_unknown_quartier(self, send):
        self.refused(send(quartier="atlantide"), "Choisissez un quartier de la liste.")


class TestNothingIsLost:
    def test_an_expired_page(self, quartier):
        client = Client(enforce_csrf_checks=True)
        sent = {"quartier": quartier.slug, "category": "tags", "text": "Un mur.", "email": "moi@exemple.fr"}
        response = client.post(NEW, sent)
        assert response.status_code == 403
        assert "Votre signalement n’est pas encore parti." in words(response)
        page = response.content.decode()
        assert "Un mur." in page
        assert 'value="moi@exemple.fr"' in page
        assert re.search(r'value="tags"[^>]*checked', page)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        assert client.post(NEW, {**sent, "csrfmiddlewaretoken": token}).status_code == 302

    def test_too_many_from_one_address(self, send, monkeypatch):
        monkeypatch.setattr(entrance, "REPORTS_PER_HOUR", 2)
        assert [send().status_code for _ in range(2)] == [302, 302]
        response = send(text="Un troisième.")
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert "Un troisième." in words(response)
        assert "Envoyez de nouveau dans" in words(response)
        assert Report.objects.count() == 2

    def test_a_tap_on_the_picture_puts_the_pin_and_keeps_the_rest(self, client, send):
        response = send(
            text="Un mur.", category="tags", **{"carte.x": "144", "carte.y": "144", "carte_de": "canto-perdrix"}
        )
        page = response.content.decode()
        assert response.status_code == 200
        latitude, longitude = (
            float(re.search(rf'name="{name}" value="([\d.]+)"', page)[1]) for name in ("latitude", "longitude")
        )
        assert latitude == pytest.approx(INSIDE[0], abs=1e-3)
        assert longitude == pytest.approx(INSIDE[1], abs=1e-3)
        assert "Un mur." in page
        assert re.search(r'value="tags"[^>]*checked', page)
        assert "à corriger avant" not in page
        assert not Report.objects.exists()

    def test_the_key_enter_on_the_picture_puts_no_pin(self, send):
        response = send(**{"carte.x": "0", "carte.y": "0"})
        assert "Au clavier, écrivez l’adresse" in words(response)
        assert "Repère posé" not in words(response)

    def test_the_pin_can_be_taken_away(self, send):
        page = send(sans_repere="1", text="Un mur.", **point(INSIDE)).content.decode()
        assert f'value="{INSIDE[0]}"' not in page
        assert "Un mur." in page


class TestTheForm:
    def test_it_is_filled_by_its_address(self, client, quartier):
        residence = ResidenceFactory(quartier=quartier, name="Les Tamaris")
        page = client.get(NEW, {"quartier": "canto-perdrix", "lieu": "Entrée <b>4</b>"}).content.decode()
        assert '<option value="canto-perdrix" selected>' in page
        assert 'value="Entrée &lt;b&gt;4&lt;/b&gt;"' in page
        assert 'value="Les Tamaris"' in client.get(NEW, {"residence": residence.pk}).content.decode()

    def test_an_address_that_says_nonsense_is_an_empty_form(self, client, quartier):
        response = client.get(NEW, {"quartier": "\x00", "residence": "9" * 40, "lieu": "x" * 100_000})
        assert response.status_code == 200
        assert "selected" not in response.content.decode().split("id_quartier", 1)[1].split("</select>")[0].replace(
            'value="" selected', ""
        )

    def test_it_names_who_answers_day_and_night(self, client, quartier):
        landlord = PartnerFactory(name="Phare Habitat")
        ResidenceFactory(quartier=quartier, landlord=landlord, on_call_number="04 65 71 20 31")
        page = client.get(NEW).content.decode()
        assert 'href="tel:+33465712031"' in page
        assert 'href="tel:112"' in page
        assert 'href="sms:114"' in page

    def test_it_promises_the_days_of_the_tile_that_is_chosen(self, send):
        assert "(Éclairage)" in words(send(quartier=None))

    def test_it_is_nobody_else_s(self, client, quartier):
        assert "no-store" in client.get(NEW)["Cache-Control"]

    def test_counts_do_not_grow_with_places(self, client, quartier, django_assert_num_queries):
        client.get(NEW)
        for number in range(30):
            ResidenceFactory(quartier=QuartierFactory(commune=quartier.commune, perimeter=square(43.5 + number, 5.0)))
        client.get(NEW)
        with django_assert_num_queries(5):
            client.get(NEW)


class TestThePicture:
    def test_it_is_a_drawing_of_its_own(self, client, quartier):
        response = client.get(reverse("reports:new-map"), {"quartier": quartier.slug, "lat": "43.425", "lon": "5.055"})
        drawing = response.content.decode()
        assert response["Content-Type"] == "image/svg+xml"
        assert 'xmlns="http://www.w3.org/2000/svg"' in drawing
        assert "class=" not in drawing
        assert "translate(288 288" in drawing, "the middle of the quartier is the middle of the picture"

    @pytest.mark.parametrize("lat", ["nan", "x", "1e999", "-90", "\x00"])
    def test_a_pin_that_is_none_is_not_drawn(self, client, quartier, lat):
        response = client.get(reverse("reports:new-map"), {"lat": lat, "lon": "5"})
        assert response.status_code == 200
        assert "translate(" not in response.content.decode()

    def test_without_any_outline_there_is_no_map_and_the_form_still_works(self, client, commune):
        QuartierFactory(commune=commune, slug="sans-contour")
        assert client.get(reverse("reports:new-map")).status_code == 404
        assert 'type="image"' not in client.get(NEW).content.decode()
        sent = {"category": "tags", "place": "Place de l’école", **point(FAR)}
        assert client.post(NEW, sent).status_code == 302
