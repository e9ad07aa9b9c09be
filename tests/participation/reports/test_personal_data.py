"""What is held about people, who may have it, and when it goes: with a moved clock."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from participation.base.media.storages import private_storage, public_storage
from participation.base.privacy.audit import undeclared_fields
from participation.base.privacy.persons import erase_person, export_person
from participation.base.privacy.purge import proposals
from participation.base.search.models import SearchEntry
from participation.reports import services
from participation.reports.enums import State, TextKind
from participation.reports.models import Report, ReportContact, ReportPhoto, ReportText
from tests.factories.accounts import UserFactory
from tests.factories.reports import ContactFactory, report_in
from tests.participation.base.pictures import picture, saved

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def photo():
    return SimpleUploadedFile("lampe.jpg", saved(picture(), "JPEG"), content_type="image/jpeg")


def purge(name, after):
    """How many rows one purge removes when this much time has passed."""
    (proposal,) = proposals(timezone.now() + after, only=name)
    assert all(item.oldest and item.newest for item in proposal.items)
    return proposal.purge.apply(proposal.items)


def test_every_field_was_decided_about():
    assert [field for field in undeclared_fields() if field.startswith("reports.")] == []


class TestUnconfirmed:
    def test_thirty_days_later_nothing_of_it_is_left(self, django_capture_on_commit_callbacks):
        report = report_in(State.AWAITING_CONFIRMATION, text="Une lampe.", photo=photo())
        file = report.photos.get().file.name
        received = report_in(State.RECEIVED)
        assert purge("reports-unconfirmed", 29 * DAY) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert purge("reports-unconfirmed", 31 * DAY) == 1
        assert list(Report.objects.all()) == [received]
        assert (ReportContact.objects.count(), ReportText.objects.count(), ReportPhoto.objects.count()) == (0, 0, 0)
        assert not private_storage().exists(file)

    def test_one_that_was_confirmed_meanwhile_stays(self):
        report = report_in(State.AWAITING_CONFIRMATION)
        (proposal,) = proposals(timezone.now() + 31 * DAY, only="reports-unconfirmed")
        keys = list(proposal.items[0].rows.values_list("pk", flat=True))
        services.confirm_report(report=report)
        assert services.remove_unconfirmed(keys=keys) == 0
        assert Report.objects.exists()


class TestContacts:
    @pytest.mark.parametrize("state", [State.CONFIRMED, State.REFUSED, State.CLOSED_UNVERIFIED])
    def test_a_year_after_closing_nobody_can_be_reached(self, state):
        report = report_in(state, user=UserFactory())
        assert purge("reports-contacts", 364 * DAY) == 0
        assert purge("reports-contacts", 366 * DAY + 16 * DAY) == 1
        report.refresh_from_db()
        assert (report.state, ReportContact.objects.count()) == (state, 0)

    def test_while_it_is_open_the_address_stays(self):
        report_in(State.ACKNOWLEDGED, user=UserFactory())
        assert purge("reports-contacts", 4000 * DAY) == 0


class TestContent:
    def test_five_years_later_answers_and_history_are_left(self, django_capture_on_commit_callbacks):
        report = report_in(
            State.RESOLVED, user=UserFactory(), text="Une lampe.", photo=photo(), latitude=43.4, longitude=5.0
        )
        services.publish_content(report=report, by=None)
        services.answer_closing(report=report, answer="yes")
        kept = report.photos.get()
        assert purge("reports-content", 5 * 365 * DAY - DAY) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert purge("reports-content", 5 * 365 * DAY + DAY) == 1
        assert purge("reports-content", 5 * 365 * DAY + DAY) == 0
        report.refresh_from_db()
        assert (report.place, report.latitude, report.cell) == ("", None, None)
        assert [text.kind for text in report.texts.all()] == [TextKind.ANSWER]
        assert not private_storage().exists(kept.file.name)
        assert not public_storage().exists(kept.public_name)
        assert report.events.count() == 5
        found = SearchEntry.objects.get(reference=report.reference)
        assert "lampe" not in found.text and "Entrée" not in found.place


class TestOneself:
    def test_ones_own_reports_go_along(self):
        user = UserFactory()
        report = report_in(State.RECEIVED, user=user, text="Une lampe.", photo=photo())
        report_in(State.RECEIVED, user=UserFactory(), text="Une autre.")
        (mine,) = export_person(user)["reports"]["signalements"]
        assert (mine["référence"], mine["textes"], mine["photos"]) == (report.reference, ["Une lampe."], 1)
        json.dumps(mine, cls=DjangoJSONEncoder)
        assert "reports" not in export_person(UserFactory())

    def test_erased_means_that_no_report_leads_back(self):
        user = UserFactory(email="amina@exemple.fr")
        report = report_in(State.RECEIVED, user=user)
        ContactFactory(email="Amina@exemple.fr")
        other = ContactFactory()
        erase_person(user)
        erase_person(user)
        assert list(ReportContact.objects.all()) == [other]
        assert Report.objects.filter(pk=report.pk).exists()


def test_a_purged_report_is_not_found_any_more():
    report = report_in(State.AWAITING_CONFIRMATION)
    services.remove_unconfirmed(keys=[report.pk])
    assert not SearchEntry.objects.filter(reference=report.reference).exists()
