from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Page

from participation.accounts.enums import Role
from participation.base import cache
from participation.base.mail.models import OutboxMessage
from participation.base.site.models import PortalSettings
from participation.comments.enums import State, Verb
from participation.comments.models import CommentEvent, OfficialAnswer, PublicComment
from participation.comments.services import (
    answer_officially,
    confirm_comment,
    publish_comment,
    refuse_comment,
    remove_comment,
    write_comment,
)
from participation.comments.workflow import IllegalTransition
from participation.moderation.enums import CaseState, Rule
from participation.moderation.models import Case
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory, known_writer

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 20, 17, tzinfo=UTC)


@pytest.fixture
def officer(commune):
    return staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=commune)


def history(comment):
    return [(event.verb, event.to_state, event.role) for event in comment.events.all()]


class TestWriting:
    def test_with_an_account_it_is_public_at_once_and_an_answer_is_due(self, fiche, commune, partner, outbox):
        author = known_writer(display_name="Nadia")
        comment = write_comment(target=fiche, text="Et le passage Desnos ?", user=author, at=FRIDAY)
        comment.refresh_from_db()
        assert (comment.state, comment.is_public, comment.held_for) == (State.PUBLISHED, True, "")
        assert (comment.commune, comment.partner) == (commune, partner)
        assert comment.answer_by == date(2026, 3, 27), "five working days later"
        assert (comment.user_name, comment.user_email) == ("", ""), "the account knows them"
        assert history(comment) == [(Verb.WRITTEN, State.PUBLISHED, Role.RESIDENT)]
        assert outbox.all() == []

    def test_without_an_account_it_waits_for_the_address(self, fiche, outbox):
        comment = write_comment(target=fiche, text="Bonjour, et la nuit ?", name=" Luc ", email="luc@exemple.fr")
        comment.refresh_from_db()
        assert (comment.state, comment.is_public) == (State.AWAITING_CONFIRMATION, False)
        assert (comment.user_name, comment.user_email, comment.answer_by) == ("Luc", "luc@exemple.fr", None)
        mail = outbox.last("luc@exemple.fr")
        assert "/commentaires/confirmer/" in outbox.links(mail)[0]
        assert "et la nuit" not in mail.text + mail.html, "the form must not send any text to any address"

    def test_an_account_whose_address_nobody_confirmed_is_read_first(self, fiche):
        comment = write_comment(target=fiche, text="Bonjour.", user=UserFactory(confirmed=False))
        assert (comment.state, comment.held_for) == (State.HELD, Rule.FIRST_MESSAGE)
        assert Case.objects.get(kind="commentaire").rules == [Rule.FIRST_MESSAGE, Rule.UNVERIFIED]

    def test_the_first_comment_of_an_account_is_read_the_next_appears(self, fiche, officer):
        author = UserFactory()
        first = write_comment(target=fiche, text="Bonjour.", user=author)
        assert (first.state, first.held_for) == (State.HELD, Rule.FIRST_MESSAGE)
        publish_comment(comment=first, by=officer)
        assert write_comment(target=fiche, text="Encore moi.", user=author).state == State.PUBLISHED

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("Merci pour les lampes.", ""),
            ("Le 12.03 à 8 h 30, au n° 14 de la rue. Rien depuis.", ""),
            ("OK ! Les HLM et la RATP ?", ""),
            ("Voyez https://exemple.test/page", Rule.LINK),
            ("Voyez www.exemple.test", Rule.LINK),
            ("Voyez exemple.fr tout de suite", Rule.LINK),
            ("Écrivez à marie.dupont@exemple.fr", Rule.PERSONAL_DATA),
            ("Appelez le 06 12 34 56 78", Rule.PERSONAL_DATA),
            ("Appelez le +33 6 12 34 56 78", Rule.PERSONAL_DATA),
            ("Appelez le 0612345678.", Rule.PERSONAL_DATA),
            ("CELA FAIT TROIS MOIS QUE NOUS ATTENDONS", Rule.CAPITALS),
        ],
    )
    def test_a_rule_that_one_can_say_holds_a_text(self, fiche, commune, text, rule):
        comment = write_comment(target=fiche, text=text, user=known_writer())
        assert (comment.state, comment.held_for) == (State.HELD if rule else State.PUBLISHED, rule)
        case = Case.objects.filter(kind="commentaire", key=str(comment.pk)).first()
        assert (case.rule, case.commune, case.state) == (rule, commune, CaseState.WAITING) if rule else case is None

    def test_a_reply_joins_the_thread_and_nobody_owes_it_an_answer(self, fiche):
        first = PublicCommentFactory(target=fiche)
        reply = write_comment(target=fiche, text="Moi aussi.", user=known_writer(), parent=first)
        deeper = write_comment(target=fiche, text="Nous aussi.", user=known_writer(), parent=reply)
        assert reply.reply_to == deeper.reply_to == first
        assert (deeper.answer_by, deeper.settled_at) == (None, deeper.submit_date)

    def test_one_cannot_reply_to_what_is_not_there(self, fiche):
        elsewhere, held = PublicCommentFactory(), PublicCommentFactory(target=fiche, state=State.HELD)
        for parent in (elsewhere, held):
            with pytest.raises(ValidationError):
                write_comment(target=fiche, text="Moi aussi.", user=UserFactory(), parent=parent)

    def test_a_double_click_posts_once(self, fiche, outbox):
        token, said = uuid4(), {"target": fiche, "text": "Bonjour.", "email": "luc@exemple.fr"}
        assert write_comment(**said, token=token) == write_comment(**said, token=token)
        assert len(outbox.all()) == 1

    def test_the_second_of_two_at_the_same_moment_gets_the_first(self, fiche, monkeypatch):
        token, author = uuid4(), UserFactory()
        first = write_comment(target=fiche, text="Bonjour.", user=author, token=token)
        answers = iter([None, first])
        monkeypatch.setattr("participation.comments.services.writing._sent_before", lambda *asked: next(answers))
        assert write_comment(target=fiche, text="Bonjour.", user=author, token=token) == first
        assert PublicComment.objects.count() == 1

    @pytest.mark.parametrize(
        "said",
        [
            {"text": "   "},
            {"text": "\u200b\u202e"},
            {"text": "é" * 3001},
            {"text": "Bonjour.", "email": ""},
            {"text": "Bonjour.", "name": "luc@exemple.fr"},
        ],
    )
    def test_what_nobody_can_read_is_refused(self, fiche, said):
        with pytest.raises(ValidationError):
            write_comment(target=fiche, **{"email": "luc@exemple.fr", **said})
        assert not PublicComment.objects.exists()

    def test_switched_off_it_sends_no_mail(self, fiche, outbox):
        PortalSettings.objects.create(disabled_modules=["commentaires"])
        write_comment(target=fiche, text="Bonjour.", email="luc@exemple.fr")
        assert outbox.all() == []


