from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from participation.base.geo import cells
from participation.base.mail.models import OutboxMessage
from participation.base.media.storages import private_storage
from participation.reports import services
from participation.reports.enums import Channel, Moment, State, TextKind, Verb, Visibility
from participation.reports.models import ReferenceCounter, Report, ReportContact, ReportEvent, ReportPhoto
from participation.reports.workflow import IllegalTransition
from participation.territory import perimeters
from tests.factories.accounts import UserFactory
from tests.factories.reports import CategoryFactory, report_in
from tests.factories.territory import CommuneFactory, QuartierFactory, ResidenceFactory
from tests.participation.base.pictures import picture, saved

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = datetime(2026, 3, 6, 14, 0, tzinfo=PARIS)


@pytest.fixture
def quartier():
    return QuartierFactory(commune=CommuneFactory(code="MAR"), name="Canto-Perdrix")


@pytest.fixture
def create(quartier):
    def create(**fields):
        basic = {"commune": quartier.commune, "quartier": quartier, "category": CategoryFactory()}
        return services.create_report(**{**basic, "at": FRIDAY, **fields})

    return create


def photo():
    return SimpleUploadedFile("chez-moi.jpg", saved(picture(), "JPEG"), content_type="image/jpeg")


class TestReference:
    def test_it_names_the_commune_the_year_and_a_number(self, create):
        assert [create().reference, create().reference] == ["MAR-26-000001", "MAR-26-000002"]

    def test_each_commune_and_each_year_counts_for_itself(self, create):
        other = QuartierFactory(commune=CommuneFactory(code="VIT"))
        create()
        assert create(commune=other.commune, quartier=other).reference == "VIT-26-000001"
        assert create(at=datetime(2027, 1, 1, 0, 0, tzinfo=PARIS)).reference == "MAR-27-000001"
        assert create(at=datetime(2026, 12, 31, 23, 59, tzinfo=PARIS)).reference == "MAR-26-000002"

    def test_it_grows_beyond_six_digits(self, create, quartier):
        ReferenceCounter.objects.create(commune=quartier.commune, year=2026, last=999_999)
        assert create().reference == "MAR-26-1000000"


class TestTwice:
    def test_the_same_token_gives_the_same_report_and_one_mail(self, create, outbox):
        first = create(token="a" * 32, email="riveraine@exemple.fr", photo=photo())
        again = create(token="a" * 32, email="riveraine@exemple.fr", photo=photo())
        assert again == first
        assert (Report.objects.count(), ReportEvent.objects.count(), ReportPhoto.objects.count()) == (1, 1, 1)
        assert len(outbox.all()) == 1

    def test_without_token_there_are_two(self, create):
        assert create() != create()


