from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from participation.accounts.enums import Role
from participation.base.media.storages import private_storage, public_storage
from participation.reports import services
from participation.reports.enums import ClosingAnswer, EventRole, Moment, State, TextKind, Verb, Visibility
from participation.reports.models import Report, ReportEvent
from participation.reports.workflow import IllegalTransition
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.reports import REACHABLE, ContactFactory, ReportFactory, report_in
from tests.factories.territory import PartnerFactory
from tests.participation.base.pictures import picture, saved

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 3, 6, 14, 0, tzinfo=ZoneInfo("Europe/Paris"))
MONDAY = FRIDAY + timedelta(days=3)


def photo():
    return SimpleUploadedFile("apres.jpg", saved(picture(), "JPEG"), content_type="image/jpeg")


@pytest.fixture
def told():
    """A report whose reporter can be told, and the mails they got since."""
    return ContactFactory(report__reported_at=FRIDAY, email="riveraine@exemple.fr").report


class TestAcknowledging:
    def test_it_says_who_has_it_and_tells_the_reporter(self, told, outbox):
        landlord = PartnerFactory(name="Phare Habitat")
        report = services.acknowledge(report=told, by=None, partner=landlord, at=MONDAY)
        assert (report.state, report.partner, report.acknowledged_at) == (State.ACKNOWLEDGED, landlord, MONDAY)
        mail = outbox.last(to="riveraine@exemple.fr")
        assert report.reference in mail.subject
        assert "Phare Habitat (fictif) s’en occupe" in mail.text
        assert any("/signalements/suivi/" in link for link in outbox.links(mail))

    def test_it_may_be_handed_on_with_a_word(self, told):
        services.acknowledge(report=told, by=None, at=FRIDAY)
        other = PartnerFactory()
        report = services.acknowledge(report=told, by=None, partner=other, answer="Ce passage est à eux.", at=MONDAY)
        assert (report.acknowledged_at, report.state_since, report.partner) == (FRIDAY, MONDAY, other)
        event = report.events.last()
        assert (event.from_state, event.to_state, event.partner) == (State.ACKNOWLEDGED, State.ACKNOWLEDGED, other)
        assert event.texts.get().body == "Ce passage est à eux."

    def test_the_same_again_changes_nothing(self, told, outbox):
        services.acknowledge(report=told, by=None)
        services.acknowledge(report=told, by=None)
        assert told.events.filter(verb=Verb.ACKNOWLEDGE).count() == 1
        assert len(outbox.all()) == 1

    @pytest.mark.parametrize("state", [State.PLANNED, State.IN_PROGRESS, State.REOPENED])
    def test_who_has_it_already_does_not_lose_what_was_promised(self, state):
        before = report_in(state)
        after = services.acknowledge(report=before, by=None)
        assert (after.state, after.planned_for, after.state_since) == (state, before.planned_for, before.state_since)

    def test_handing_it_on_takes_the_promised_day_back(self):
        report = services.acknowledge(report=report_in(State.PLANNED), by=None, partner=PartnerFactory())
        assert (report.state, report.planned_for) == (State.ACKNOWLEDGED, None)

    def test_a_contested_report_is_open_again(self):
        report = services.acknowledge(report=report_in(State.CONTESTED), by=None)
        assert (report.state, report.resolved_at) == (State.REOPENED, None)


class TestPlanning:
    def test_a_day_is_promised(self, told, outbox):
        report = services.plan(report=told, by=None, on=date(2026, 3, 20), answer="La lampe est commandée.", at=MONDAY)
        assert (report.state, report.planned_for, report.acknowledged_at) == (State.PLANNED, date(2026, 3, 20), MONDAY)
        assert report.events.last().due_on == date(2026, 3, 20)
        assert "La lampe est commandée." in outbox.last().text

    def test_never_in_the_past(self, told):
        with pytest.raises(ValidationError):
            services.plan(report=told, by=None, on=FRIDAY.date(), at=MONDAY)
        told.refresh_from_db()
        assert told.state == State.RECEIVED


