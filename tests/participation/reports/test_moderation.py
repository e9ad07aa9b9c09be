"""Reports in the one queue of moderation: what waits there, what a decision does, what stays with who handles it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.media.storages import private_storage, public_storage
from participation.base.search.models import SearchEntry
from participation.moderation import registry, selectors
from participation.moderation.enums import CaseState, Decision, Ground, Rule
from participation.moderation.enums import Verb as Logged
from participation.moderation.models import Case, Sealed
from participation.moderation.services import Banned, ban, blur, decide, flag
from participation.moderation.services import apply_due as apply
from participation.reports import services
from participation.reports.enums import State, TextKind, Verb, Visibility
from participation.reports.models import Report, ReportText
from participation.reports.selectors import follow_page, report_page
from participation.reports.services.holding import KIND, as_read, from_read
from participation.reports.workflow import IllegalTransition
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.reports import CategoryFactory, ReportFactory, report_in
from tests.factories.territory import CommuneFactory
from tests.participation.base.pictures import picture, saved

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
WRITTEN = "Le lampadaire est éteint. Appelez-moi au 06 12 34 56 78."
EDITED = "Le lampadaire est éteint."


def photo():
    return SimpleUploadedFile("ici.jpg", saved(picture((400, 300)), "JPEG"), content_type="image/jpeg")


def case_of(report) -> Case:
    return Case.objects.get(kind=KIND, key=report.reference)


def moderator_of(report, role=Role.NEIGHBOURHOOD_OFFICER):
    return staff_with(role, commune=report.commune)


def decided(report, decision, **words):
    """Decide, and let it take effect. The report as it is then."""
    case = case_of(report)
    decide(case=case, by=moderator_of(report), decision=decision, version=case.version, **words)
    apply(timezone.now() + timedelta(minutes=1))
    return Report.objects.get(pk=report.pk)


class TestWhatWaits:
    def test_a_report_of_nobody(self):
        report = report_in(State.RECEIVED, client="203.0.113.7", text="Une lampe.")
        case = case_of(report)
        assert (case.state, case.commune, case.audience) == (CaseState.WAITING, report.commune, "")
        assert set(case.rules) == {Rule.NO_ACCOUNT, Rule.ALWAYS}
        assert case.author_key and "203.0.113.7" not in case.author_key

    def test_a_report_of_an_account(self):
        assert set(case_of(report_in(State.RECEIVED, user=UserFactory())).rules) == {Rule.ALWAYS}

    def test_an_address_comes_into_the_queue_once_it_is_confirmed(self):
        report = report_in(State.AWAITING_CONFIRMATION, text=WRITTEN)
        assert not Case.objects.exists()
        services.confirm_report(report=report)
        case = case_of(report)
        assert case.rule == Rule.PERSONAL_DATA
        services.confirm_report(report=report)
        assert case_of(report).version == case.version

    @pytest.mark.parametrize("field", ["text", "place"])
    def test_what_is_typed_as_a_place_is_screened_as_a_text_is(self, field):
        report = report_in(State.RECEIVED, **{field: "chez Paul, 06 12 34 56 78"})
        assert case_of(report).rule == Rule.PERSONAL_DATA

    def test_who_wants_nothing_published_waits_for_nobody(self):
        report_in(State.RECEIVED, publish=False, text=WRITTEN)
        assert not Case.objects.exists()

    def test_it_is_just_what_the_desk_of_reports_calls_unread(self):
        for state in (State.RECEIVED, State.AWAITING_CONFIRMATION, State.RESOLVED):
            report_in(state, text="Une lampe.")
        services.publish_content(report=report_in(State.RECEIVED), by=None)
        services.hide(report=report_in(State.RECEIVED), by=None)
        waiting = Case.objects.exclude(state=CaseState.CLOSED).values_list("key", flat=True)
        assert set(waiting) == set(Report.objects.to_read().values_list("reference", flat=True))
        assert len(waiting) == 2

    def test_what_an_import_wrote_in_bulk_is_put_there_once(self):
        report = ReportFactory(place="chez Paul, 06 12 34 56 78")
        ReportFactory(visibility=Visibility.HIDDEN)
        assert (services.hold_unread(), services.hold_unread()) == (1, 0)
        assert (case_of(report).rule, case_of(report).held_at) == (Rule.PERSONAL_DATA, report.reported_at)

    def test_who_is_suspended_is_told_so_and_nothing_is_written(self):
        report = report_in(State.RECEIVED, user=UserFactory())
        ban(case=case_of(report), by=moderator_of(report), days=7, ground=Ground.INSULT)
        with pytest.raises(Banned, match="Vous ne pouvez pas écrire ici"):
            report_in(State.RECEIVED, user=report.contact.user, quartier=report.quartier)
        assert Report.objects.count() == 1


class TestTheItem:
    def test_it_says_what_was_written_where_and_by_nobody(self):
        user = UserFactory(display_name="Amina", email="amina@exemple.fr")
        report = report_in(State.RECEIVED, user=user, text=WRITTEN, place="Entrée 4", photo=photo())
        item = registry.kind(KIND).find([report.reference])[report.reference]
        assert item.text == f"Lieu : Entrée 4\n\n{WRITTEN}"
        assert item.url == f"/agents/signalements/{report.reference}/"
        shown = item.photos[0]
        assert (shown.key, shown.url) == (str(report.photos.get().pk), f"{item.url}photo/{shown.key}/")
        assert "Amina" not in str(item) and "amina@" not in str(item)

    def test_what_is_not_there_is_left_out(self):
        awaiting = report_in(State.AWAITING_CONFIRMATION)
        assert registry.kind(KIND).find([awaiting.reference, "ZZZ-26-999999"]) == {}

    @pytest.mark.parametrize("number", [1, 30])
    def test_the_price_is_the_same(self, django_assert_num_queries, number):
        reports = [report_in(State.RECEIVED, text="Une lampe.", photo=photo()) for _each in range(number)]
        with django_assert_num_queries(3):
            assert len(registry.kind(KIND).find([report.reference for report in reports])) == number

    def test_its_photo_opens_for_its_moderators_alone(self, client):
        report = report_in(State.RECEIVED, photo=photo())
        (shown,) = registry.kind(KIND).find([report.reference])[report.reference].photos
        assert client.get(shown.url).status_code == 302
        for user, status in (
            (UserFactory(), 404),
            (staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=CommuneFactory()), 404),
            (staff_with(Role.EDITOR), 404),
            (moderator_of(report), 200),
        ):
            client.force_login(user)
            response = client.get(shown.url)
            assert response.status_code == status
            response.getvalue()


ROLES = {
    Role.FIELD_AGENT: False,
    Role.NEIGHBOURHOOD_OFFICER: True,
    Role.GUSP_COORDINATOR: True,
    Role.ADMINISTRATOR: True,
    Role.EDITOR: False,
    Role.ELECTED_MEMBER: False,
}


@pytest.mark.parametrize(("role", "reads"), ROLES.items())
def test_who_finds_it_in_the_queue(role, reads):
    report = report_in(State.RECEIVED)
    cases = Case.objects.all()
    assert registry.kind(KIND).reach(moderator_of(report, role), cases).exists() is reads
    assert not registry.kind(KIND).reach(staff_with(role, commune=CommuneFactory()), cases).exists()


class TestPublishing:
    def test_as_written(self):
        report = decided(report_in(State.RECEIVED, text=EDITED, place="Entrée 4", photo=photo()), Decision.PUBLISH)
        assert (report.visibility, report.text_published, report.public_place) == (Visibility.PUBLIC, True, "Entrée 4")
        page = report_page(report.reference, TODAY)
        assert page.description == EDITED and len(page.photos) == 1
        event = report.events.last()
        assert (event.verb, event.role) == (Verb.PUBLISH, Role.NEIGHBOURHOOD_OFFICER)
        assert case_of(report).state == CaseState.CLOSED

    def test_without_personal_data_the_original_stays_with_who_handles_it(self):
        report = report_in(State.RECEIVED, text=WRITTEN, place="Entrée 4, chez Paul Dupont")
        report = decided(report, Decision.EDIT, text=f"Lieu : Entrée 4\n\n{EDITED}")
        assert report.public_place == "Entrée 4"
        assert report_page(report.reference, TODAY).description == EDITED
        assert "06 12" not in SearchEntry.objects.get(reference=report.reference).text
        assert (report.place, report.texts.get(kind=TextKind.DESCRIPTION).body) == (
            "Entrée 4, chez Paul Dupont",
            WRITTEN,
        )
        assert follow_page(report, TODAY).description == WRITTEN

    @pytest.mark.parametrize(
        ("edited", "place", "text"),
        [
            ("Une lampe.", "", "Une lampe."),
            ("Lieu : Entrée 4", "Entrée 4", "[…]"),
            ("Lieu\N{NO-BREAK SPACE}: Entrée 4\nUne lampe.", "Entrée 4", "Une lampe."),
            ("lieu tout autre\nUne lampe.", "", "lieu tout autre\nUne lampe."),
        ],
    )
    def test_what_is_cut_is_not_published(self, edited, place, text):
        report = decided(report_in(State.RECEIVED, text=WRITTEN, place="Chez Paul"), Decision.EDIT, text=edited)
        page = report_page(report.reference, TODAY)
        assert (report.public_place, page.description) == (place, text)
        assert "Paul" not in str(page.line) + page.description

    @pytest.mark.parametrize("place", ["", "Entrée 4", "Lieu : ici"])
    @pytest.mark.parametrize("body", ["", "Une lampe.", "Deux\n\nparagraphes"])
    def test_what_is_not_changed_comes_back_as_it_was(self, place, body):
        report = ReportFactory.build(quartier=None, commune=None, place=place, first_event=False)
        assert from_read(report, as_read(report, body)) == (place or None, body)

    def test_a_place_that_is_put_back_is_the_one_that_was_typed(self):
        report = report_in(State.RECEIVED, text=WRITTEN, place="Entrée 4")
        for place, kept in (("Entrée", "Entrée"), ("Entrée 4", None)):
            report = services.publish_read(report=report, by=None, place=place, text=EDITED)
            assert (report.shown_place, report.public_place) == (kept, place)

    def test_the_desk_of_reports_publishes_too_and_nothing_is_left_to_read(self):
        report = report_in(State.RECEIVED, text="Une lampe.")
        agent = staff_with(Role.FIELD_AGENT, commune=report.commune)
        services.publish_content(report=report, by=agent)
        case = case_of(report)
        assert (case.state, case.events.last().verb) == (CaseState.CLOSED, Logged.WITHDRAWN)

    def test_the_desk_of_reports_takes_a_decision_over_that_has_not_taken_effect(self):
        report = report_in(State.RECEIVED, text="Une lampe.")
        case = case_of(report)
        refused = {"decision": Decision.REFUSE, "ground": Ground.INSULT}
        decide(case=case, by=moderator_of(report), version=case.version, **refused)
        services.publish_content(report=report, by=None)
        apply(timezone.now() + timedelta(minutes=1))
        report.refresh_from_db()
        assert report.text_published and not report.text_withheld

    def test_what_an_agent_hid_meanwhile_stays_hidden(self):
        report = report_in(State.RECEIVED, text="Une lampe.")
        services.hide(report=report, by=None)
        registry.kind(KIND).publish(report.reference, None, timezone.now(), None)
        report.refresh_from_db()
        assert report.visibility == Visibility.HIDDEN


class TestRefusing:
    @pytest.fixture
    def refused(self):
        report = report_in(
            State.RECEIVED, user=UserFactory(email="moi@exemple.fr"), text="Vous êtes nuls", photo=photo()
        )
        return decided(report, Decision.REFUSE, ground=Ground.INSULT, reason="Restons polis.")

    def test_it_is_handled_and_counted_without_its_text(self, refused):
        assert (refused.text_withheld, refused.text_published, refused.state) == (True, False, State.RECEIVED)
        assert refused.visibility == Visibility.PUBLIC, "category, place and state were public and stay so"
        page = report_page(refused.reference, TODAY)
        assert (page.description, page.photos) == ("", ())
        assert services.acknowledge(report=refused, by=None).state == State.ACKNOWLEDGED
        assert not Report.objects.to_read().exists()

    def test_its_author_is_told_which_rule_and_how_to_contest(self, refused, outbox):
        mail = outbox.last(to="moi@exemple.fr")
        assert "Restons polis." in mail.text and str(Ground.INSULT.label) in mail.text
        assert any("/moderation/recours/" in link for link in outbox.links(mail))

    def test_the_desk_does_not_publish_over_it(self, refused):
        with pytest.raises(IllegalTransition, match="modération"):
            services.publish_content(report=refused, by=None)

    def test_an_appeal_brings_it_back(self, refused):
        registry.kind(KIND).publish(refused.reference, None, timezone.now(), None)
        refused.refresh_from_db()
        assert refused.text_published and not refused.text_withheld
        assert len(report_page(refused.reference, TODAY).photos) == 1

    def test_twice_is_once(self, refused):
        services.withhold(report=refused, by=None)
        assert refused.events.filter(verb=Verb.WITHHOLD).count() == 1

    def test_what_was_published_is_taken_back_with_its_copies(self, django_capture_on_commit_callbacks):
        report = services.publish_content(report=report_in(State.RECEIVED, text="Nuls", photo=photo()), by=None)
        copy = report.photos.get().public_name
        with django_capture_on_commit_callbacks(execute=True):
            services.withhold(report=report, by=None)
        assert not public_storage().exists(copy)
        assert report_page(report.reference, TODAY).description == ""

    def test_nobody_is_written_to_without_an_address(self, outbox):
        decided(report_in(State.RECEIVED, text="Nuls"), Decision.REFUSE, ground=Ground.INSULT)
        assert outbox.all() == []


class TestSealing:
    def test_text_place_and_photos_go_the_report_and_its_point_stay(self, django_capture_on_commit_callbacks):
        report = report_in(
            State.RECEIVED, text="Je vais te tuer", place="Chez Paul", photo=photo(), latitude=43.0, longitude=4.0
        )
        file = report.photos.get().file.name
        with django_capture_on_commit_callbacks(execute=True):
            case = case_of(report)
            by = moderator_of(report, Role.GUSP_COORDINATOR)
            decide(case=case, by=by, decision=Decision.SEAL, version=case.version, ground=Ground.THREAT)
            apply(timezone.now() + timedelta(minutes=1))
        report.refresh_from_db()
        assert (report.place, report.latitude, report.texts.count(), report.photos.count()) == ("", 43.0, 0, 0)
        assert not private_storage().exists(file)
        assert "Je vais te tuer" in Sealed.objects.get().text and "Chez Paul" in Sealed.objects.get().text


class TestBlurring:
    def test_the_original_is_destroyed_and_the_copy_too(self, django_capture_on_commit_callbacks):
        report = report_in(State.RECEIVED, photo=photo())
        kept = report.photos.get()
        former, case = kept.file.name, case_of(report)
        with private_storage().open(former) as file:
            before = file.read()
        with django_capture_on_commit_callbacks(execute=True):
            blur(case=case, photo=str(kept.pk), boxes=[(100, 100, 600, 600)], by=moderator_of(report))
        kept.refresh_from_db()
        assert kept.file.name != former and not private_storage().exists(former)
        with private_storage().open(kept.file.name) as file:
            assert file.read() != before
        assert kept.public_name == ""

    def test_what_is_public_is_covered_at_another_address(self, django_capture_on_commit_callbacks):
        report = services.publish_content(report=report_in(State.RECEIVED, photo=photo()), by=None)
        shown = report.photos.get()
        former = shown.public_name
        with django_capture_on_commit_callbacks(execute=True):
            registry.kind(KIND).blur(report.reference, str(shown.pk), [(0, 0, 500, 500)], None, timezone.now())
        shown.refresh_from_db()
        assert shown.public_name not in ("", former)
        assert public_storage().exists(shown.public_name) and not public_storage().exists(former)

    @pytest.mark.parametrize("key", ["", "x", "999999999", "²"])
    def test_a_photo_that_is_not_there(self, key):
        report = report_in(State.RECEIVED)
        registry.kind(KIND).blur(report.reference, key, [(0, 0, 500, 500)], None, timezone.now())


class TestFlagging:
    def test_what_shows_personal_data_is_out_of_sight_until_somebody_read_it(self):
        report = services.publish_content(report=report_in(State.RECEIVED, text=WRITTEN), by=None)
        Case.objects.filter(key=report.reference).update(decision="", applied_at=None)
        assert flag(kind=KIND, key=report.reference, who="a", ground=Ground.PRIVACY)
        report.refresh_from_db()
        assert (report.text_published, report.text_withheld) == (False, False)
        assert decided(report, Decision.EDIT, text=f"Lieu : Entrée 4\n\n{EDITED}").text_published
        assert registry.kind(KIND).public(report.reference)

    def test_only_what_everybody_reads_can_be(self):
        report = report_in(State.RECEIVED, text="Une lampe.")
        assert not registry.kind(KIND).public(report.reference)
        assert not registry.kind(KIND).public("\0")

    def test_the_commune_and_the_author_are_known(self):
        user = UserFactory()
        report = report_in(State.RECEIVED, user=user)
        assert registry.kind(KIND).about(report.reference) == (report.commune_id, case_of(report).author_key)
        assert registry.kind(KIND).about("ZZZ-26-000000") == (None, "")


class TestForgetting:
    def test_five_years_later_nothing_is_left_to_read(self):
        report = report_in(State.CONFIRMED, text="Une lampe.")
        services.erase_content(keys=[report.pk])
        assert case_of(report).state == CaseState.CLOSED

    def test_the_version_for_everyone_goes_with_the_original(self):
        report = decided(report_in(State.RECEIVED, text=WRITTEN), Decision.EDIT, text=f"Lieu : Ici\n\n{EDITED}")
        services.erase_content(keys=[report.pk])
        report.refresh_from_db()
        assert (report.place, report.shown_place, ReportText.objects.count()) == ("", None, 0)


def test_the_queue_shows_it_to_its_moderator():
    report = report_in(State.RECEIVED, category=CategoryFactory(label="Éclairage"), text="Une lampe.")
    (row,) = selectors.queue(moderator_of(report)).rows
    assert (row.case.key, row.item.title) == (report.reference, f"Éclairage, {report.reference}")
