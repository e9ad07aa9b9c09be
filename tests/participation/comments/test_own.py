"""What one may do with one's own words: for how long, in which state, by account or by the link in the mail."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from participation.base.links.signing import make_token
from participation.comments import rules
from participation.comments.enums import State, Verb
from participation.comments.models import PublicComment, Revision
from participation.comments.selectors import own_comments
from participation.comments.services import MANAGE, confirm_comment, edit_comment, withdraw_comment, write_comment
from participation.comments.workflow import IllegalTransition
from participation.moderation.enums import CaseState, Rule
from participation.moderation.models import Case
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory, known_writer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def nadia(client):
    user = known_writer(display_name="Nadia")
    client.force_login(user)
    return user


@pytest.fixture
def said(fiche, nadia):
    return write_comment(target=fiche, text="Et la nuit ?", user=nadia)


class TestEditing:
    def test_other_words_and_those_of_before_for_who_moderates(self, said):
        edit_comment(comment=said, text="Et la nuit, après 22 h ?")
        said.refresh_from_db()
        assert (said.comment, said.state) == ("Et la nuit, après 22 h ?", State.PUBLISHED)
        assert said.edited_at is not None
        assert Revision.objects.get().text == "Et la nuit ?"
        assert [event.verb for event in said.events.all()] == [Verb.WRITTEN, Verb.EDITED]

    @pytest.mark.parametrize(("minutes", "allowed"), [(0, True), (9, True), (10, True), (11, False)])
    def test_ten_minutes_long(self, said, minutes, allowed):
        at = said.submit_date + minutes * MINUTE
        if allowed:
            assert edit_comment(comment=said, text="Autrement.", at=at).comment == "Autrement."
        else:
            with pytest.raises(IllegalTransition, match="10 minutes"):
                edit_comment(comment=said, text="Autrement.", at=at)

    def test_the_time_is_the_communes(self, said, settings):
        settings.COMMENTS_EDIT_MINUTES = 1
        with pytest.raises(IllegalTransition, match="une minute"):
            edit_comment(comment=said, text="Autrement.", at=said.submit_date + 2 * MINUTE)

    def test_it_is_screened_again(self, said, commune):
        changed = edit_comment(comment=said, text="Appelez-moi au 06 12 34 56 78.")
        changed.refresh_from_db()
        assert (changed.state, changed.is_public, changed.held_for) == (State.HELD, False, Rule.PERSONAL_DATA)
        case = Case.objects.get(kind="commentaire")
        assert (case.state, case.rule, case.commune) == (CaseState.WAITING, Rule.PERSONAL_DATA, commune)

    def test_who_reads_the_words_of_before_is_told(self, fiche):
        held = write_comment(target=fiche, text="Bonjour à toutes et tous.", user=UserFactory())
        before = Case.objects.get(key=str(held.pk)).version
        edit_comment(comment=held, text="Bonjour à toutes et à tous.")
        held.refresh_from_db()
        assert held.state == State.HELD, "what is held is not published by saying it otherwise"
        assert Case.objects.get(key=str(held.pk)).version == before + 1

    def test_the_same_words_change_nothing(self, said):
        edit_comment(comment=said, text=" Et la nuit ? ")
        said.refresh_from_db()
        assert said.edited_at is None
        assert not Revision.objects.exists()

    def test_not_under_an_official_answer(self, said):
        OfficialAnswerFactory(comment=said)
        with pytest.raises(IllegalTransition, match="réponse officielle"):
            edit_comment(comment=said, text="Je n’ai jamais demandé cela.")

    def test_the_page_says_it_was_changed(self, said, fiche):
        edit_comment(comment=said, text="Autrement.")
        html = Client().get(fiche.get_absolute_url()).content.decode()
        assert "Autrement." in html
        assert "<span>modifié</span>" in html
        assert "Et la nuit" not in html


class TestWithdrawing:
    def test_words_name_and_address_go_the_place_stays(self, said, fiche, nadia):
        PublicCommentFactory(target=fiche, reply_to=said, comment="Moi je reste.")
        edit_comment(comment=said, text="Autrement.")
        withdraw_comment(comment=said)
        said.refresh_from_db()
        assert (said.state, said.comment, said.user, said.is_public) == (State.WITHDRAWN, "", None, False)
        assert not Revision.objects.exists()
        assert {event.actor for event in said.events.all()} == {None}
        html = Client().get(fiche.get_absolute_url()).content.decode()
        assert "La personne qui l’a écrit a supprimé ce commentaire." in html
        assert "Moi je reste." in html
        assert "Nadia" not in html

    def test_without_replies_nothing_is_left_on_the_page(self, said, fiche):
        withdraw_comment(comment=said)
        assert "Personne n’a encore écrit." in Client().get(fiche.get_absolute_url()).content.decode()

    def test_what_waited_to_be_read_leaves_the_queue(self, fiche):
        held = write_comment(target=fiche, text="Bonjour.", user=UserFactory())
        withdraw_comment(comment=held)
        assert Case.objects.get(key=str(held.pk)).state == CaseState.CLOSED

    def test_before_the_address_is_confirmed_too(self, fiche, outbox):
        comment = write_comment(target=fiche, text="Bonjour.", email="luc@exemple.fr")
        withdraw_comment(comment=comment)
        with pytest.raises(IllegalTransition, match="supprimé"):
            confirm_comment(comment=comment)
        assert PublicComment.objects.get().user_email == ""

    @pytest.mark.parametrize("state", [State.REFUSED, State.REMOVED, State.WITHDRAWN])
    def test_not_what_was_taken_away_already(self, fiche, state):
        comment = PublicCommentFactory(target=fiche, state=state)
        with pytest.raises(IllegalTransition, match=r"\w+ \w+"):
            withdraw_comment(comment=comment)


class TestWho:
    """Role of the person × whose comment × state of the comment."""

    EDITABLE = {State.AWAITING_CONFIRMATION, State.HELD, State.PUBLISHED}

    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("who", ["nobody", "writer", "resident", "officer", "coordinator", "administrator"])
    def test_the_rules_and_the_pages(self, fiche, commune, state, who):
        writer = UserFactory()
        comment = PublicCommentFactory(target=fiche, user=writer, state=state)
        staff = {
            "officer": "neighbourhood_officer",
            "coordinator": "gusp_coordinator",
            "administrator": "administrator",
        }
        if who in staff:
            user = staff_with(staff[who], commune=commune)
        else:
            user = {"writer": writer, "resident": UserFactory()}.get(who, AnonymousUser())
        allowed = who == "writer" and state in self.EDITABLE
        now = comment.submit_date + MINUTE
        assert rules.can_edit_comment(user, comment, now) is allowed
        assert rules.can_edit_comment(user, comment, now + 10 * MINUTE) is False
        assert rules.can_withdraw_comment(user, comment) is allowed
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        for verb in ("modifier", "supprimer"):
            answer = client.get(f"/commentaires/{comment.pk}/{verb}/")
            assert answer.status_code == {"nobody": 302, "writer": 200}.get(who, 404)
            if who == "writer":
                posted = client.post(f"/commentaires/{comment.pk}/{verb}/", {"text": "Autrement."})
                assert posted.status_code == (302 if allowed else 409)


class TestPages:
    def test_change_it(self, client, said, fiche):
        address = f"/commentaires/{said.pk}/modifier/"
        assert "Et la nuit ?" in client.get(address).content.decode().replace("\xa0", " ").replace("\u202f", " ")
        answer = client.post(address, {"text": "Autrement."}, follow=True)
        assert "Votre commentaire est modifié." in answer.content.decode()
        assert "Autrement." in Client().get(fiche.get_absolute_url()).content.decode()

    def test_too_late_the_text_is_shown_to_be_kept(self, client, said):
        PublicComment.objects.update(submit_date=timezone.now() - timedelta(hours=1))
        answer = client.post(f"/commentaires/{said.pk}/modifier/", {"text": "Mon long <b>texte."})
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "Ce commentaire ne se modifie plus." in html
        assert "Mon long &lt;b&gt;texte." in html

    def test_take_it_away_after_a_confirmation(self, client, said, fiche):
        address = f"/commentaires/{said.pk}/supprimer/"
        assert "Cela ne s’annule pas." in client.get(address).content.decode()
        said.refresh_from_db()
        assert said.state == State.PUBLISHED, "a GET changes nothing"
        assert client.post(address).status_code == 302
        said.refresh_from_db()
        assert said.state == State.WITHDRAWN
        assert client.get(address).status_code == 404, "nobody wrote it any more"

    def test_ones_own_list(self, client, said, fiche):
        PublicCommentFactory(target=fiche, comment="D’une autre.")
        html = client.get("/compte/commentaires/").content.decode()
        assert "Éclairer les passages" in html
        assert f"/commentaires/{said.pk}/modifier/" in html
        assert "D’une autre." not in html
        assert Client().get("/compte/commentaires/").status_code == 302

    def test_an_empty_list_says_so(self, client):
        client.force_login(UserFactory())
        assert "Vous n’avez encore rien écrit" in client.get("/compte/commentaires/").content.decode()

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_list_costs_the_same(self, fiche, count, django_assert_num_queries):
        user = UserFactory()
        for _ in range(count):
            PublicCommentFactory(target=fiche, user=user)
        with django_assert_num_queries(2):
            assert len(own_comments(user, timezone.now())) == count

    def test_too_many_changes_wait_with_their_text(self, client, said, monkeypatch):
        monkeypatch.setattr("participation.comments.views.own.EDITS", 1)
        assert client.post(f"/commentaires/{said.pk}/modifier/", {"text": "Un."}).status_code == 302
        answer = client.post(f"/commentaires/{said.pk}/modifier/", {"text": "Deux textes."})
        assert answer.status_code == 429
        assert "Deux textes." in answer.content.decode()


class TestByMail:
    @pytest.fixture
    def link(self, fiche, outbox):
        """The path that the mail gives somebody without account."""
        write_comment(target=fiche, text="Et la nuit ?", email="luc@exemple.fr", name="Luc")
        found = outbox.links(outbox.last("luc@exemple.fr"))
        assert "/commentaires/confirmer/" in found[0]
        (link,) = {one for one in found if "/commentaires/mien/" in one}
        return "/commentaires/mien/" + link.split("/commentaires/mien/")[1]

    def test_change_it(self, link):
        client = Client()
        assert f"{link}modifier/" in client.get(link).content.decode()
        assert client.post(f"{link}modifier/", {"text": "Autrement."}).status_code == 302
        comment = PublicComment.objects.get()
        assert (comment.comment, comment.state) == ("Autrement.", State.AWAITING_CONFIRMATION)

    def test_take_it_away(self, link):
        client = Client()
        for address in (link, f"{link}supprimer/"):
            assert client.get(address).status_code == 200
        assert PublicComment.objects.get().state == State.AWAITING_CONFIRMATION, "a scanner takes nothing away"
        assert client.post(f"{link}supprimer/").status_code == 302
        assert PublicComment.objects.get().state == State.WITHDRAWN
        assert client.get(link).status_code == 410

    def test_later_one_can_still_take_it_away(self, link):
        PublicComment.objects.update(submit_date=timezone.now() - timedelta(days=3))
        html = Client().get(link).content.decode()
        assert f"{link}modifier/" not in html
        assert f"{link}supprimer/" in html
        assert Client().post(f"{link}modifier/", {"text": "Trop tard."}).status_code == 409

    @pytest.mark.parametrize("end", ["", "modifier/", "supprimer/"])
    def test_a_link_that_is_none(self, link, end):
        assert Client().get(f"/commentaires/mien/rien/{end}").status_code == 404
        old = make_token(MANAGE, {"comment": PublicComment.objects.get().pk}, max_age=-1)
        assert Client().get(f"/commentaires/mien/{old}/{end}").status_code == 410
        gone = make_token(MANAGE, {"comment": 2_000_000_000}, max_age=60)
        assert Client().post(f"/commentaires/mien/{gone}/{end}").status_code in (405, 410)

    def test_a_form_without_its_csrf_token_is_refused(self, link):
        asked = Client(enforce_csrf_checks=True)
        assert asked.post(f"{link}supprimer/").status_code == 403

    def test_none_of_these_pages_is_kept_or_sent_on(self, link):
        answer = Client().get(link)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