class TestWhoReports:
    def test_nobody_to_reach_is_received_at_once_and_waits_for_an_agent_to_publish_it(self, create, outbox):
        report = create()
        assert (report.state, report.visibility) == (State.RECEIVED, Visibility.PRIVATE)
        assert not ReportContact.objects.exists()
        assert outbox.all() == []

    def test_an_address_has_to_be_confirmed(self, create, outbox):
        report = create(email="riveraine@exemple.fr", text="Les lampes sont éteintes.", place="Passage Desnos")
        assert (report.state, report.visibility) == (State.AWAITING_CONFIRMATION, Visibility.PRIVATE)
        assert (report.acknowledge_by, report.resolve_by) == (None, None)
        mail = outbox.last(to="riveraine@exemple.fr")
        assert report.reference in mail.subject
        assert any("/signalements/confirmer/" in link for link in outbox.links(mail))
        # What a stranger typed is not sent to an address that may be anyone's.
        assert "lampes" not in mail.text and "Desnos" not in mail.text + mail.html

    def test_confirming_begins_the_delays_and_makes_it_public(self, create, outbox):
        report = create(email="riveraine@exemple.fr")
        tuesday = datetime(2026, 3, 10, 9, 0, tzinfo=PARIS)
        report = services.confirm_report(report=report, at=tuesday)
        assert (report.state, report.visibility) == (State.RECEIVED, Visibility.PUBLIC)
        assert (report.acknowledge_by, report.resolve_by) == (date(2026, 3, 12), date(2026, 3, 24))
        assert report.contact.confirmed_at == tuesday
        assert [event.verb for event in report.events.all()] == [Verb.CREATE, Verb.CONFIRM_ADDRESS]
        assert any("/signalements/suivi/" in link for link in outbox.links(outbox.last()))

    def test_confirming_twice_changes_nothing(self, create, outbox):
        report = create(email="riveraine@exemple.fr")
        first = services.confirm_report(report=report, at=FRIDAY)
        again = services.confirm_report(report=report)
        assert again.acknowledge_by == first.acknowledge_by
        assert (report.events.count(), len(outbox.all())) == (2, 2)

    def test_an_address_that_was_erased_meanwhile_is_not_confirmed(self, create):
        report = create(email="riveraine@exemple.fr")
        ReportContact.objects.all().delete()
        with pytest.raises(IllegalTransition, match="effacée"):
            services.confirm_report(report=report)
        report.refresh_from_db()
        assert report.state == State.AWAITING_CONFIRMATION

    def test_an_account_needs_no_confirmation(self, create, outbox):
        user = UserFactory(email="amina@exemple.fr")
        report = create(user=user)
        assert (report.state, report.visibility) == (State.RECEIVED, Visibility.PUBLIC)
        assert (report.contact.user, report.contact.email) == (user, "")
        assert report.reference in outbox.last(to="amina@exemple.fr").text

    @pytest.mark.parametrize("reporter", ["account", "address"])
    def test_not_to_be_published_is_a_choice(self, create, reporter):
        report = create(publish=False, **_reporter(reporter))
        report = services.confirm_report(report=report)
        assert (report.state, report.visibility) == (State.RECEIVED, Visibility.PRIVATE)

    def test_the_name_of_an_account_stands_nowhere(self, create):
        report = create(user=UserFactory(display_name="Amina"), text="La lampe est cassée.")
        assert report.texts.get().actor is None


def _reporter(kind):
    return {"user": UserFactory()} if kind == "account" else {"email": "riveraine@exemple.fr"}


class TestWhere:
    def test_a_point_has_its_cell_and_finds_its_quartier(self, create):
        around = QuartierFactory(with_perimeter=True)
        lon, lat = around.perimeter["coordinates"][0][0]
        lat, lon = lat + 0.002, lon + 0.002
        report = create(commune=around.commune, quartier=None, latitude=lat, longitude=lon)
        assert report.quartier == around
        assert report.cell == cells.encode(lat, lon)

    def test_a_quartier_of_another_commune_is_not_guessed(self, create):
        around = QuartierFactory(with_perimeter=True)
        lon, lat = around.perimeter["coordinates"][0][0]
        assert create(quartier=None, latitude=lat + 0.002, longitude=lon + 0.002).quartier is None

    def test_a_residence_brings_its_quartier_and_for_its_own_affairs_its_landlord(self, create, quartier):
        residence = ResidenceFactory(quartier=quartier)
        lift = CategoryFactory(key="levage", landlord=True)
        report = create(quartier=None, residence=residence, category=lift)
        assert (report.quartier, report.partner) == (quartier, residence.landlord)
        assert create(residence=residence).partner is None

    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"quartier": None}, "place"),
            ({"latitude": 43.4}, "__all__"),
            ({"latitude": 91.0, "longitude": 5.0}, "__all__"),
            ({"place": "x" * 201}, "place"),
            ({"text": "x" * 4001}, "text"),
            ({"photo": SimpleUploadedFile("a.jpg", b"<svg>")}, "photo"),
        ],
    )
    def test_what_cannot_be_taken_in_is_refused_with_a_sentence(self, create, fields, named):
        with pytest.raises(ValidationError) as refused:
            create(**fields)
        found = (
            refused.value.message_dict if hasattr(refused.value, "error_dict") else {"__all__": refused.value.messages}
        )
        assert list(found) == [named]
        assert found[named][0].endswith(".")
        assert not Report.objects.exists()

    def test_places_must_belong_together(self, create, quartier):
        stranger = QuartierFactory()
        for fields in ({"quartier": stranger}, {"residence": ResidenceFactory(quartier=stranger)}):
            with pytest.raises(ValidationError):
                create(**fields)
        stranger.other_communes.add(quartier.commune)
        assert create(quartier=stranger).quartier == stranger


