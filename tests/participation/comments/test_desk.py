"""/agents/commentaires/: who sees what, what one may do there, and what the common desk shows of it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from participation.accounts.enums import Role
from participation.base.desk import registry as desks
from participation.base.site.models import PortalSettings
from participation.comments.enums import State
from participation.comments.models import OfficialAnswer, PublicComment
from participation.comments.selectors import desk_items
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.cms import ProjectPageFactory
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory
from tests.factories.territory import CommuneFactory, PartnerFactory

pytestmark = pytest.mark.django_db
DESK = "/agents/commentaires/"


@pytest.fixture
def officer(client, commune):
    user = staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=commune)
    client.force_login(user)
    return user


@pytest.fixture
def made(fiche, commune, partner):
    """`made(state=…)` writes a comment on the fiche as the services would."""

    def make(**values):
        return PublicCommentFactory(**{"target": fiche, "commune": commune, "partner": partner, **values})

    return make


def logged_in(role, **scope):
    client = Client()
    client.force_login(staff_with(role, **scope))
    return client


class TestDoor:
    def test_anonymous_people_sign_in_first(self, made):
        for address in (DESK, f"{DESK}{made().pk}/"):
            answer = Client().get(address)
            assert answer.status_code == 302
            assert "/comptes/connexion/" in answer.url

    @pytest.mark.parametrize("role", [Role.RESIDENT, Role.EDITOR, Role.STATE_READER, Role.ELECTED_MEMBER])
    def test_404_for_others(self, made, role):
        client = logged_in(role)
        assert client.get(DESK).status_code == 404
        assert client.get(f"{DESK}{made().pk}/").status_code == 404

    def test_of_another_commune_it_does_not_exist(self, made):
        client, comment = logged_in(Role.GUSP_COORDINATOR, commune=CommuneFactory()), made(state=State.HELD)
        assert client.get(DESK).context["rows"] == []
        assert client.get(f"{DESK}{comment.pk}/").status_code == 404
        assert client.post(f"{DESK}{comment.pk}/", {"action": "publish"}).status_code == 404
        comment.refresh_from_db()
        assert comment.state == State.HELD

    @pytest.mark.parametrize("pk", ["999999", "99999999999999999999"])
    def test_no_such_comment(self, officer, client, pk):
        assert client.get(f"{DESK}{pk}/").status_code == 404

    def test_nobody_sees_what_is_not_confirmed(self, officer, client, made):
        comment = made(state=State.AWAITING_CONFIRMATION)
        assert client.get(f"{DESK}{comment.pk}/").status_code == 404

    def test_no_address_is_shown(self, officer, client, made):
        comment = made(state=State.HELD, user_email="luc@exemple.fr")
        for address in (DESK, f"{DESK}{comment.pk}/"):
            assert "luc@exemple.fr" not in client.get(address).content.decode()


class TestLists:
    def test_each_comment_stands_in_one(self, officer, client, made):
        held, waiting = made(state=State.HELD), made()
        answered = OfficialAnswerFactory(comment=made()).comment
        made(state=State.REFUSED)
        made(reply_to=waiting)
        lists = {view: client.get(DESK, {"vue": view}).context["rows"] for view in ("lire", "repondre", "repondus")}
        assert {view: [row.pk for row in rows] for view, rows in lists.items()} == {
            "lire": [held.pk],
            "repondre": [waiting.pk],
            "repondus": [answered.pk],
        }

    def test_empty_lists_say_so(self, officer, client):
        for view, words in (
            ("lire", "Rien à lire"),
            ("repondre", "Personne n’attend de réponse"),
            ("repondus", "Pas encore de réponse"),
        ):
            assert words in client.get(DESK, {"vue": view}).content.decode()
        assert client.get(DESK, {"vue": "rien"}).status_code == 404

    def test_a_partners_agent_sees_what_it_must_answer_and_nothing_to_read(self, made, partner, fiche):
        made(state=State.HELD)
        theirs = made()
        PublicCommentFactory(partner=PartnerFactory())
        client = logged_in(Role.PARTNER_AGENT, partner=partner)
        answer = client.get(DESK)
        assert [row.pk for row in answer.context["rows"]] == [theirs.pk]
        assert client.get(DESK, {"vue": "lire"}).status_code == 404

    def test_the_same_cost_for_one_and_for_thirty(self, officer, client, made):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def cost(view):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(DESK, {"vue": view}).status_code == 200
            return len(queries)

        def some(count):
            for _ in range(count):
                made(state=State.HELD, user=UserFactory())
                OfficialAnswerFactory(comment=made(user=UserFactory()))
                made(user=UserFactory(), target=ProjectPageFactory())

        some(1)
        client.get(DESK)
        before = {view: cost(view) for view in ("lire", "repondre", "repondus")}
        some(29)
        assert {view: cost(view) for view in before} == before
        assert max(before.values()) <= 12


class TestActing:
    def act(self, client, comment, **data):
        return client.post(f"{DESK}{comment.pk}/", data)

    def test_publish(self, officer, client, made, outbox):
        comment = made(state=State.HELD, user_email="luc@exemple.fr")
        assert self.act(client, comment, action="publish").status_code == 302
        comment.refresh_from_db()
        assert comment.state == State.PUBLISHED
        assert "est publié" in outbox.last("luc@exemple.fr").subject
        assert "Le commentaire est publié" in client.get(DESK).content.decode()

    def test_refuse_needs_a_reason(self, officer, client, made):
        comment = made(state=State.HELD)
        answer = self.act(client, comment, action="refuse")
        assert answer.status_code == 400
        assert "Écrivez quelques mots." in answer.content.decode()
        assert self.act(client, comment, action="refuse", **{"refus-reason": "Un nom est cité."}).status_code == 302
        comment.refresh_from_db()
        assert (comment.state, comment.refusal_reason) == (State.REFUSED, "Un nom est cité.")

    def test_answer(self, officer, client, made, outbox):
        comment = made(user_email="luc@exemple.fr")
        said = {"reponse-text": "Elles restent allumées.", "reponse-service": "la Ville, service Voirie"}
        assert self.act(client, comment, action="answer", **said).status_code == 302
        assert OfficialAnswer.objects.get().service == "la Ville, service Voirie"
        assert "Elles restent allumées." in outbox.last("luc@exemple.fr").text

    def test_a_partners_agent_answers_in_its_name_alone(self, made, partner):
        comment, client = made(), logged_in(Role.PARTNER_AGENT, partner=partner)
        assert "au nom de" in client.get(f"{DESK}{comment.pk}/").content.decode()
        self.act(client, comment, action="answer", **{"reponse-text": "Lundi.", "reponse-service": "la Préfecture"})
        answer = OfficialAnswer.objects.get()
        assert (answer.service, answer.partner) == ("Phare Habitat (fictif)", partner)
        assert self.act(client, made(), action="remove", **{"refus-reason": "Non."}).status_code == 404

    def test_a_field_agent_answers_and_does_not_moderate(self, made, commune):
        client, published = logged_in(Role.FIELD_AGENT, commune=commune), made()
        assert client.get(f"{DESK}{made(state=State.HELD).pk}/").status_code == 404
        page = client.get(f"{DESK}{published.pk}/").content.decode()
        assert "Répondre officiellement" in page
        assert "Retirer de la page" not in page

    def test_two_at_once_the_second_is_told_and_loses_nothing(self, officer, client, made):
        comment = OfficialAnswerFactory(comment=made()).comment
        said = {"reponse-text": "Ma réponse.", "reponse-service": "la Ville"}
        answer = self.act(client, comment, action="answer", **said)
        assert answer.status_code == 409
        assert "déjà sa réponse officielle" in answer.content.decode()
        held = made(state=State.PUBLISHED)
        answer = self.act(client, held, action="publish")
        assert answer.status_code == 409
        assert "déjà publié" in answer.content.decode()

    @pytest.mark.parametrize("action", ["", "delete", "\x00"])
    def test_no_such_act(self, officer, client, made, action):
        assert self.act(client, made(), action=action).status_code == 404

    @pytest.mark.parametrize("state", [state for state in State if state != State.AWAITING_CONFIRMATION])
    def test_the_page_of_every_state(self, officer, client, made, state):
        answer = client.get(f"{DESK}{made(state=state).pk}/")
        assert answer.status_code == 200
        assert "Historique" in answer.content.decode()

    def test_what_it_says_of_a_page_that_is_gone_from_sight(self, officer, client, made, fiche):
        comment = made()
        fiche.live = False
        fiche.save()
        assert client.get(f"{DESK}{comment.pk}/").status_code == 200


class TestCommonDesk:
    def test_what_waits_and_until_when(self, officer, made):
        made(state=State.HELD, comment="À lire.")
        late = made(submit_date=datetime(2026, 3, 2, 9, tzinfo=UTC), comment="En retard.")
        items = {item.title: item for item in desk_items(officer, date(2026, 3, 20))}
        assert set(items) == {"« À lire. »", "« En retard. »"}
        assert items["« À lire. »"].due is None
        item = items["« En retard. »"]
        assert (item.due, item.late, item.url) == (date(2026, 3, 9), True, f"{DESK}{late.pk}/")

    def test_it_is_on_the_common_desk(self, officer, made):
        made(state=State.HELD, comment="À lire.")
        assert "« À lire. »" in [item.title for item in desks.items_for(officer, date(2026, 3, 20))]
        assert DESK in [link.url for link in desks.links(officer)]

    def test_nothing_when_switched_off(self, officer, made):
        made(state=State.HELD)
        PortalSettings.objects.create(disabled_modules=["commentaires"])
        assert desk_items(officer, date(2026, 3, 20)) == []

    def test_a_constant_cost(self, officer, made, django_assert_num_queries):
        desk_items(officer, date(2026, 3, 20))
        for _ in range(30):
            made(state=State.HELD, user=UserFactory())
            made(user=UserFactory())
        with django_assert_num_queries(4):
            assert len(desk_items(officer, date(2026, 3, 20))) == 60
        assert PublicComment.objects.count() == 60