class TestResolving:
    def test_it_says_what_was_done_and_asks_whether_it_is(self, told, outbox):
        report = services.resolve(report=told, by=None, answer="Deux lampes changées.", at=MONDAY)
        assert (report.state, report.resolved_at, report.closed_at) == (State.RESOLVED, MONDAY, None)
        text = report.texts.get()
        assert (text.kind, text.body, text.event) == (TextKind.ANSWER, "Deux lampes changées.", report.events.last())
        mail = outbox.last()
        assert "Deux lampes changées." in mail.text
        assert any("/signalements/repare/" in link for link in outbox.links(mail))

    def test_without_a_word_it_is_not(self, told):
        with pytest.raises(ValidationError, match="phrase"):
            services.resolve(report=told, by=None, answer=" \n")

    @pytest.mark.parametrize(("visibility", "published"), [(Visibility.PUBLIC, True), (Visibility.PRIVATE, False)])
    def test_a_photo_of_afterwards_is_as_public_as_the_report(self, visibility, published):
        report = services.resolve(report=ReportFactory(visibility=visibility), by=None, answer="Fait.", photo=photo())
        after = report.photos.get()
        assert after.moment == Moment.AFTER
        assert bool(after.public_url) is published


class TestRefusing:
    def test_it_says_why_and_closes(self, told, outbox):
        report = services.refuse(report=told, by=None, reason="Ce terrain est privé.", at=MONDAY)
        assert (report.state, report.closed_at) == (State.REFUSED, MONDAY)
        assert "Ce terrain est privé." in outbox.last().text

    def test_never_without_a_reason(self, told):
        with pytest.raises(ValidationError):
            services.refuse(report=told, by=None, reason="")


class TestTheReporterAnswers:
    def test_yes_confirms_and_closes(self):
        report = services.answer_closing(report=report_in(State.RESOLVED), answer="yes")
        assert (report.state, report.closed_at is None) == (State.CONFIRMED, False)
        assert report.events.last().answer == ClosingAnswer.YES

    @pytest.mark.parametrize("answer", ["half", "no"])
    def test_half_and_no_send_it_back(self, answer):
        report = services.answer_closing(report=report_in(State.RESOLVED), answer=answer)
        assert (report.state, report.closed_at) == (State.CONTESTED, None)
        assert report.resolved_at is not None
        assert (report.events.last().answer, report.events.last().role) == (answer, EventRole.REPORTER)

    def test_the_same_answer_again_changes_nothing(self):
        report = report_in(State.CONFIRMED)
        services.answer_closing(report=report, answer="yes")
        assert report.events.filter(verb=Verb.CONFIRM_REPAIR).count() == 1

    def test_a_yes_is_not_taken_back(self):
        with pytest.raises(IllegalTransition, match="confirmé"):
            services.answer_closing(report=report_in(State.CONFIRMED), answer="no")

    def test_a_late_answer_still_counts(self):
        report = report_in(State.CLOSED_UNVERIFIED)
        assert services.answer_closing(report=report, answer="no").closed_at is None

    def test_before_anyone_says_it_is_repaired_there_is_nothing_to_answer(self):
        with pytest.raises(IllegalTransition):
            services.answer_closing(report=report_in(State.PLANNED), answer="yes")

    def test_another_word_is_none(self):
        with pytest.raises(ValueError, match="maybe"):
            services.answer_closing(report=report_in(State.RESOLVED), answer="maybe")


class TestNobodyAnswers:
    def test_two_weeks_later_it_is_closed_unverified(self):
        resolved = report_in(State.RESOLVED, at=FRIDAY)
        assert services.close_unanswered(now=FRIDAY + timedelta(days=14)) == 0
        assert services.close_unanswered(now=FRIDAY + timedelta(days=15)) == 1
        assert services.close_unanswered(now=FRIDAY + timedelta(days=16)) == 0
        resolved.refresh_from_db()
        assert (resolved.state, resolved.closed_at) == (State.CLOSED_UNVERIFIED, FRIDAY + timedelta(days=15))
        assert resolved.events.last().role == EventRole.PORTAL