class TestDeciding:
    def test_confirmed_read_published_answered_each_with_its_mail(self, fiche, officer, outbox):
        comment = write_comment(target=fiche, text="Et la nuit ?", email="luc@exemple.fr")
        comment = confirm_comment(comment=comment)
        assert comment.state == State.HELD
        comment = publish_comment(comment=comment, by=officer, at=FRIDAY)
        assert (comment.is_public, comment.answer_by) == (True, date(2026, 3, 27))
        answer_officially(comment=comment, by=officer, text="Elles restent allumées.", service="la Ville")
        subjects = [mail.subject for mail in outbox.all("luc@exemple.fr")]
        assert [subject.replace("\xa0", " ") for subject in subjects] == [
            "Confirmez votre commentaire",
            "Votre commentaire est publié : Éclairer les passages",
            "Une réponse à votre commentaire : Éclairer les passages",
        ]
        last = outbox.last()
        assert "Elles restent allumées." in last.text
        assert "La Ville répond" in last.text
        assert f"avant={comment.pk + 1}#commentaire-{comment.pk}" in outbox.links(last)[0]
        assert history(comment) == [
            (Verb.WRITTEN, State.AWAITING_CONFIRMATION, Role.RESIDENT),
            (Verb.CONFIRMED, State.HELD, Role.RESIDENT),
            (Verb.PUBLISHED, State.PUBLISHED, Role.NEIGHBOURHOOD_OFFICER),
            (Verb.ANSWERED, State.PUBLISHED, Role.NEIGHBOURHOOD_OFFICER),
        ]

    def test_confirming_twice_changes_nothing(self, fiche, officer):
        comment = confirm_comment(comment=write_comment(target=fiche, text="Bonjour.", email="luc@exemple.fr"))
        publish_comment(comment=comment, by=officer)
        again = confirm_comment(comment=comment)
        assert again.state == State.PUBLISHED
        assert CommentEvent.objects.filter(verb=Verb.CONFIRMED).count() == 1

    def test_refused_with_its_reason(self, fiche, officer, outbox):
        comment = PublicCommentFactory(target=fiche, state=State.HELD, user_email="luc@exemple.fr")
        comment = refuse_comment(comment=comment, by=officer, reason="Un nom est cité : <b>ôtez-le</b>.", at=FRIDAY)
        assert (comment.state, comment.is_public, comment.settled_at) == (State.REFUSED, False, FRIDAY)
        mail = outbox.last("luc@exemple.fr")
        assert "ôtez-le" in mail.text
        assert "<b>ôtez-le" not in mail.html
        assert f"/commentaires/ecrire/fiche/{fiche.pk}/" in mail.text

    def test_removed_and_back(self, fiche, officer):
        comment = PublicCommentFactory(target=fiche)
        due = comment.answer_by
        comment = remove_comment(comment=comment, by=officer, reason="Un nom est cité.")
        assert (comment.is_public, comment.is_removed) == (False, True)
        comment = publish_comment(comment=comment, by=officer)
        assert (comment.is_public, comment.is_removed, comment.refusal_reason) == (True, False, "")
        assert comment.answer_by == due

    @pytest.mark.parametrize(
        ("verb", "state"),
        [
            (publish_comment, State.AWAITING_CONFIRMATION),
            (publish_comment, State.PUBLISHED),
            (refuse_comment, State.PUBLISHED),
            (refuse_comment, State.AWAITING_CONFIRMATION),
            (remove_comment, State.HELD),
            (remove_comment, State.REFUSED),
        ],
    )
    def test_what_may_not_be_done_is_said_and_changes_nothing(self, fiche, officer, verb, state):
        comment = PublicCommentFactory(target=fiche, state=state)
        reason = {} if verb is publish_comment else {"reason": "Un nom est cité."}
        with pytest.raises(IllegalTransition, match=r"\w+ \w+"):
            verb(comment=comment, by=officer, **reason)
        comment.refresh_from_db()
        assert comment.state == state
        assert not CommentEvent.objects.exists()

    def test_the_public_page_starts_a_new_version(self, fiche, officer, django_capture_on_commit_callbacks):
        comment, before = PublicCommentFactory(target=fiche, state=State.HELD), cache.version()
        with django_capture_on_commit_callbacks(execute=True):
            publish_comment(comment=comment, by=officer)
        assert cache.version() != before


