"""What is kept of people, for how long, and what they take along."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.base.privacy import purge
from participation.base.privacy.persons import erase_person, export_person
from participation.comments.enums import State
from participation.comments.jobs import delete_unconfirmed, forget_old_addresses
from participation.comments.models import PublicComment
from participation.comments.selectors import signature
from participation.comments.services import write_comment
from tests.factories.accounts import UserFactory
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory, known_writer

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.now() - timedelta(days=days)


class TestAddresses:
    def test_they_go_thirty_days_after_the_answer(self):
        comment = PublicCommentFactory(settled_at=timezone.now(), comment="Je reste.")
        assert forget_old_addresses(timezone.now() + timedelta(days=29)) == 0
        assert forget_old_addresses(timezone.now() + timedelta(days=31)) == 1
        comment.refresh_from_db()
        assert (comment.user_email, comment.comment) == ("", "Je reste.")
        assert forget_old_addresses(timezone.now() + timedelta(days=31)) == 0

    def test_they_stay_while_an_answer_is_owed_a_year_at_most(self):
        PublicCommentFactory(settled_at=None)
        assert forget_old_addresses(timezone.now() + timedelta(days=364)) == 0
        assert forget_old_addresses(timezone.now() + timedelta(days=366)) == 1

    def test_the_time_is_the_communes(self, settings):
        settings.COMMENTS_ADDRESS_DAYS = 2
        PublicCommentFactory(settled_at=ago(3))
        assert forget_old_addresses() == 1


class TestUnconfirmed:
    def test_gone_when_the_link_no_longer_works(self, fiche):
        write_comment(target=fiche, text="Bonjour.", email="luc@exemple.fr")
        PublicCommentFactory(target=fiche, submit_date=ago(300), state=State.HELD)
        assert delete_unconfirmed(timezone.now() + timedelta(days=29)) == 0
        assert delete_unconfirmed(timezone.now() + timedelta(days=31)) == 1
        assert PublicComment.objects.get().state == State.HELD


class TestPurge:
    def test_it_is_proposed_first_then_done(self):
        PublicCommentFactory(settled_at=ago(40))
        PublicCommentFactory(state=State.AWAITING_CONFIRMATION, submit_date=ago(40))
        PublicCommentFactory(state=State.REFUSED, settled_at=ago(400), user_email="")
        kept = PublicCommentFactory(state=State.REFUSED, settled_at=ago(20))
        names = ["comments-addresses", "comments-unconfirmed", "comments-refused"]
        proposals = [purge.proposals(only=name)[0] for name in names]
        assert [[item.count for item in one.items] for one in proposals] == [[1], [1], [1]]
        assert PublicComment.objects.count() == 4
        assert [one.purge.apply(one.items) for one in proposals] == [1, 1, 1]
        assert PublicComment.objects.count() == 2
        kept.refresh_from_db()
        assert kept.user_email


class TestPersons:
    def test_what_one_takes_along(self, fiche):
        user = UserFactory(email="nadia@exemple.fr")
        comment = PublicCommentFactory(target=fiche, user=user, comment="Avec mon compte.")
        OfficialAnswerFactory(comment=comment, text="Bien reçu.")
        PublicCommentFactory(target=fiche, user_email="Nadia@exemple.fr", comment="Sans mon compte.")
        PublicCommentFactory(target=fiche, comment="D’une autre.")
        found = export_person(user)["comments"]["commentaires"]
        assert [row["texte"] for row in found] == ["Avec mon compte.", "Sans mon compte."]
        assert found[0]["sur"] == fiche.title
        assert found[0]["réponse"] == "Bien reçu."

    def test_nothing_for_who_wrote_nothing(self):
        assert "comments" not in export_person(UserFactory())

    def test_who_leaves_keeps_no_name_and_no_address_here(self, fiche):
        user = known_writer(email="nadia@exemple.fr", display_name="Nadia")
        public = write_comment(target=fiche, text="Je reste.", user=user)
        PublicCommentFactory(target=fiche, user=user, state=State.HELD)
        other = PublicCommentFactory(target=fiche, user_email="nadia@exemple.fr", user_name="Nadia")
        erase_person(user)
        erase_person(user)
        left = list(PublicComment.objects.order_by("pk"))
        assert left == [public, other]
        assert {(one.user_id, one.user_name, one.user_email, signature(one)) for one in left} == {
            (None, "", "", "un·e habitant·e")
        }
        assert public.events.get().actor is None
