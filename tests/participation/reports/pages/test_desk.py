"""/agents/signalements/: who enters, what is offered, what is refused, and two agents at once."""

import re
from datetime import timedelta

import pytest

from participation.accounts.enums import Role
from participation.base.calendar import today
from participation.reports import services
from participation.reports.enums import State, Verb, Visibility
from participation.reports.models import Report, ReportEvent
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.reports import REACHABLE, report_in
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory, ResidenceFactory
from tests.participation.reports.pages.conftest import kind_of_file, photo, words

pytestmark = pytest.mark.django_db
DESK = "/agents/signalements/"


@pytest.fixture
def agent(client, commune):
    user = staff_with(Role.FIELD_AGENT, commune=commune)
    client.force_login(user)
    return user


@pytest.fixture
def act(client):
    """Post one act with the state the page shows, or the one given."""

    def act(report, verb, *, seen=None, **fields):
        if seen is None:
            page = client.get(f"{DESK}{report.reference}/").content.decode()
            found = re.search(r'name="seen" value="([^"]+)"', page)
            seen = found[1] if found else ""
        data = {"act": verb, "seen": seen, **{f"{verb}-{name}": value for name, value in fields.items()}}
        return client.post(f"{DESK}{report.reference}/", data)

    return act


class TestTheDoor:
    def test_anonymous_people_sign_in_first(self, client, quartier):
        report = report_in(State.RECEIVED, quartier=quartier)
        for address in (DESK, f"{DESK}{report.reference}/", f"{DESK}{report.reference}/photo/1/"):
            assert client.get(address)["Location"].startswith("/comptes/connexion/?next=")

    def test_residents_find_nothing(self, client, quartier):
        client.force_login(UserFactory())
        report = report_in(State.RECEIVED, quartier=quartier)
        assert {client.get(address).status_code for address in (DESK, f"{DESK}{report.reference}/")} == {404}

    def test_another_commune_is_not_there(self, client, quartier):
        client.force_login(staff_with(Role.FIELD_AGENT, commune=CommuneFactory()))
        report = report_in(State.RECEIVED, quartier=quartier, photo=photo())
        picture = report.photos.get()
        assert report.reference not in words(client.get(DESK))
        assert client.get(f"{DESK}{report.reference}/").status_code == 404
        assert client.post(f"{DESK}{report.reference}/", {"act": "start"}).status_code == 404
        assert client.get(f"{DESK}{report.reference}/photo/{picture.pk}/").status_code == 404

    def test_a_partner_has_its_own_only(self, client, quartier):
        partner = PartnerFactory()
        client.force_login(staff_with(Role.PARTNER_AGENT, partner=partner))
        theirs, other = (report_in(State.RECEIVED, quartier=quartier) for _ in range(2))
        services.acknowledge(report=theirs, by=UserFactory(), partner=partner)
        page = words(client.get(DESK))
        assert theirs.reference in page
        assert other.reference not in page
        assert client.get(f"{DESK}{other.reference}/").status_code == 404


class TestTheList:
    def test_tabs_and_filters(self, client, agent, quartier):
        waiting, done = (
            report_in(State.RECEIVED, quartier=quartier),
            report_in(State.CONFIRMED, quartier=quartier, publish=False),
        )
        assert waiting.reference in words(client.get(DESK))
        assert done.reference not in words(client.get(DESK))
        assert done.reference in words(client.get(DESK, {"etat": "tous"}))
        assert waiting.reference not in words(client.get(DESK, {"quartier": "ailleurs"}))
        assert "Rien ici" in words(client.get(DESK, {"quartier": "\x00<b>"}))
        assert client.get(DESK, {"avant": "x"}).status_code == 404

    def test_what_was_typed_is_there(self, client, agent, quartier):
        report_in(State.RECEIVED, quartier=quartier, place="Chez le gardien")
        page = words(client.get(DESK))
        assert "Chez le gardien" in page
        assert "À lire avant publication." in page

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_price_is_the_same(self, client, agent, quartier, count, django_assert_num_queries):
        for _number in range(count):
            report_in(State.RECEIVED, quartier=quartier)
        client.get(DESK)
        with django_assert_num_queries(PRICE_OF_LIST):
            client.get(DESK)


