"""What is told of a report, to whom: each step once, nothing of a private one to anyone but who reported it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from participation.base.mail.services import hold_mail
from participation.notifications.enums import Delivery
from participation.notifications.models import Event, Recipient
from participation.notifications.registry import ME
from participation.notifications.services import choose, follow, recipient_of, unfollow
from participation.reports import news, services
from participation.reports.enums import State, Verb, Visibility
from participation.reports.models import ReportContact, ReportEvent
from participation.reports.news import REPAIRED, STEP, TOPIC
from tests.factories.accounts import UserFactory
from tests.factories.notifications import RecipientFactory
from tests.factories.reports import REACHABLE, ContactFactory, ReportFactory, report_in
from tests.factories.territory import PartnerFactory

pytestmark = pytest.mark.django_db

TEXT, PLACE = "Chez Mme Durand, au fond du couloir.", "Entrée de Mme Durand"
SHOWN = frozenset(news._HEADINGS)


def topics_of(event) -> set:
    return set(event.topics.values_list("kind", "key"))


def last() -> Event:
    return Event.objects.order_by("pk").last()


@pytest.fixture
def told():
    """A private report whose reporter can be told."""
    return ContactFactory(email="riveraine@exemple.fr").report


class TestWhom:
    def test_a_public_step_is_for_who_follows_it_its_quartier_and_who_reported_it(self):
        report = report_in(State.ACKNOWLEDGED, user=UserFactory())
        event = last()
        me = str(Recipient.objects.get(user=report.contact.user).pk)
        assert topics_of(event) == {(TOPIC, report.reference), ("quartier", report.quartier.slug), (ME, me)}
        assert (event.kind, event.quartier, event.url) == (STEP, report.quartier, report.get_absolute_url())
        assert event.key == f"report-{report.pk}-acknowledge-{report.events.last().pk}"

    def test_a_private_one_is_for_who_reported_it_alone(self, told):
        services.acknowledge(report=told, by=None)
        event = last()
        assert topics_of(event) == {(ME, str(Recipient.objects.get(email="riveraine@exemple.fr").pk))}
        assert (event.quartier, event.latitude, event.longitude) == (None, None, None)

    @pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.HIDDEN])
    def test_of_what_is_not_public_nobody_else_hears(self, visibility, outbox):
        report = ReportFactory(visibility=visibility)
        recipient = RecipientFactory()
        for kind, key in ((TOPIC, report.reference), ("quartier", report.quartier.slug)):
            follow(recipient=recipient, kind=kind, key=key, delivery=Delivery.NOW, confirmed=True)
        services.resolve(report=report, by=None, answer="C’est fait.")
        assert not Event.objects.exists() and outbox.all() == []

    @pytest.mark.parametrize("state", REACHABLE)
    @pytest.mark.parametrize("publish", [True, False])
    @pytest.mark.parametrize("reporter", ["account", "address", "nobody"])
    def test_no_event_holds_what_nobody_has_read(self, state, publish, reporter):
        who = {"account": {"user": UserFactory()}, "address": {"email": "moi@exemple.fr"}, "nobody": {}}[reporter]
        if state == State.AWAITING_CONFIRMATION:
            report_in(state, text=TEXT, place=PLACE, publish=publish)
        elif reporter != "address":
            report_in(state, text=TEXT, place=PLACE, publish=publish, latitude=43.1234, longitude=5.1, **who)
        else:
            first = report_in(State.AWAITING_CONFIRMATION, text=TEXT, place=PLACE, publish=publish, **who)
            services.acknowledge(report=services.confirm_report(report=first), by=None)
        for event in Event.objects.all():
            assert "Durand" not in str(event.words) and event.latitude is None
            if not publish or reporter == "nobody":
                assert {kind for kind, _key in topics_of(event)} == {ME}

    def test_an_address_that_is_not_confirmed_is_told_nothing(self):
        report_in(State.AWAITING_CONFIRMATION)
        assert not Event.objects.exists() and not Recipient.objects.exists()

    def test_a_closed_account_is_told_nothing(self, outbox):
        report = report_in(State.RECEIVED, user=UserFactory(), publish=False)
        report.contact.user.is_active = False
        report.contact.user.save()
        Event.objects.all().delete()
        services.acknowledge(report=report, by=None)
        assert not Event.objects.exists()


class TestWhen:
    @pytest.mark.parametrize("state", REACHABLE)
    def test_each_public_step_is_one_event(self, state):
        report = report_in(state, user=UserFactory()) if state != State.AWAITING_CONFIRMATION else report_in(state)
        told = [verb for verb in report.events.values_list("verb", flat=True) if verb in SHOWN]
        told = [] if state == State.AWAITING_CONFIRMATION else told
        assert [event.key.split("-")[2] for event in Event.objects.order_by("pk")] == told
        assert set(Event.objects.values_list("at", flat=True)) == set(
            ReportEvent.objects.filter(verb__in=told).values_list("at", flat=True)
        )

    def test_twice_the_same_is_told_once(self, told):
        services.acknowledge(report=told, by=None)
        event = told.events.last()
        news.tell(told, event, contact=ReportContact.objects.get(report=told))
        assert Event.objects.count() == 1

    def test_every_verb_is_decided_about(self):
        assert set(Verb) - SHOWN == {Verb.HIDE, Verb.WITHHOLD}

    def test_what_becomes_public_is_news_for_its_quartier(self):
        report = report_in(State.RECEIVED, text="Une lampe.", latitude=43.12345678, longitude=5.1)
        assert not Event.objects.exists()
        services.publish_content(report=report, by=None, title="Passage dans le noir")
        event = last()
        assert event.words["heading"] == "Nouveau signalement"
        assert (event.words["title"], event.words["place"]) == ("Passage dans le noir", "Entrée 4")
        assert ("quartier", report.quartier.slug) in topics_of(event)
        assert event.latitude == 43.1235, "as it is drawn, no finer"

    def test_what_was_public_is_told_again_to_a_part_of_the_map_alone(self, outbox):
        near, quartier = RecipientFactory(), RecipientFactory()
        follow(recipient=near, kind="zone", area=(43.12, 5.1, 800), delivery=Delivery.NOW, confirmed=True)
        report = report_in(State.RECEIVED, user=UserFactory(), latitude=43.1234, longitude=5.1)
        key = report.quartier.slug
        follow(recipient=quartier, kind="quartier", key=key, delivery=Delivery.NOW, confirmed=True)
        services.publish_content(report=report, by=None)
        assert topics_of(last()) == set()
        assert len(outbox.all(to=near.email)) == 1 and outbox.all(to=quartier.email) == []


class TestTheMail:
    def test_it_keeps_the_sentence_the_answer_and_the_link_and_can_be_stopped(self, told, outbox):
        landlord = PartnerFactory(name="Phare Habitat")
        services.acknowledge(report=told, by=None, partner=landlord)
        services.plan(report=told, by=None, on=date(2099, 3, 20), answer="La lampe est\n\ncommandée.")
        mail = outbox.last(to="riveraine@exemple.fr")
        assert mail.subject.startswith(told.reference)
        text = mail.text.replace("\xa0", " ").replace("\u202f", " ")
        assert "Phare Habitat (fictif) s’en occupe" in text and "20 mars 2099" in text
        assert "La lampe est" in text and "commandée." in text
        assert any("/signalements/suivi/" in link for link in outbox.links(mail))
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "Suivre ce signalement" in mail.text and "Suivre ce signalement" in mail.html

    def test_is_it_repaired_keeps_its_own_letter_and_its_link(self, told, outbox):
        services.resolve(report=told, by=None, answer="Deux lampes changées.")
        assert last().kind == REPAIRED
        mail = outbox.last(to="riveraine@exemple.fr")
        assert "Est-ce réparé" in mail.subject and "oui, à moitié, ou non" in mail.text
        assert any("/signalements/repare/" in link for link in outbox.links(mail))
        assert "Dire si c’est réparé" in mail.text

    def test_a_neighbour_who_follows_it_gets_no_link_of_the_reporter(self, outbox):
        report = report_in(State.RECEIVED, user=UserFactory())
        neighbour = RecipientFactory()
        follow(recipient=neighbour, kind=TOPIC, key=report.reference, delivery=Delivery.NOW, confirmed=True)
        services.resolve(report=report, by=None, answer="Fait.")
        mail = outbox.last(to=neighbour.email)
        assert "/signalements/repare/" not in mail.text + mail.html
        assert "/signalements/suivi/" not in mail.text + mail.html
        assert f"/signalements/{report.reference}/" in mail.text
        assert "Est-ce réparé" not in mail.subject and "Votre signalement" not in mail.text

    def test_who_reported_and_follows_gets_one_mail_a_step(self, outbox):
        user = UserFactory()
        report = report_in(State.RECEIVED, user=user)
        mine = recipient_of(user=user)
        for kind, key in ((TOPIC, report.reference), ("quartier", report.quartier.slug)):
            follow(recipient=mine, kind=kind, key=key, delivery=Delivery.NOW)
        before = len(outbox.all(to=user.email))
        services.resolve(report=report, by=None, answer="Fait.")
        assert len(outbox.all(to=user.email)) == before + 1
        assert any("/signalements/repare/" in link for link in outbox.links(outbox.last(to=user.email)))

    def test_who_wants_none_gets_none(self, told, outbox):
        services.acknowledge(report=told, by=None)
        choose(recipient=Recipient.objects.get(), kind=ME, delivery=Delivery.NONE)
        services.resolve(report=told, by=None, answer="Fait.")
        assert len(outbox.all()) == 1

    def test_a_long_answer_is_cut_with_dots_and_read_on_the_page(self, told):
        services.refuse(report=told, by=None, reason="mot " * 900)
        answer = last().words["answer"]
        assert len(answer) <= 900 and answer.endswith("…")

    def test_while_mail_is_held_the_event_stands_in_lists_alone(self, told, outbox):
        with hold_mail():
            services.acknowledge(report=told, by=None)
        assert Event.objects.count() == 1 and outbox.all() == []

    def test_of_a_module_that_is_switched_off_nothing_is_told(self, told):
        from participation.base.site.models import PortalSettings

        row = PortalSettings.objects.first() or PortalSettings()
        row.disabled_modules = ["signalements"]
        row.save()
        services.acknowledge(report=told, by=None)
        assert not Event.objects.exists()


class TestForgetting:
    @pytest.fixture
    def contact(self):
        contact = ContactFactory(email="riveraine@exemple.fr")
        services.acknowledge(report=contact.report, by=None)
        return contact

    def test_the_recipient_goes_with_the_contact(self, contact):
        services.erase_contacts(keys=[contact.report_id])
        assert not Recipient.objects.exists()

    def test_not_while_something_else_is_followed(self, contact):
        one = follow(
            recipient=recipient_of(email=contact.email),
            kind="quartier",
            key=contact.report.quartier.slug,
            confirmed=True,
        )
        services.erase_contacts(keys=[contact.report_id])
        assert Recipient.objects.get().email == contact.email
        unfollow(subscription=one)

    def test_not_while_another_report_needs_it(self, contact):
        other = ContactFactory(email=contact.email)
        services.erase_contacts(keys=[contact.report_id])
        assert Recipient.objects.exists()
        services.erase_contacts(keys=[other.report_id])
        assert not Recipient.objects.exists()

    def test_an_account_stays_a_recipient(self):
        report = report_in(State.REFUSED, user=UserFactory())
        services.erase_contacts(keys=[report.pk])
        assert Recipient.objects.count() == 1

    def test_a_year_after_the_end_with_a_moved_clock(self, contact):
        from participation.base.privacy.purge import proposals

        services.refuse(report=contact.report, by=None, reason="Non.", at=timezone.now() - timedelta(days=366))
        (proposal,) = proposals(timezone.now(), only="reports-contacts")
        assert proposal.purge.apply(proposal.items) == 1
        assert not Recipient.objects.exists()
