"""Comments in the common queue: what a moderator sees, what becomes of one, who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.accounts.enums import Role
from participation.comments import moderating
from participation.comments.enums import State, Verb
from participation.comments.models import PublicComment, Revision
from participation.comments.services import confirm_comment, edit_comment, publish_comment, write_comment
from participation.moderation import registry
from participation.moderation import services as queue
from participation.moderation.enums import CaseState, Decision, Ground, Rule
from participation.moderation.models import Case
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.comments import PublicCommentFactory, known_writer
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


@pytest.fixture
def officer(commune):
    return staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=commune)


@pytest.fixture
def held(fiche):
    """Without account, confirmed: it waits to be read."""
    return confirm_comment(comment=write_comment(target=fiche, text="Et la nuit ?", email="luc@exemple.fr", name="Luc"))


def case_of(comment):
    return Case.objects.get(kind="commentaire", key=str(comment.pk))


def decide(comment, officer, decision, **more):
    case = case_of(comment)
    queue.decide(case=case, by=officer, decision=decision, version=case.version, **more)
    queue.apply_due(at=timezone.now() + LATER)
    comment.refresh_from_db()
    return comment


class TestWaiting:
    def test_not_before_the_address_is_confirmed(self, fiche):
        comment = write_comment(target=fiche, text="Et la nuit ?", email="luc@exemple.fr")
        assert not Case.objects.exists()
        confirm_comment(comment=comment)
        assert case_of(comment).rules == [Rule.FIRST_MESSAGE, Rule.NO_ACCOUNT]

    def test_confirming_twice_is_one_case(self, held):
        confirm_comment(comment=held)
        assert case_of(held).version == 1

    def test_without_proof_in_a_rush_it_is_read_first_never_refused(self, fiche):
        comment = write_comment(target=fiche, text="Bonjour.", user=known_writer(), no_proof=True)
        assert (comment.state, case_of(comment).rules) == (State.HELD, [Rule.NO_PROOF])

    def test_who_is_suspended_is_told_until_when_and_loses_no_text(self, held, officer, send, client):
        queue.ban(case=case_of(held), by=officer, days=3, ground=Ground.INSULT)
        answer = send(text="Encore moi.", email="luc@exemple.fr")
        assert answer.status_code == 403
        assert "Vous ne pouvez pas écrire ici jusqu’au" in answer.content.decode()
        assert "Encore moi." in answer.content.decode()
        assert PublicComment.objects.count() == 1


class TestDeciding:
    def test_published_and_its_writer_told(self, held, officer, outbox):
        decide(held, officer, Decision.PUBLISH)
        assert (held.state, held.is_public) == (State.PUBLISHED, True)
        assert "est publié" in outbox.last("luc@exemple.fr").subject
        assert case_of(held).state == CaseState.CLOSED
        again = write_comment(target=held.content_object, text="Merci.", email="luc@exemple.fr")
        assert confirm_comment(comment=again).held_for == Rule.NO_ACCOUNT, "no first message any more"

    def test_refused_once_told_once(self, held, officer, outbox):
        before = len(outbox.all())
        decide(held, officer, Decision.REFUSE, ground=Ground.INSULT, reason="Un nom est cité.")
        assert (held.state, held.refusal_reason) == (State.REFUSED, "Un nom est cité.")
        assert len(outbox.all()) == before + 1

    def test_without_words_of_the_moderator_the_rule_is_the_reason(self, held, officer):
        decide(held, officer, Decision.REFUSE, ground=Ground.INSULT)
        assert "insulte" in held.refusal_reason

    def test_without_the_personal_data_it_held(self, fiche, officer):
        author = known_writer()
        comment = write_comment(target=fiche, text="Appelez-moi au 06 12 34 56 78.", user=author)
        edit_comment(comment=comment, text="Appelez-moi au 06 12 34 56 79.")
        decide(comment, officer, Decision.EDIT, text="Appelez-moi.")
        assert (comment.state, comment.comment) == (State.PUBLISHED, "Appelez-moi.")
        assert not Revision.objects.exists(), "the number is kept nowhere"

    def test_flagged_hidden_and_back(self, fiche, officer, client):
        comment = PublicCommentFactory(target=fiche, commune=fiche.get_parent().specific.commune)
        PublicCommentFactory(target=fiche, reply_to=comment, comment="Moi je reste.")
        moderating.hide(str(comment.pk), timezone.now())
        moderating.hide(str(comment.pk), timezone.now())
        comment.refresh_from_db()
        assert comment.state == State.HELD
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert "est relu par la modération" in html
        assert "Moi je reste." in html
        due = comment.answer_by
        moderating.publish(str(comment.pk), None, timezone.now(), None)
        comment.refresh_from_db()
        assert (comment.state, comment.answer_by) == (State.PUBLISHED, due)
        assert [event.verb for event in comment.events.all()] == [Verb.HELD, Verb.PUBLISHED]

    def test_what_is_done_already_is_not_done_again(self, fiche, officer):
        comment = PublicCommentFactory(target=fiche)
        moderating.publish(str(comment.pk), officer, timezone.now(), None)
        assert not comment.events.exists()
        for _ in range(2):
            moderating.refuse(str(comment.pk), officer, timezone.now(), Ground.INSULT, "Non.")
        comment.refresh_from_db()
        assert comment.state == State.REMOVED
        assert comment.events.count() == 1
        moderating.publish(str(comment.pk), None, timezone.now(), None)
        comment.refresh_from_db()
        assert comment.state == State.PUBLISHED

    def test_erased_for_good(self, fiche):
        comment = PublicCommentFactory(target=fiche, state=State.REMOVED, user_name="Luc")
        Revision.objects.create(comment=comment, text="Avant.", at=timezone.now())
        moderating.erase(str(comment.pk), timezone.now())
        comment.refresh_from_db()
        assert (comment.comment, comment.user_name) == ("", "")
        assert not Revision.objects.exists()

    def test_published_at_the_desk_nothing_is_left_to_read(self, held, officer):
        publish_comment(comment=held, by=officer)
        assert case_of(held).state == CaseState.CLOSED


class TestSeen:
    def test_its_context(self, fiche, commune):
        first = PublicCommentFactory(target=fiche, comment="La première question.", user_name="Luc")
        comment = PublicCommentFactory(target=fiche, reply_to=first, user=UserFactory(display_name="Nadia"))
        Revision.objects.create(comment=comment, text="Avant, je disais cela.", at=timezone.now())
        item = moderating.find([str(comment.pk)])[str(comment.pk)]
        told = dict(item.context)
        assert (item.author, item.text) == ("Nadia", comment.comment)
        assert told["Sur la page"] == "Éclairer les passages"
        assert told["Répond à Luc"] == "La première question."
        assert told["Disait avant d’être modifié"] == "Avant, je disais cela."
        assert "@" not in repr(item)

    @pytest.mark.parametrize("keys", [[], ["x"], ["\x00"], ["9" * 30], ["999999"], ["²"]])
    def test_what_is_not_there(self, db, keys):
        assert moderating.find(keys) == {}

    def test_what_nobody_confirmed_is_nobodys_to_read(self, fiche):
        comment = PublicCommentFactory(target=fiche, state=State.AWAITING_CONFIRMATION)
        assert moderating.find([str(comment.pk)]) == {}

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_same_cost_for_one_and_for_thirty(self, fiche, count, django_assert_num_queries):
        keys = []
        for _ in range(count):
            first = PublicCommentFactory(target=fiche, user=UserFactory())
            keys.append(str(PublicCommentFactory(target=fiche, reply_to=first, user=UserFactory()).pk))
        with django_assert_num_queries(3):
            assert len(moderating.find(keys)) == count

    def test_who_reaches_it(self, held, officer):
        kind, cases = registry.kind("commentaire"), Case.objects.filter(kind="commentaire")
        assert kind.reach(officer, cases).count() == 1
        assert not kind.reach(staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=CommuneFactory()), cases).exists()
        assert not kind.reach(UserFactory(), cases).exists()

    @pytest.mark.parametrize("state", State)
    def test_only_what_everybody_reads_can_be_flagged(self, fiche, client, state):
        comment = PublicCommentFactory(target=fiche, state=state)
        assert moderating.is_public(str(comment.pk)) is (state == State.PUBLISHED)
        answer = client.get(f"/moderation/alerter/commentaire/{comment.pk}/")
        assert answer.status_code == (200 if state == State.PUBLISHED else 404)

    def test_what_is_flagged_reaches_the_moderators_of_its_commune(self, fiche, commune):
        comment = PublicCommentFactory(target=fiche, commune=commune)
        for number in range(3):
            queue.flag(kind="commentaire", key=str(comment.pk), who=f"w{number}", ground=Ground.INSULT)
        assert case_of(comment).commune == commune
        assert case_of(comment).author_key
