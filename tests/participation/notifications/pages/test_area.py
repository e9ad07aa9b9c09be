"""/suivre/zone/: a circle, touched on the picture or put around a quartier, and its picture."""

import pytest

from participation.notifications import services
from participation.notifications.models import Subscription
from tests.factories.territory import QuartierFactory, square
from tests.participation.notifications.pages.conftest import FAR, INSIDE, MAIL, path_of, words

pytestmark = pytest.mark.django_db
URL = "/suivre/zone/"
PICTURE = "/suivre/zone/carte.svg"


def data(**changed):
    typed = {
        "latitude": INSIDE[0],
        "longitude": INSIDE[1],
        "quartier": "",
        "radius_m": "200",
        "label": "Autour de l’école",
        "email": MAIL,
        **changed,
    }
    return {name: value for name, value in typed.items() if value is not None}


def area_of(**changed):
    one = Subscription.objects.get(kind="zone", **changed)
    return one, (one.latitude, one.longitude, one.radius_m)


class TestFollowing:
    def test_without_account(self, client, quartier, outbox):
        answer = client.post(URL, data())
        assert answer["Location"] == "/suivre/envoye/"
        one, circle = area_of()
        assert (circle, one.label, one.confirmed_at) == ((*INSIDE, 200), "Autour de l’école", None)
        link = path_of(next(link for link in outbox.links() if "/confirmer/" in link))
        assert "Suivre « Autour de l’école » ?" in words(client.get(link))
        assert "Autour de l’école" not in outbox.last().text, "a stranger may have typed it"
        client.post(link)
        one.refresh_from_db()
        assert one.confirmed_at is not None

    def test_with_an_account_and_several_areas(self, client, quartier, user):
        client.force_login(user)
        assert 'type="email"' not in client.get(URL).content.decode()
        for label, radius in (("École", "200"), ("Chez moi", "1000")):
            page = client.post(URL, data(label=label, radius_m=radius, email=None), follow=True)
            assert f"vous suivez « {label} »" in words(page)
        assert "À 200 mètres ou moins du point choisi" in words(page)
        assert set(Subscription.objects.filter(kind="zone").values_list("label", "radius_m")) == {
            ("École", 200),
            ("Chez moi", 1000),
        }

    def test_a_quartier_of_the_list_gives_its_middle(self, client, quartier):
        client.post(URL, data(latitude="", longitude="", quartier=quartier.slug))
        _one, circle = area_of()
        assert circle == (pytest.approx(43.425, abs=1e-3), pytest.approx(5.055, abs=1e-3), 200)

    def test_a_point_says_more_than_the_list(self, client, quartier):
        client.post(URL, data(latitude=43.421, longitude=5.051, quartier=quartier.slug))
        assert area_of()[1] == (43.421, 5.051, 200)


class TestRefusals:
    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"latitude": "", "longitude": ""}, "Dites où"),
            ({"latitude": FAR[0], "longitude": FAR[1]}, "loin de tous les quartiers"),
            ({"latitude": "nan"}, "Dites où"),
            ({"latitude": "inf"}, "Dites où"),
            ({"latitude": "1e400"}, "Dites où"),
            ({"latitude": "90", "longitude": "5"}, "Dites où"),
            ({"longitude": ""}, "Dites où"),
            ({"quartier": "ailleurs"}, "Choisissez un quartier"),
            ({"radius_m": "5000"}, "Choisissez une distance"),
            ({"radius_m": "abc"}, "Choisissez une distance"),
            ({"radius_m": None}, "Choisissez une distance"),
            ({"label": ""}, "Donnez un nom"),
            ({"label": "x" * 81}, "80 signes"),
            ({"label": "a\u202eb"}, "invisible"),
            ({"label": "a\u200bb"}, "invisible"),
            ({"label": "a\x00b"}, "invisible"),
            ({"email": "nadia"}, "adresse entière"),
        ],
    )
    def test_a_sentence_and_what_was_typed(self, client, quartier, changed, sentence):
        page = client.post(URL, data(**changed))
        assert page.status_code == 400
        assert sentence in words(page)
        if "label" not in changed:
            assert "Autour de l’école" in page.content.decode()
        assert not Subscription.objects.exists()

    def test_without_any_outline_there_is_nothing_to_choose(self, client):
        QuartierFactory()
        page = client.get(URL)
        assert page.status_code == 200
        assert "Aucun quartier n’a encore de périmètre" in words(page)
        assert client.post(URL, data()).status_code == 400
        assert client.get(PICTURE).status_code == 404

    def test_too_many_is_a_sentence_for_an_account(self, client, quartier, user, mine, monkeypatch):
        monkeypatch.setattr("participation.notifications.delays.FOLLOWED_AT_MOST", 1)
        client.force_login(user)
        page = client.post(URL, data(email=None))
        assert page.status_code == 409
        assert "retirez-en une" in words(page)