class TestWhat:
    def test_a_problem_that_is_not_for_here_stores_nothing(self, create):
        with pytest.raises(ValidationError):
            create(category=CategoryFactory(key="tapage", redirects=True))
        assert not Report.objects.exists()
        assert not ReferenceCounter.objects.exists()

    def test_deadlines_are_stored_once_in_working_days(self, create):
        report = create(category=CategoryFactory(key="lampes", acknowledge_days=1, resolve_days=15))
        assert (report.acknowledge_by, report.resolve_by) == (date(2026, 3, 9), date(2026, 3, 27))
        report.category.resolve_days = 1
        report.category.save()
        assert services.acknowledge(report=report, by=None, at=FRIDAY).resolve_by == date(2026, 3, 27)

    def test_the_text_is_kept_without_what_is_not_shown(self, create):
        hostile = "Bonjour\x00 \u202eedoc\u2066 <b>gras</b>\r\nligne"
        text = create(text=hostile).texts.get()
        assert (text.kind, text.body) == (TextKind.DESCRIPTION, "Bonjour edoc <b>gras</b>\nligne")

    def test_nothing_but_invisible_signs_is_no_text(self, create):
        assert not create(text=" \x00\u202e\n ").texts.exists()

    def test_the_photo_is_private_under_another_name(self, create):
        kept = create(photo=photo()).photos.get()
        assert (kept.moment, kept.public_name, kept.public_url) == (Moment.BEFORE, "", "")
        assert "chez-moi" not in kept.file.name
        assert private_storage().exists(kept.file.name)

    def test_the_channel_is_recorded(self, create):
        assert create(channel=Channel.PHONE).channel == Channel.PHONE


# With an address: kept until it is confirmed. Of nobody: into the queue of moderation at once. Of an account: into the
# queue, the search and the news of those who follow the quartier, in the same transaction.
# Closures are remembered, as they are wherever the portal runs.
@pytest.mark.parametrize(("reporter", "cost"), [("address", 19), ("nobody", 20), ("account", 34)])
def test_creating_with_everything_costs(quartier, monkeypatch, settings, django_assert_num_queries, reporter, cost):
    settings.REMEMBER_SECONDS = 60
    worker = SimpleNamespace(distribute=SimpleNamespace(enqueue=lambda: None))  # the mails are the worker's affair
    monkeypatch.setattr("participation.notifications.services.notifying.tasks", worker)
    who = {
        "address": {"email": "a@exemple.fr"},
        "nobody": {"client": "203.0.113.7"},
        "account": {"user": UserFactory()},
    }
    always = {"commune": quartier.commune, "category": CategoryFactory(), "place": "Ici", "at": FRIDAY, **who[reporter]}
    services.create_report(**always)  # the counter of the year is there, and who reports is known
    monkeypatch.setattr(perimeters, "_kept", None)  # whatever a test before left in this process
    everything = {"latitude": 43.0, "longitude": 4.0, "text": "Une lampe ne s’allume plus.", "photo": photo()}
    with django_assert_num_queries(cost):
        services.create_report(**always, **everything, token="b" * 32)


def test_a_module_that_is_switched_off_sends_no_mail(create, settings):
    from participation.base.site.models import PortalSettings

    row = PortalSettings.objects.first() or PortalSettings()
    row.disabled_modules = ["signalements"]
    row.save()
    create(email="riveraine@exemple.fr")
    assert not OutboxMessage.objects.exists()


def test_the_states_of_the_factories_are_reached_by_the_services():
    assert report_in(State.CONFIRMED).closed_at is not None
