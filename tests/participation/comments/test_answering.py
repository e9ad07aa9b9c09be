"""The official answer: given in time or late, corrected, asked of somebody else; who hears of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from participation.accounts.enums import Role
from participation.base import cache
from participation.comments import rules
from participation.comments.enums import State, Verb
from participation.comments.models import AnswerVersion, OfficialAnswer, PublicComment, Reassignment
from participation.comments.selectors import answer_delay, pauses, waiting_sentence
from participation.comments.services import (
    answer_officially,
    correct_answer,
    publish_comment,
    reassign_comment,
    write_comment,
)
from participation.comments.workflow import IllegalTransition
from participation.notifications.models import Event
from participation.notifications.wording import wording
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory
from tests.factories.territory import ClosureFactory, CommuneFactory, PartnerFactory, QuartierFactory

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 22, 9, tzinfo=UTC)


@pytest.fixture
def officer(commune):
    return staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=commune)


@pytest.fixture
def comment(fiche, commune):
    return PublicCommentFactory(target=fiche, commune=commune, submit_date=TUESDAY, confirmed_at=TUESDAY)


def answered(comment, by, **values):
    return answer_officially(comment=comment, by=by, **{"text": "Oui.", "service": "la Ville", **values})


class TestDelay:
    @pytest.mark.parametrize(
        ("at", "days", "sentence"),
        [
            (TUESDAY + timedelta(hours=3), 0, "Répondu le jour même."),
            (datetime(2026, 12, 23, 9, tzinfo=UTC), 1, "Répondu en un jour ouvré."),
            (datetime(2026, 12, 27, 9, tzinfo=UTC), 1, "Répondu en un jour ouvré."),
            (datetime(2027, 1, 5, 9, tzinfo=UTC), 3, "Répondu en 3 jours ouvrés."),
        ],
    )
    def test_counted_the_day_it_is_given_closures_out(self, comment, officer, at, days, sentence):
        ClosureFactory()
        answer = answered(comment, officer, at=at)
        assert (answer.working_days, answer_delay(comment, answer)) == (days, sentence)

    def test_a_closure_declared_later_does_not_rewrite_it(self, comment, officer):
        answer = answered(comment, officer, at=datetime(2026, 12, 29, 9, tzinfo=UTC))
        ClosureFactory()
        assert answer_delay(comment, OfficialAnswer.objects.get()) == answer_delay(comment, answer)
        assert answer.working_days == 4

    def test_a_saturday_comes_before_the_next_working_day(self, fiche, commune, officer):
        saturday = datetime(2026, 11, 7, 9, tzinfo=UTC)
        comment = PublicCommentFactory(target=fiche, commune=commune, submit_date=saturday)
        answer = answered(comment, officer, at=saturday + timedelta(days=1))
        assert answer_delay(comment, answer) == "Répondu avant le jour ouvré suivant."

    def test_due_after_the_closure_of_its_own_commune(self, fiche, commune):
        ClosureFactory(commune=commune)
        ClosureFactory(commune=CommuneFactory(), starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 8))
        written = write_comment(target=fiche, text="Et la nuit ?", user=_known(), at=TUESDAY)
        assert written.state == State.PUBLISHED
        assert written.answer_by == date(2027, 1, 7)

    def test_unanswered_since_when_and_until_when(self, comment):
        said = {day: waiting_sentence(comment, date(2026, 12, day)) for day in (22, 23, 30, 31)}
        assert {day: text.replace("\u00a0", " ") for day, text in said.items()} == {
            22: "Publié aujourd’hui. Réponse attendue au plus tard le 30 décembre 2026.",
            23: "Sans réponse depuis un jour, réponse attendue au plus tard le 30 décembre 2026.",
            30: "Sans réponse depuis 8 jours, réponse attendue au plus tard le 30 décembre 2026.",
            31: "Sans réponse depuis 9 jours. La réponse était attendue au plus tard le 30 décembre 2026.",
        }


def _known():
    """Somebody who was published before: what they write appears at once."""
    user = UserFactory()
    PublicCommentFactory(user=user)
    return user


class TestPauses:
    def test_what_falls_between_publication_and_due_day(self, comment):
        ClosureFactory(reason="Fermeture du service.")
        ClosureFactory(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 22), reason="avant")
        ClosureFactory(starts_on=date(2027, 5, 7), ends_on=date(2027, 5, 7), reason="après")
        assert [one.replace("\u00a0", " ") for one in pauses([comment])] == [
            "Les délais ne courent pas du 24 au 31 décembre 2026 : Fermeture du service."
        ]

    def test_nobody_waits_nothing_is_asked(self, fiche, django_assert_num_queries):
        done = OfficialAnswerFactory(comment=PublicCommentFactory(target=fiche, submit_date=TUESDAY)).comment
        gone = PublicCommentFactory(target=fiche, state=State.REMOVED)
        reply = PublicCommentFactory(target=fiche, reply_to=done, answer_by=None)
        rows = list(PublicComment.objects.filter(pk__in=[done.pk, gone.pk, reply.pk]).select_related("official_answer"))
        with django_assert_num_queries(0):
            assert pauses(rows) == ()

    def test_the_same_cost_for_one_and_for_thirty(self, fiche, commune, django_assert_num_queries):
        ClosureFactory()
        for count in (1, 29):
            for _ in range(count):
                PublicCommentFactory(target=fiche, commune=commune, submit_date=TUESDAY)
            rows = list(PublicComment.objects.select_related("official_answer"))
            with django_assert_num_queries(1):
                assert len(pauses(rows)) == 1


class TestTelling:
    def test_the_writer_and_the_followers_once(self, comment, officer, fiche):
        answered(comment, officer, text="Elles restent allumées.", service="la Ville, service Voirie")
        event = Event.objects.get(kind="comments/answered")
        assert {(topic.kind, topic.key) for topic in event.topics.exclude(kind="moi")} == {
            ("fil", f"fiche:{fiche.pk}"),
            ("fiche", str(fiche.pk)),
        }
        assert event.topics.filter(kind="moi").count() == 1
        own, others = wording(event, personal=True), wording(event)
        assert own.title == "Une réponse à votre commentaire : Éclairer les passages"
        assert own.text == "La Ville, service Voirie répond à votre commentaire sur « Éclairer les passages » :"
        assert others.title == "Une réponse officielle : Éclairer les passages"
        assert own.paragraphs[1] == "« Elles restent allumées. »"

    def test_under_a_quartier_its_followers_hear_of_it(self, commune, officer):
        quartier = QuartierFactory(commune=commune)
        answered(PublicCommentFactory(target=quartier, commune=commune), officer)
        event = Event.objects.get(kind="comments/answered")
        assert set(event.topics.values_list("kind", "key")) == {
            ("fil", f"quartier:{quartier.pk}"),
            ("quartier", quartier.slug),
        }
        assert event.quartier == quartier

    def test_a_correction_is_told_again_and_says_so(self, comment, officer):
        correct_answer(answer=answered(comment, officer), by=officer, text="Non.")
        first, second = Event.objects.filter(kind="comments/answered").order_by("pk")
        assert "corrig" not in wording(first).title + wording(first).text
        assert wording(second).title == "Une réponse corrigée : Éclairer les passages"
        assert "corrige sa réponse à votre commentaire" in wording(second, personal=True).text

    def test_nothing_is_told_of_a_module_that_is_off(self, comment, officer):
        from participation.base.site.models import PortalSettings

        PortalSettings.objects.create(disabled_modules=["commentaires"])
        answered(comment, officer)
        assert not Event.objects.filter(kind="comments/answered").exists()

    def test_an_address_nobody_confirmed_gets_nothing(self, fiche, commune, officer):
        answered(PublicCommentFactory(target=fiche, commune=commune, confirmed_at=None), officer)
        assert not Event.objects.get(kind="comments/answered").topics.filter(kind="moi").exists()


class TestCorrecting:
    def test_the_first_text_is_kept_with_its_day(self, comment, officer):
        other = staff_with(Role.GUSP_COORDINATOR, commune=comment.commune)
        given, again, third = TUESDAY, TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)
        answer = answered(comment, officer, at=given)
        correct_answer(answer=answer, by=other, text="Non.", version=1, at=again)
        answer = correct_answer(answer=answer, by=officer, text="Peut-être.", version=2, at=third)
        assert (answer.text, answer.at, answer.corrected_at, answer.service) == ("Peut-être.", given, third, "la Ville")
        assert list(AnswerVersion.objects.values_list("text", "at", "actor", "role")) == [
            ("Oui.", given, officer.pk, Role.NEIGHBOURHOOD_OFFICER),
            ("Non.", again, other.pk, Role.GUSP_COORDINATOR),
        ]
        assert [event.verb for event in comment.events.all()] == [Verb.ANSWERED, Verb.CORRECTED, Verb.CORRECTED]
        assert answer.working_days == 0, "the delay is that of the first answer"

    def test_who_read_an_older_one_is_told(self, comment, officer):
        answer = answered(comment, officer)
        correct_answer(answer=answer, by=officer, text="Non.", version=1)
        with pytest.raises(IllegalTransition, match="vient d’être corrigée"):
            correct_answer(answer=answer, by=officer, text="Autre.", version=1)
        assert OfficialAnswer.objects.get().text == "Non."

    @pytest.mark.parametrize("text", ["Oui.", " ", "\u202e", "é" * 100_000])
    def test_what_is_no_correction(self, comment, officer, text):
        answer = answered(comment, officer)
        with pytest.raises(ValidationError):
            correct_answer(answer=answer, by=officer, text=text)
        assert not AnswerVersion.objects.exists()

    def test_under_what_was_removed(self, comment, officer):
        answer = answered(comment, officer)
        PublicComment.objects.filter(pk=comment.pk).update(state=State.REMOVED, refusal_reason="Non.")
        with pytest.raises(IllegalTransition):
            correct_answer(answer=answer, by=officer, text="Non.")

    def test_history_is_written_once(self, comment, officer):
        correct_answer(answer=answered(comment, officer), by=officer, text="Non.")
        with pytest.raises(TypeError):
            AnswerVersion.objects.get().save()

    def test_the_public_page_starts_a_new_version(self, comment, officer, django_capture_on_commit_callbacks):
        answer, before = answered(comment, officer), cache.version()
        with django_capture_on_commit_callbacks(execute=True):
            correct_answer(answer=answer, by=officer, text="Non.")
        assert cache.version() != before


class TestReassigning:
    def test_the_promised_day_stays(self, comment, officer, partner):
        due = comment.answer_by
        reassign_comment(comment=comment, by=officer, partner=partner, reason="Ce sont ses lampes.", at=TUESDAY)
        comment.refresh_from_db()
        assert (comment.partner, comment.service, comment.answer_by) == (partner, "", due)
        kept = Reassignment.objects.get()
        assert (kept.partner, kept.reason, kept.actor, kept.at) == (partner, "Ce sont ses lampes.", officer, TUESDAY)
        assert comment.events.get().verb == Verb.REASSIGNED

    def test_the_partner_may_answer_then_and_give_back(self, comment, officer, partner):
        agent = staff_with(Role.PARTNER_AGENT, partner=partner)
        PublicComment.objects.filter(pk=comment.pk).update(partner=None)
        comment.refresh_from_db()
        assert not rules.can_answer_comment(agent, comment)
        comment = reassign_comment(comment=comment, by=officer, partner=partner, reason="À eux.")
        assert rules.can_answer_comment(agent, comment)
        comment = reassign_comment(comment=comment, by=agent, reason="Pas à nous.")
        assert not rules.can_answer_comment(agent, comment)
        assert [event.role for event in comment.events.all()] == [Role.NEIGHBOURHOOD_OFFICER, Role.PARTNER_AGENT]

    @pytest.mark.parametrize(
        "asked",
        [
            {"reason": ""},
            {"reason": "Non.", "service": "luc@exemple.fr"},
            {"reason": "Non.", "service": "a\u202eb"},
            {"reason": "Non."},
        ],
    )
    def test_what_is_refused(self, comment, officer, asked):
        with pytest.raises(ValidationError):
            reassign_comment(comment=comment, by=officer, **asked)
        assert not Reassignment.objects.exists()

    def test_a_partner_and_a_service_at_once(self, comment, officer):
        with pytest.raises(ValidationError, match="pas les deux"):
            reassign_comment(comment=comment, by=officer, partner=PartnerFactory(), service="Voirie", reason="Non.")

    def test_nobody_owes_it_an_answer(self, fiche, comment, officer, partner):
        reply = PublicCommentFactory(target=fiche, reply_to=comment)
        done = OfficialAnswerFactory(comment=PublicCommentFactory(target=fiche)).comment
        held = PublicCommentFactory(target=fiche, state=State.HELD)
        for one in (reply, done, held):
            with pytest.raises(IllegalTransition):
                reassign_comment(comment=one, by=officer, partner=partner, reason="Non.")


ROLES = {
    "officer": (Role.NEIGHBOURHOOD_OFFICER, "commune"),
    "coordinator": (Role.GUSP_COORDINATOR, "commune"),
    "administrator": (Role.ADMINISTRATOR, None),
    "field agent": (Role.FIELD_AGENT, "commune"),
    "partner": (Role.PARTNER_AGENT, "partner"),
    "other partner": (Role.PARTNER_AGENT, "other partner"),
    "elsewhere": (Role.GUSP_COORDINATOR, "other commune"),
    "resident": (Role.RESIDENT, None),
    "elected": (Role.ELECTED_MEMBER, "commune"),
    "state": (Role.STATE_READER, None),
    "editor": (Role.EDITOR, None),
}
CITY = {"officer", "coordinator", "administrator", "field agent"}
STEERS = {"officer", "coordinator", "administrator"}


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("state", State)
def test_who_may_what(name, state, fiche, commune, partner):
    """Role × object × state: answering, correcting the city's or the partner's answer, steering the discussion."""
    role, scope = ROLES[name]
    scopes = {
        None: {},
        "commune": {"commune": commune},
        "partner": {"partner": partner},
        "other partner": {"partner": PartnerFactory()},
        "other commune": {"commune": CommuneFactory()},
    }
    user = staff_with(role, **scopes[scope])
    comment = PublicCommentFactory(target=fiche, commune=commune, partner=partner, state=state)
    published = state == State.PUBLISHED
    own, theirs = OfficialAnswer(partner=None), OfficialAnswer(partner=partner)
    assert rules.can_answer_comment(user, comment) is (published and name in CITY | {"partner"})
    assert rules.can_correct_answer(user, comment, own) is (published and name in CITY)
    assert rules.can_correct_answer(user, comment, theirs) is (published and name in STEERS | {"partner"})
    assert rules.can_steer_discussion(user, commune.pk) is (name in STEERS)
    assert rules.can_steer_discussion(user, None) is (name == "administrator")


def test_published_again_it_is_owed_by_the_same_day(fiche, commune, officer):
    comment = PublicCommentFactory(target=fiche, commune=commune, state=State.HELD, confirmed_at=TUESDAY)
    ClosureFactory()
    assert publish_comment(comment=comment, by=officer, at=TUESDAY).answer_by == date(2027, 1, 7)