class TestPublishing:
    def test_text_place_and_photos_become_public_under_a_title(self):
        report = report_in(State.RECEIVED, photo=photo(), text="Tout est noir.", place="Passage Desnos")
        assert report.public_place == ""
        report = services.publish_content(report=report, by=None, title="Passage dans le noir")
        assert (report.visibility, report.text_published) == (Visibility.PUBLIC, True)
        assert (report.headline, report.public_place) == ("Passage dans le noir", "Passage Desnos")
        assert public_storage().exists(report.photos.get().public_name)

    def test_hiding_deletes_the_public_copy_only(self, django_capture_on_commit_callbacks):
        report = services.publish_content(report=report_in(State.RECEIVED, photo=photo()), by=None)
        copy = report.photos.get().public_name
        with django_capture_on_commit_callbacks(execute=True):
            report = services.hide(report=report, by=None)
        assert (report.visibility, report.text_published, report.state) == (Visibility.HIDDEN, False, State.RECEIVED)
        kept = report.photos.get()
        assert not public_storage().exists(copy)
        assert private_storage().exists(kept.file.name)
        assert kept.public_url == ""

    def test_publishing_again_gives_a_new_address(self, django_capture_on_commit_callbacks):
        report = services.publish_content(report=report_in(State.RECEIVED, photo=photo()), by=None)
        first = report.photos.get().public_name
        with django_capture_on_commit_callbacks(execute=True):
            services.publish_content(report=services.hide(report=report, by=None), by=None)
        assert report.photos.get().public_name not in ("", first)

    def test_the_wish_not_to_be_published_stands(self):
        report = report_in(State.RECEIVED, publish=False)
        with pytest.raises(IllegalTransition, match="ne pas publier"):
            services.publish_content(report=report, by=None)

    @pytest.mark.parametrize("verb", [services.publish_content, services.hide])
    def test_what_awaits_confirmation_cannot_be(self, verb):
        with pytest.raises(IllegalTransition):
            verb(report=report_in(State.AWAITING_CONFIRMATION), by=None)

    def test_twice_is_once(self):
        report = services.publish_content(report=report_in(State.RECEIVED), by=None, title="Un titre")
        services.publish_content(report=report, by=None, title="Un titre")
        services.publish_content(report=report, by=None)
        assert report.events.filter(verb=Verb.PUBLISH).count() == 1
        report = services.publish_content(report=report, by=None, title="Un meilleur titre")
        assert report.title == "Un meilleur titre"


class TestHistory:
    def test_it_is_written_once_and_says_as_whom(self):
        report = report_in(State.RECEIVED)
        agent = staff_with(Role.FIELD_AGENT, commune=report.commune)
        event = services.acknowledge(report=report, by=agent).events.last()
        assert (event.role, event.actor) == (EventRole.FIELD_AGENT, agent)
        with pytest.raises(TypeError):
            event.save()

    def test_it_survives_the_account(self):
        agent = UserFactory()
        report = services.acknowledge(report=report_in(State.RECEIVED), by=agent)
        agent.delete()
        assert report.events.last().actor is None

    @pytest.mark.parametrize("state", REACHABLE)
    def test_every_line_follows_from_the_one_before(self, state):
        events = list(report_in(state).events.all())
        assert events[0].from_state == ""
        assert [event.from_state for event in events[1:]] == [event.to_state for event in events[:-1]]
        assert events[-1].to_state == state

    def test_it_holds_no_free_text(self):
        kinds = {field.get_internal_type() for field in ReportEvent._meta.fields if not field.choices}
        assert "TextField" not in kinds and "CharField" not in kinds


def test_of_two_who_act_at_once_the_second_sees_the_first(told):
    """Both opened the page while it was received."""
    one, two = Report.objects.get(pk=told.pk), Report.objects.get(pk=told.pk)
    services.refuse(report=one, by=None, reason="Déjà réparé.")
    with pytest.raises(IllegalTransition, match="refusé"):
        services.plan(report=two, by=None, on=date(2030, 1, 1))


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"visibility": "secret"},
        {"channel": "pigeon"},
        {"latitude": 43.4},
        {"latitude": 143.4, "longitude": 5.0, "cell": 1},
        {"latitude": 43.4, "longitude": 5.0},
        {"state": State.AWAITING_CONFIRMATION},
        {"acknowledge_by": None},
        {"visibility": Visibility.PUBLIC, "wants_public": False},
        {"text_published": True},
        {"state": State.ACKNOWLEDGED},
        {"state": State.PLANNED, "acknowledged_at": FRIDAY},
        {"state": State.RESOLVED, "acknowledged_at": FRIDAY},
        {"resolved_at": FRIDAY},
        {"closed_at": FRIDAY},
        {"state": State.REFUSED, "acknowledged_at": FRIDAY},
    ],
)
def test_the_database_keeps_what_sql_can_keep(values):
    report = ReportFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**values)
