"""/agents/commentaires/: who sees what, what one may do there, and what the common desk shows of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.desk import registry as desks
from participation.base.site.models import PortalSettings
from participation.comments.enums import State
from participation.comments.models import OfficialAnswer, PublicComment
from participation.comments.selectors import desk_items
from participation.moderation.enums import Rule
from participation.moderation.models import Case
from participation.notifications.models import Event
from participation.territory.enums import PartnerKind
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.cms import ProjectPageFactory
from tests.factories.comments import DiscussionFactory, OfficialAnswerFactory, PublicCommentFactory
from tests.factories.territory import ClosureFactory, CommuneFactory, PartnerFactory

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
        assert client.post(f"{DESK}{comment.pk}/", {"action": "answer"}).status_code == 404
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


VIEWS = ("a-moi", "partenaires", "retard", "repondus")


class TestLists:
    def keys(self, client, **query):
        return [row.pk for row in client.get(DESK, query).context["rows"]]

    def test_each_comment_stands_where_somebody_acts_on_it(self, officer, client, made):
        theirs, mine = made(), made(partner=None)
        late = made(partner=None, submit_date=datetime(2026, 3, 2, 9, tzinfo=UTC))
        answered = OfficialAnswerFactory(comment=made()).comment
        made(state=State.HELD)
        made(state=State.REFUSED)
        made(reply_to=theirs)
        assert {view: self.keys(client, vue=view) for view in VIEWS} == {
            "a-moi": [late.pk, mine.pk],
            "partenaires": [theirs.pk],
            "retard": [late.pk],
            "repondus": [answered.pk],
        }
        counts = {tab["url"]: tab["count"] for tab in client.get(DESK).context["tabs"]}
        assert counts == {"?vue=a-moi": 2, "?vue=partenaires": 1, "?vue=retard": 1, "?vue=repondus": 1}

    def test_empty_lists_say_so(self, officer, client):
        for view, words in (
            ("a-moi", "Personne n’attend votre réponse"),
            ("partenaires", "Les partenaires ont tout répondu"),
            ("retard", "Aucun retard"),
            ("repondus", "Pas encore de réponse"),
        ):
            assert words in client.get(DESK, {"vue": view}).content.decode()
        assert "Aucun commentaire ne correspond" in client.get(DESK, {"sur": "fiche"}).content.decode()

    @pytest.mark.parametrize(
        "query",
        [{"vue": "rien"}, {"vue": "lire"}, {"sur": "rien"}, {"qui": "personne"}, {"qui": "\x00"}, {"sur": "é" * 5000}],
    )
    def test_what_nobody_knows_is_a_404(self, officer, client, query):
        assert client.get(DESK, query).status_code == 404

    def test_filters_stand_in_the_address_and_in_the_counts(self, officer, client, made, partner):
        mine, other = made(partner=None), PartnerFactory(name="Étang Habitat")
        theirs, others = made(), made(partner=other)
        assert self.keys(client, vue="partenaires", qui=other.slug) == [others.pk]
        assert self.keys(client, vue="partenaires", qui=partner.slug, sur="fiche") == [theirs.pk]
        assert self.keys(client, qui="ville") == [mine.pk]
        page = client.get(DESK, {"vue": "partenaires", "qui": other.slug})
        assert [tab["count"] for tab in page.context["tabs"]] == [0, 1, 0, 0]
        assert all(tab["url"].endswith(f"&qui={other.slug}") for tab in page.context["tabs"])
        offered = [one.value for one in page.context["holders"]]
        assert offered == ["ville", other.slug, partner.slug]

    def test_a_page_that_names_the_city_as_its_partner_is_the_citys(self, officer, client, made, commune):
        comment = made(partner=PartnerFactory(name="Ville", kind=PartnerKind.CITY, commune=commune))
        assert self.keys(client, qui="ville") == [comment.pk]
        page = client.get(DESK)
        assert page.context["rows"][0].holder == "La Ville"
        assert [one.value for one in page.context["holders"]] == ["ville"]

    def test_a_partners_agent_sees_what_it_must_answer_and_nothing_to_read(self, made, partner, fiche):
        made(state=State.HELD)
        theirs = made()
        PublicCommentFactory(partner=PartnerFactory())
        client = logged_in(Role.PARTNER_AGENT, partner=partner)
        assert self.keys(client) == [theirs.pk]
        assert client.get(DESK, {"vue": "partenaires"}).status_code == 404
        assert "Dates et bilans" not in client.get(DESK).content.decode()

    def test_the_same_cost_for_one_and_for_thirty(self, officer, client, made):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def cost(view):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(DESK, {"vue": view}).status_code == 200
            return len(queries)

        def some(count):
            for _ in range(count):
                OfficialAnswerFactory(comment=made(user=UserFactory()))
                made(user=UserFactory(), partner=None, submit_date=datetime(2026, 3, 2, 9, tzinfo=UTC))
                made(user=UserFactory(), target=ProjectPageFactory())

        some(1)
        client.get(DESK)
        before = {view: cost(view) for view in VIEWS}
        some(29)
        assert {view: cost(view) for view in VIEWS} == before
        assert max(before.values()) <= 14


class TestActing:
    def act(self, client, comment, **data):
        return client.post(f"{DESK}{comment.pk}/", data)

    def test_what_is_held_is_read_in_the_queue_of_moderation(self, officer, client, made):
        page = client.get(f"{DESK}{made(state=State.HELD).pk}/").content.decode()
        assert "/agents/moderation/" in page
        assert 'name="action"' not in page

    @pytest.mark.parametrize("action", ["publish", "refuse", "remove", "", "delete", "\x00"])
    def test_no_such_act_here(self, officer, client, made, action):
        for comment in (made(), made(state=State.HELD)):
            assert self.act(client, comment, action=action).status_code == 404
            comment.refresh_from_db()
            assert comment.state in (State.PUBLISHED, State.HELD)

    def test_answer(self, officer, client, made):
        comment = made(user_email="luc@exemple.fr", confirmed_at=timezone.now())
        said = {"reponse-text": "Elles restent allumées.", "reponse-service": "la Ville, service Voirie"}
        assert self.act(client, comment, action="answer", **said).status_code == 302
        assert OfficialAnswer.objects.get().service == "la Ville, service Voirie"
        event = Event.objects.get(kind="comments/answered")
        assert event.words["answer"] == "Elles restent allumées."
        assert "prévenue" in client.get(DESK).content.decode()

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"reponse-text": "", "reponse-service": "la Ville"}, "Écrivez quelques mots."),
            ({"reponse-text": "\u202e\u200b", "reponse-service": "la Ville"}, "Écrivez quelques mots."),
            ({"reponse-text": "Oui.", "reponse-service": ""}, "Dites quel service répond."),
            ({"reponse-text": "Oui.", "reponse-service": "luc@exemple.fr"}, "@"),
            ({"reponse-text": "é" * 100_000, "reponse-service": "la Ville"}, "trop long"),
            ({"reponse-text": "Oui.", "reponse-service": "é" * 201}, "200"),
        ],
    )
    def test_what_cannot_be_published_is_said_and_kept(self, officer, client, made, said, words):
        answer = self.act(client, made(), action="answer", **said)
        assert answer.status_code == 400
        page = answer.content.decode()
        assert words in page
        assert not OfficialAnswer.objects.exists()

    def test_html_is_text(self, officer, client, made):
        comment = made()
        said = {"reponse-text": "<script>alert(1)</script> Oui\x00\u202e.", "reponse-service": "<b>la Ville</b>"}
        self.act(client, comment, action="answer", **said)
        page = client.get(f"{DESK}{comment.pk}/").content.decode()
        assert "<script>alert" not in page
        assert OfficialAnswer.objects.get().text == "<script>alert(1)</script> Oui."
        assert "<b>la Ville" not in page

    def test_correct(self, officer, client, made):
        comment = OfficialAnswerFactory(comment=made(partner=None), text="Non.").comment
        said = {"correction-text": "Oui, depuis lundi.", "correction-version": "1"}
        assert self.act(client, comment, action="correct", **said).status_code == 302
        page = client.get(f"{DESK}{comment.pk}/").content.decode()
        assert "Oui, depuis lundi." in page
        assert "Ce que la réponse disait avant" in page
        assert "<p>Non.</p>" in page
        again = self.act(client, comment, action="correct", **said)
        assert again.status_code == 409
        assert "vient d’être corrigée" in again.content.decode()
        same = self.act(client, comment, action="correct", **{**said, "correction-version": "2"})
        assert same.status_code == 400
        assert "C’est le même texte" in same.content.decode()

    @pytest.mark.parametrize("version", ["", "x", "0", "9" * 40])
    def test_a_version_nobody_showed(self, officer, client, made, version):
        comment = OfficialAnswerFactory(comment=made(partner=None), text="Non.").comment
        said = {"correction-text": "Oui.", "correction-version": version}
        assert self.act(client, comment, action="correct", **said).status_code == 400
        assert OfficialAnswer.objects.get().text == "Non."

    def test_nothing_to_correct_yet(self, officer, client, made):
        said = {"correction-text": "Oui.", "correction-version": "1"}
        assert self.act(client, made(), action="correct", **said).status_code == 409

    def test_a_partner_never_rewrites_what_the_city_said(self, made, partner):
        comment = OfficialAnswerFactory(comment=made(), text="Non.").comment
        client = logged_in(Role.PARTNER_AGENT, partner=partner)
        assert "Corriger la réponse" not in client.get(f"{DESK}{comment.pk}/").content.decode()
        said = {"correction-text": "Oui.", "correction-version": "1"}
        assert self.act(client, comment, action="correct", **said).status_code == 404

    def test_ask_a_partner_instead(self, officer, client, made, partner):
        comment = made(partner=None)
        due = comment.answer_by
        said = {
            "destinataire-to": partner.slug,
            "destinataire-service": "",
            "destinataire-reason": "Ce sont ses lampes.",
        }
        answer = self.act(client, comment, action="reassign", **said)
        assert (answer.status_code, answer.url) == (302, DESK)
        comment.refresh_from_db()
        assert (comment.partner, comment.service, comment.answer_by) == (partner, "", due)
        page = client.get(f"{DESK}{comment.pk}/").content.decode()
        assert "Ce sont ses lampes." in page
        assert "confié à Phare Habitat" in page

    def test_ask_another_service(self, officer, client, made):
        comment = made()
        said = {
            "destinataire-to": "ville",
            "destinataire-service": "service Voirie",
            "destinataire-reason": "Chaussée.",
        }
        assert self.act(client, comment, action="reassign", **said).status_code == 302
        comment.refresh_from_db()
        assert (comment.partner, comment.service) == (None, "service Voirie")
        assert "Service Voirie" in client.get(f"{DESK}{comment.pk}/").content.decode()

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"to": "ville", "service": "", "reason": ""}, "Écrivez quelques mots."),
            ({"to": "personne", "service": "", "reason": "Non."}, "choix"),
            ({"to": "\x00", "service": "", "reason": "Non."}, "choix"),
            ({"to": "phare", "service": "service Voirie", "reason": "Non."}, "laissez le service vide"),
            ({"to": "phare", "service": "", "reason": "Non."}, "déjà confié"),
        ],
    )
    def test_what_cannot_be_asked(self, officer, client, made, partner, said, words):
        comment = made()
        to = partner.slug if said["to"] == "phare" else said["to"]
        data = {f"destinataire-{name}": value for name, value in {**said, "to": to}.items()}
        answer = self.act(client, comment, action="reassign", **data)
        assert answer.status_code == 400
        assert words in answer.content.decode()
        comment.refresh_from_db()
        assert comment.partner == partner

    def test_a_partner_gives_back_to_the_city_and_no_further(self, made, partner):
        other, comment = PartnerFactory(commune=partner.commune), made()
        client = logged_in(Role.PARTNER_AGENT, partner=partner)
        assert "Rendre à la Ville" in client.get(f"{DESK}{comment.pk}/").content.decode()
        said = {"destinataire-service": "", "destinataire-reason": "Ce n’est pas à nous."}
        answer = self.act(client, comment, action="reassign", **{**said, "destinataire-to": other.slug})
        assert answer.status_code == 400
        answer = self.act(client, comment, action="reassign", **{**said, "destinataire-to": "ville"})
        assert answer.status_code == 302
        comment.refresh_from_db()
        assert comment.partner is None
        assert client.get(f"{DESK}{comment.pk}/").status_code == 404

    def test_to_moderation_it_stays_visible_until_somebody_decides(self, officer, client, made):
        comment = made()
        answer = self.act(client, comment, action="hold")
        assert (answer.status_code, answer.url) == (302, "/agents/moderation/")
        comment.refresh_from_db()
        assert comment.state == State.PUBLISHED
        case = Case.objects.get()
        assert (case.kind, case.key, case.rule) == ("commentaire", str(comment.pk), Rule.FLAGGED)

    def test_a_partners_agent_answers_in_its_name_alone(self, made, partner):
        comment, client = made(), logged_in(Role.PARTNER_AGENT, partner=partner)
        assert "au nom de" in client.get(f"{DESK}{comment.pk}/").content.decode()
        self.act(client, comment, action="answer", **{"reponse-text": "Lundi.", "reponse-service": "la Préfecture"})
        answer = OfficialAnswer.objects.get()
        assert (answer.service, answer.partner) == ("Phare Habitat (fictif)", partner)

    def test_a_field_agent_answers_and_sees_nothing_held(self, made, commune):
        client, published = logged_in(Role.FIELD_AGENT, commune=commune), made()
        assert client.get(f"{DESK}{made(state=State.HELD).pk}/").status_code == 404
        assert "Répondre officiellement" in client.get(f"{DESK}{published.pk}/").content.decode()

    def test_two_at_once_the_second_is_told_and_loses_nothing(self, officer, client, made):
        comment = OfficialAnswerFactory(comment=made()).comment
        said = {"reponse-text": "Ma réponse.", "reponse-service": "la Ville"}
        answer = self.act(client, comment, action="answer", **said)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "déjà sa réponse officielle" in page
        assert "Ma réponse." in page

    @pytest.mark.parametrize(
        "state", [state for state in State if state not in (State.AWAITING_CONFIRMATION, State.WITHDRAWN)]
    )
    def test_the_page_of_every_state(self, officer, client, made, state):
        answer = client.get(f"{DESK}{made(state=state).pk}/")
        assert answer.status_code == 200
        assert "Historique" in answer.content.decode()

    def test_it_says_when_the_delay_stands_still(self, officer, client, made):
        comment = made()
        ClosureFactory(starts_on=comment.answer_by, ends_on=comment.answer_by + timedelta(days=3))
        assert "Les délais ne courent pas" in client.get(f"{DESK}{comment.pk}/").content.decode()

    def test_what_it_says_of_a_page_that_is_gone_from_sight(self, officer, client, made, fiche):
        comment = made()
        fiche.live = False
        fiche.save()
        assert client.get(f"{DESK}{comment.pk}/").status_code == 200


class TestCommonDesk:
    DAY = date(2026, 3, 20)

    def test_what_waits_and_until_when(self, officer, made, partner):
        made(state=State.HELD, comment="À lire.")
        early = datetime(2026, 3, 2, 9, tzinfo=UTC)
        late = made(submit_date=early, comment="En retard.", partner=None)
        made(submit_date=early, comment="À relancer.")
        made(submit_date=datetime(2026, 3, 19, 9, tzinfo=UTC), comment="Chez le partenaire, à temps.")
        items = {item.title: item for item in desk_items(officer, self.DAY)}
        assert set(items) == {"« En retard. »", "« À relancer. »"}
        item = items["« En retard. »"]
        assert (item.due, item.late, item.url, item.action) == (
            date(2026, 3, 9),
            True,
            f"{DESK}{late.pk}/",
            "Répondre",
        )
        assert items["« À relancer. »"].action == "Relancer Phare Habitat (fictif)"

    def test_a_partners_agent_and_a_field_agent(self, made, commune, partner):
        made(comment="Au partenaire.")
        made(comment="À la Ville.", partner=None)
        agent, field = staff_with(Role.PARTNER_AGENT, partner=partner), staff_with(Role.FIELD_AGENT, commune=commune)
        assert [item.title for item in desk_items(agent, self.DAY)] == ["« Au partenaire. »"]
        assert [item.title for item in desk_items(field, self.DAY)] == ["« À la Ville. »"]

    def test_it_is_on_the_common_desk(self, officer, made):
        made(comment="À la Ville.", partner=None)
        assert "« À la Ville. »" in [item.title for item in desks.items_for(officer, self.DAY)]
        assert (DESK, 1) in [(link.url, link.count) for link in desks.links(officer)]

    def test_a_discussion_that_closed_without_outcome_waits_for_the_coordination(self, officer, commune, fiche):
        past = timezone.now() - timedelta(days=3)
        discussion = DiscussionFactory(target=fiche, commune=commune, closes_at=past)
        coordinator = staff_with(Role.GUSP_COORDINATOR, commune=commune)
        items = desk_items(coordinator, self.DAY)
        assert [(item.action, item.url) for item in items] == [
            ("Écrire le bilan", f"{DESK}discussions/fiche/{fiche.pk}/")
        ]
        assert desk_items(officer, self.DAY) == []
        assert desk_items(staff_with(Role.GUSP_COORDINATOR, commune=CommuneFactory()), self.DAY) == []
        discussion.outcome, discussion.outcome_at = "Le passage de l’école d’abord.", past
        discussion.save()
        assert desk_items(coordinator, self.DAY) == []

    def test_nothing_when_switched_off(self, officer, made):
        made(partner=None)
        PortalSettings.objects.create(disabled_modules=["commentaires"])
        assert desk_items(officer, self.DAY) == []

    def test_a_constant_cost(self, commune, made, django_assert_num_queries):
        coordinator, past = staff_with(Role.GUSP_COORDINATOR, commune=commune), timezone.now() - timedelta(days=3)
        desk_items(coordinator, self.DAY)
        for count in (1, 29):
            for _ in range(count):
                made(user=UserFactory(), submit_date=datetime(2026, 3, 2, 9, tzinfo=UTC))
                made(user=UserFactory(), partner=None)
                DiscussionFactory(commune=commune, closes_at=past)
            with django_assert_num_queries(6):
                items = desk_items(coordinator, self.DAY)
        assert len(items) == 90
        assert PublicComment.objects.count() == 60
