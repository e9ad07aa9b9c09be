"""« Je soutiens »: who may, one per person, taken back as easily, never miscounted."""

import pytest
from django.test import Client

from participation.base.privacy.persons import erase_person, export_person
from participation.comments import rules
from participation.comments.enums import State
from participation.comments.models import PublicComment, Support
from participation.comments.services import Closed, set_dates, support_comment, withdraw_support
from participation.comments.workflow import IllegalTransition
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.comments import PublicCommentFactory
from tests.participation.comments.test_together import at_once

pytestmark = pytest.mark.django_db


def counted(comment):
    comment.refresh_from_db()
    assert comment.support == Support.objects.filter(comment=comment).count()
    return comment.support


class TestCounting:
    def test_once_per_person_and_back(self, fiche):
        comment, one, other = PublicCommentFactory(target=fiche), UserFactory(), UserFactory()
        assert support_comment(comment=comment, by=one) == 1
        assert support_comment(comment=comment, by=one) == 1
        assert support_comment(comment=comment, by=other) == 2
        assert withdraw_support(comment=comment, by=one) == 1
        assert withdraw_support(comment=comment, by=one) == 1
        assert counted(comment) == 1

    def test_who_leaves_stays_counted_without_a_name(self, fiche):
        comment, user = PublicCommentFactory(target=fiche), UserFactory()
        support_comment(comment=comment, by=user)
        assert len(export_person(user)["comments"]["soutiens"]) == 1
        erase_person(user)
        assert counted(comment) == 1
        assert Support.objects.get().user is None

    def test_not_when_the_discussion_is_closed(self, fiche):
        from datetime import date

        comment, user = PublicCommentFactory(target=fiche), UserFactory()
        set_dates(target=fiche, by=staff_with("administrator"), last_day=date(2020, 1, 1))
        with pytest.raises(Closed, match="fermée"):
            support_comment(comment=comment, by=user)
        assert counted(comment) == 0


@pytest.mark.django_db(transaction=True)
def test_sixty_at_once_are_counted_once_each(fiche):
    comment = PublicCommentFactory(target=fiche)
    people = [UserFactory() for _ in range(20)]
    at_once(60, lambda number: support_comment(comment=comment, by=people[number % 20]))
    assert counted(comment) == 20
    at_once(40, lambda number: withdraw_support(comment=comment, by=people[number % 10]))
    assert counted(comment) == 10


class TestWho:
    """Role of the person × whose comment × state of the comment."""

    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("who", ["nobody", "resident", "writer", "moderator", "inactive"])
    def test_the_rule(self, fiche, commune, state, who):
        writer = UserFactory()
        comment = PublicCommentFactory(target=fiche, user=writer, state=state)
        people = {
            "resident": UserFactory(),
            "writer": writer,
            "moderator": staff_with("neighbourhood_officer", commune=commune),
            "inactive": UserFactory(is_active=False),
        }
        from django.contrib.auth.models import AnonymousUser

        user = people.get(who, AnonymousUser())
        allowed = state == State.PUBLISHED and who in ("resident", "moderator")
        assert rules.can_support_comment(user, comment) is allowed
        if allowed:
            assert support_comment(comment=comment, by=user) == 1
        elif who in ("writer", "resident"):
            with pytest.raises(IllegalTransition, match=r"\w+ \w+"):
                support_comment(comment=comment, by=user)
            assert counted(comment) == 0


class TestPage:
    @pytest.fixture
    def comment(self, fiche):
        return PublicCommentFactory(target=fiche, comment="<b>Plus de lampes.</b>")

    def test_there_and_back_without_a_token_on_the_page(self, client, fiche, comment):
        client.force_login(UserFactory())
        address = f"/commentaires/{comment.pk}/soutenir/"
        public = Client().get(fiche.get_absolute_url()).content.decode()
        assert address in public
        assert "csrfmiddlewaretoken" not in public
        assert "Personne ne le soutient encore." in client.get(address).content.decode()
        answer = client.post(address, {"action": "support"}, follow=True)
        assert answer.redirect_chain[0][0].endswith(f"#commentaire-{comment.pk}")
        assert "Votre soutien est compté." in answer.content.decode()
        assert "Soutenir <b>1</b>" in answer.content.decode()
        assert "Vous soutenez ce commentaire." in client.get(address).content.decode()
        client.post(address, {"action": "withdraw"})
        assert counted(comment) == 0

    def test_without_account_one_is_told_to_log_in(self, client, comment):
        address = f"/commentaires/{comment.pk}/soutenir/"
        html = client.get(address).content.decode()
        assert "Connectez-vous pour soutenir." in html
        assert f"?next={address}" in html
        assert "csrfmiddlewaretoken" not in html.split("<main")[1].split("</main>")[0]
        answer = client.post(address, {"action": "support"})
        assert (answer.status_code, answer.url) == (302, f"/comptes/connexion/?next={address}")
        assert counted(comment) == 0

    def test_ones_own_is_refused_with_a_sentence(self, client, fiche):
        user = UserFactory()
        own = PublicCommentFactory(target=fiche, user=user)
        client.force_login(user)
        answer = client.post(f"/commentaires/{own.pk}/soutenir/", {"action": "support"})
        assert answer.status_code == 409
        assert "ce sont les autres qui le soutiennent" in answer.content.decode()

    def test_its_words_are_text(self, client, comment):
        html = client.get(f"/commentaires/{comment.pk}/soutenir/").content.decode()
        assert "<b>Plus" not in html
        assert "&lt;b&gt;Plus" in html

    @pytest.mark.parametrize("action", ["", "double", "\x00"])
    def test_no_such_act(self, client, comment, action):
        client.force_login(UserFactory())
        assert client.post(f"/commentaires/{comment.pk}/soutenir/", {"action": action}).status_code == 404

    @pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
    def test_what_nobody_reads_has_no_page(self, client, fiche, state):
        comment = PublicCommentFactory(target=fiche, state=state)
        assert client.get(f"/commentaires/{comment.pk}/soutenir/").status_code == 404

    def test_a_form_without_its_csrf_token_is_refused(self, comment):
        asked = Client(enforce_csrf_checks=True)
        asked.force_login(UserFactory())
        answer = asked.post(f"/commentaires/{comment.pk}/soutenir/", {"action": "support"})
        assert answer.status_code == 403

    def test_too_many_wait(self, client, comment, monkeypatch):
        monkeypatch.setattr("participation.comments.views.reading.SUPPORTS", 1)
        client.force_login(UserFactory())
        address = f"/commentaires/{comment.pk}/soutenir/"
        assert client.post(address, {"action": "support"}).status_code == 302
        answer = client.post(address, {"action": "withdraw"})
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert PublicComment.objects.get().support == 1