class TestTouching:
    def test_a_tap_puts_the_pin_and_keeps_what_was_typed(self, client, quartier):
        page = client.post(URL, data(latitude="", longitude="", **{"carte.x": "144", "carte.y": "144"}))
        assert page.status_code == 200
        assert "Repère posé" in words(page)
        form = page.context["form"]
        assert form.pin == (pytest.approx(43.425, abs=2e-3), pytest.approx(5.055, abs=2e-3))
        content = page.content.decode()
        assert "Autour de l’école" in content
        assert MAIL in content
        assert "rayon=200" in content
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize(
        "tap", [{"carte.x": "0", "carte.y": "0"}, {"carte.x": "a", "carte.y": "1"}, {"carte.x": "1"}]
    )
    def test_what_is_no_tap_says_what_to_do(self, client, quartier, tap):
        page = client.post(URL, data(latitude="", longitude="", **tap))
        assert page.status_code == 200
        assert "choisissez un quartier" in words(page)

    def test_the_pin_is_taken_away(self, client, quartier):
        page = client.post(URL, data(sans_repere="1"))
        assert page.context["form"].pin is None
        assert "Aucun repère posé" in words(page)

    def test_the_chosen_quartier_and_radius_are_shown(self, client, quartier):
        other = QuartierFactory(commune=quartier.commune, perimeter=square(43.5, 5.2), perimeter_source="x")
        page = client.post(URL, data(quartier=other.slug, radius_m="1000", montrer="1"))
        assert f"quartier={other.slug}" in page.content.decode()
        assert "rayon=1000" in page.content.decode()
        assert client.get(f"{URL}?quartier={other.slug}").context["map_of"] == other.slug
        assert client.get(f"{URL}?quartier=nulle-part").context["map_of"] == ""


class TestPicture:
    def test_the_circle_is_as_wide_as_asked(self, client, quartier):
        bare = client.get(PICTURE)
        assert (bare.status_code, bare["Content-Type"]) == (200, "image/svg+xml")
        assert "stroke-dasharray" not in bare.content.decode()
        radii = []
        for radius in (200, 1000):
            drawn = client.get(PICTURE, {"lat": INSIDE[0], "lon": INSIDE[1], "rayon": radius}).content.decode()
            circle = drawn[drawn.index("<circle") : drawn.index("stroke-dasharray")]
            radii.append(float(circle.split('r="')[1].split('"')[0]))
        assert radii[1] == pytest.approx(5 * radii[0], rel=0.01)

    @pytest.mark.parametrize(
        "query", ["lat=nan&lon=1&rayon=200", "lat=99&lon=1&rayon=200", "lat=x&lon=&rayon=200", "lat=43&lon=5&rayon=7"]
    )
    def test_nonsense_is_a_map_without_pin(self, client, quartier, query):
        answer = client.get(f"{PICTURE}?{query}")
        assert answer.status_code == 200
        assert "stroke-dasharray" not in answer.content.decode()


@pytest.mark.parametrize("quartiers", [1, 30])
def test_queries_do_not_grow(client, quartier, quartiers, django_assert_num_queries):
    for number in range(quartiers - 1):
        QuartierFactory(commune=quartier.commune, perimeter=square(43.0 + number * 0.02, 5.2), perimeter_source="x")
    client.get(URL)
    with django_assert_num_queries(1):
        client.get(URL)


def test_the_point_is_erased_with_the_follow(client, quartier, user):
    client.force_login(user)
    client.post(URL, data(email=None))
    services.unfollow(subscription=area_of()[0])
    assert not Subscription.objects.filter(latitude__isnull=False).exists()