class TestOneReport:
    @pytest.mark.parametrize("state", [state for state in REACHABLE if state != State.AWAITING_CONFIRMATION])
    def test_every_state_offers_what_is_possible(self, client, agent, quartier, state):
        report = report_in(state, quartier=quartier, text="Mon texte.", photo=photo())
        response = client.get(f"{DESK}{report.reference}/")
        page = response.content.decode()
        offered = set(re.findall(r'name="act" value="(\w+)"', page))
        working = state in (
            State.RECEIVED,
            State.ACKNOWLEDGED,
            State.PLANNED,
            State.IN_PROGRESS,
            State.CONTESTED,
            State.REOPENED,
        )
        assert ("resolve" in offered) is working
        assert "publish" in offered
        assert "Mon texte." in words(response)
        picture = re.search(r'<img src="(/agents/[^"]+)"', page)[1]
        assert kind_of_file(client, picture) == "image/jpeg"

    def test_what_awaits_its_person_is_not_there(self, client, agent, quartier):
        report = report_in(State.AWAITING_CONFIRMATION, quartier=quartier)
        assert client.get(f"{DESK}{report.reference}/").status_code == 404

    def test_the_address_is_for_the_commune_s_agents(self, client, agent, quartier):
        report = report_in(State.AWAITING_CONFIRMATION, quartier=quartier, email="riveraine@exemple.fr")
        report = services.confirm_report(report=report)
        partner = PartnerFactory()
        services.acknowledge(report=report, by=agent, partner=partner)
        assert "riveraine@exemple.fr" in words(client.get(f"{DESK}{report.reference}/"))
        client.force_login(staff_with(Role.PARTNER_AGENT, partner=partner))
        page = words(client.get(f"{DESK}{report.reference}/"))
        assert "riveraine@exemple.fr" not in page
        assert "Prévenue à chaque étape" in page

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_price_is_the_same(self, client, agent, quartier, count, django_assert_num_queries):
        report = report_in(State.RECEIVED, quartier=quartier)
        for number in range(count):
            ResidenceFactory(quartier=quartier)
            services.acknowledge(report=report, by=agent, answer=f"Encore ({number}).")
        client.get(f"{DESK}{report.reference}/")
        with django_assert_num_queries(PRICE_OF_ONE):
            client.get(f"{DESK}{report.reference}/")