class TestAnswering:
    def test_one_answer_and_no_second(self, fiche, officer):
        comment = PublicCommentFactory(target=fiche)
        answer_officially(comment=comment, by=officer, text="Oui.", service="la Ville")
        with pytest.raises(IllegalTransition, match="déjà sa réponse"):
            answer_officially(comment=comment, by=officer, text="Non.", service="la Ville")
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficialAnswerFactory(comment=comment)

    @pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
    def test_only_under_what_is_published(self, fiche, officer, state):
        with pytest.raises(IllegalTransition):
            answer_officially(
                comment=PublicCommentFactory(target=fiche, state=state), by=officer, text="Oui.", service="la Ville"
            )

    def test_a_partner_signs_with_its_name(self, fiche, partner):
        agent = staff_with(Role.PARTNER_AGENT, partner=partner)
        comment = PublicCommentFactory(target=fiche, partner=partner)
        answer = answer_officially(comment=comment, by=agent, text="Nous venons lundi.", partner=partner)
        assert (answer.service, answer.role) == ("Phare Habitat (fictif)", Role.PARTNER_AGENT)

    def test_an_answer_nobody_signs_is_refused(self, fiche, officer):
        with pytest.raises(ValidationError):
            answer_officially(comment=PublicCommentFactory(target=fiche), by=officer, text="Oui.", service=" ")
        assert not OfficialAnswer.objects.exists()


class TestWithItsObject:
    def test_a_comment_goes_with_its_page_and_leaves_the_others(self, fiche):
        comment, other = PublicCommentFactory(target=fiche), PublicCommentFactory()
        PublicCommentFactory(target=fiche, reply_to=comment)
        Page.objects.get(pk=fiche.pk).delete()
        assert list(PublicComment.objects.all()) == [other]

    def test_and_with_the_page_above(self, fiche):
        PublicCommentFactory(target=fiche)
        fiche.get_parent().delete()
        assert not PublicComment.objects.exists()

    def test_history_is_written_once(self, fiche):
        write_comment(target=fiche, text="Bonjour.", user=UserFactory())
        with pytest.raises(TypeError):
            CommentEvent.objects.get().save()
        assert OutboxMessage.objects.count() == 0