class TestActs:
    def test_the_whole_way(self, client, agent, act, quartier):
        landlord = ResidenceFactory(quartier=quartier).landlord
        report = report_in(State.RECEIVED, quartier=quartier, text="Il fait noir.", photo=photo())
        assert act(report, "publish", title="Passage dans le noir").status_code == 302
        assert act(report, "acknowledge", partner=landlord.pk, answer="C’est à eux.").status_code == 302
        assert act(report, "plan", on=(today() + timedelta(days=3)).isoformat()).status_code == 302
        assert act(report, "start").status_code == 302
        assert act(report, "resolve", answer="Lampe changée.", photo=photo()).status_code == 302
        report.refresh_from_db()
        assert (report.state, report.partner, report.title) == (State.RESOLVED, landlord, "Passage dans le noir")
        assert [photo.public_name != "" for photo in report.photos.all()] == [True, True]
        assert "C’est noté." in words(client.get(f"{DESK}{report.reference}/"))

    def test_hide(self, agent, act, quartier):
        report = report_in(State.RECEIVED, quartier=quartier, user=UserFactory())
        assert act(report, "hide").status_code == 302
        assert Report.objects.get().visibility == Visibility.HIDDEN

    @pytest.mark.parametrize(
        ("verb", "fields", "sentence"),
        [
            ("resolve", {"answer": "  "}, "Dites en une phrase ce qui a été fait."),
            ("refuse", {"reason": ""}, "Dites pourquoi"),
            ("plan", {"on": ""}, "Choisissez un jour."),
            ("plan", {"on": "31/02/2027"}, "Écrivez un jour"),
            ("plan", {"on": "2020-01-01"}, "Ce jour est passé."),
            ("acknowledge", {"partner": "999999"}, "Choisissez quelqu’un de la liste."),
            ("resolve", {"answer": "x" * 5000}, "il peut en avoir 4000"),
            ("resolve", {"answer": "Fait.", "photo": photo(data=b"no picture")}, "n’est pas une photo"),
            ("resolve", {"answer": "Fait.", "photo": photo(data=b"\xff\xd8\xff\xe0\x00")}, "abîmée ou incomplète"),
            ("vote", {}, "Choisissez ce qu’il faut faire."),
        ],
    )
    def test_what_is_wrong_is_said(self, agent, act, quartier, verb, fields, sentence):
        report = report_in(State.RECEIVED, quartier=quartier)
        response = act(report, verb, **fields)
        assert response.status_code == 400
        assert sentence in words(response)
        if fields.get("answer", "").strip():
            assert fields["answer"] in response.content.decode()
        assert Report.objects.get().state == State.RECEIVED

    def test_a_move_that_is_not_possible(self, agent, act, quartier):
        report = report_in(State.CONFIRMED, quartier=quartier)
        response = act(report, "resolve", answer="Encore.", seen=f"confirmed.{ReportEvent.objects.latest('pk').pk}")
        assert response.status_code == 409
        assert "ce signalement est clos" in words(response)
        assert "Encore." in words(response)

    def test_who_acts_on_something_older_is_told(self, client, agent, act, quartier):
        report = report_in(State.RECEIVED, quartier=quartier)
        seen = re.search(r'name="seen" value="([^"]+)"', client.get(f"{DESK}{report.reference}/").content.decode())[1]
        services.refuse(report=report, by=UserFactory(), reason="Ce terrain est privé.")
        response = act(report, "resolve", answer="Lampe changée.", seen=seen)
        assert response.status_code == 409
        assert "Quelqu’un a agi entre-temps" in words(response)
        assert "Lampe changée." in words(response)
        assert Report.objects.get().state == State.REFUSED

    @pytest.mark.parametrize("verb", [Verb.PUBLISH, Verb.HIDE])
    def test_a_partner_publishes_nothing(self, client, act, quartier, verb):
        partner = PartnerFactory()
        client.force_login(staff_with(Role.PARTNER_AGENT, partner=partner))
        report = report_in(State.RECEIVED, quartier=quartier, user=UserFactory())
        services.acknowledge(report=report, by=UserFactory(), partner=partner)
        assert act(report, verb).status_code == 404
        assert not ReportEvent.objects.filter(verb=verb).exists()

    def test_one_that_is_not_to_be_published(self, agent, act, quartier):
        report = report_in(State.RECEIVED, quartier=quartier, publish=False)
        response = act(report, "publish", title="x")
        assert response.status_code == 409
        assert "a demandé de ne pas publier" in words(response)

    def test_a_partner_hands_it_on_and_loses_sight_of_it(self, client, act, quartier):
        mine, other = PartnerFactory(commune=quartier.commune), PartnerFactory(commune=quartier.commune)
        client.force_login(staff_with(Role.PARTNER_AGENT, partner=mine))
        report = report_in(State.RECEIVED, quartier=QuartierFactory(commune=quartier.commune))
        services.acknowledge(report=report, by=UserFactory(), partner=mine)
        assert act(report, "acknowledge", partner=other.pk).status_code == 302
        assert Report.objects.get().partner == other
        assert client.get(f"{DESK}{report.reference}/").status_code == 404


PRICE_OF_LIST = 11
PRICE_OF_ONE = 12
