from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.calendar import today
from participation.base.desk import registry as desk_registry
from participation.base.search.models import SearchEntry
from participation.reports import selectors, services
from participation.reports.enums import State, Verb, Visibility
from participation.reports.models import Report
from participation.reports.selectors import Filters
from participation.reports.workflow import is_late
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.reports import REACHABLE, CategoryFactory, ReportFactory, report_in
from tests.factories.territory import PartnerFactory, QuartierFactory, ResidenceFactory
from tests.participation.base.pictures import picture, saved

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")


def public(**values):
    return ReportFactory(visibility=Visibility.PUBLIC, **values)


def photo():
    return SimpleUploadedFile("lampe.jpg", saved(picture(), "JPEG"), content_type="image/jpeg")


class TestList:
    def test_only_public_ones_newest_first(self):
        first, second = public(), public()
        ReportFactory()
        ReportFactory(visibility=Visibility.HIDDEN)
        page = selectors.report_list(Filters(), today())
        assert [line.reference for line in page.lines] == [second.reference, first.reference]
        assert (page.total, page.before) == (2, None)

    def test_it_is_cut_by_key_and_what_arrives_meanwhile_moves_nothing(self):
        old = [public() for _ in range(5)]
        first = selectors.report_list(Filters(), today(), size=2)
        public()
        second = selectors.report_list(Filters(), today(), before=first.before, size=2)
        third = selectors.report_list(Filters(), today(), before=second.before, size=2)
        shown = [line.pk for page in (first, second, third) for line in page.lines]
        assert shown == [report.pk for report in reversed(old)]
        assert third.before is None

    def test_filters_and_counts(self):
        quartier, category = QuartierFactory(), CategoryFactory(key="lampes")
        here = public(quartier=quartier, category=category)
        public()
        for filters in (
            Filters(quartier=quartier.slug),
            Filters(category="lampes"),
            Filters(quartier.slug, "", "lampes"),
        ):
            page = selectors.report_list(filters, today())
            assert [line.pk for line in page.lines] == [here.pk]
            assert page.total == 1
        assert selectors.report_list(Filters(quartier="ailleurs"), today()).lines == ()

    @pytest.mark.parametrize(
        ("key", "states"),
        [
            ("en-cours", {State.RECEIVED, State.ACKNOWLEDGED, State.PLANNED, State.IN_PROGRESS, State.CONTESTED,
                          State.REOPENED}),
            ("a-confirmer", {State.RESOLVED}),
            ("confirmes", {State.CONFIRMED}),
            ("contestes", {State.CONTESTED}),
            ("inconnu", set()),
        ],
    )  # fmt: skip
    def test_states(self, key, states):
        _one_of_each_state()
        page = selectors.report_list(Filters(state=key), today())
        assert {line.state for line in page.lines} == states
        if key in selectors.STATE_FILTERS:
            assert page.counts[key] == len(states)

    @pytest.mark.parametrize("days", [0, 3, 30])
    def test_late_in_sql_is_late_in_python(self, days):
        _one_of_each_state()
        day = today() + timedelta(days=days)
        late = {line.state for line in selectors.report_list(Filters(state="en-retard"), day).lines}
        assert late == {report.state for report in Report.objects.public() if is_late(report, day)}

    @pytest.mark.parametrize("count", [1, 30])
    def test_two_queries(self, count, django_assert_num_queries):
        for _ in range(count):
            public()
        with django_assert_num_queries(2):
            selectors.report_list(Filters(), today())

    def test_a_line_tells_the_day_and_no_typed_place_before_it_was_read(self):
        at = datetime(2026, 3, 6, 23, 30, tzinfo=PARIS)
        line = selectors.report_list(Filters(), date(2026, 3, 9)).lines or [
            selectors.line(public(place="Chez Mme Durand", reported_at=at), date(2026, 3, 9))
        ]
        assert (line[0].day, line[0].place) == (date(2026, 3, 6), "")


def _one_of_each_state():
    for state in reversed(REACHABLE):  # the wait for an answer comes before another one waits
        if state == State.AWAITING_CONFIRMATION:
            continue
        report = report_in(state)
        Report.objects.filter(pk=report.pk).update(visibility=Visibility.PUBLIC)


class TestPage:
    def test_nothing_before_it_is_public(self):
        report = report_in(State.RECEIVED)
        assert selectors.report_page(report.reference, today()) is None
        assert selectors.report_page("MAR-26-999999", today()) is None
        assert selectors.report_page(services.hide(report=report, by=None).reference, today()) is None

    def test_text_photo_and_point_wait_for_an_agent(self):
        user = UserFactory()
        report = report_in(
            State.RECEIVED, user=user, text="Tout est noir.", photo=photo(), latitude=43.41234567, longitude=5.0
        )
        page = selectors.report_page(report.reference, today())
        assert (page.description, page.photos, page.point, page.line.place) == ("", (), None, "")
        services.publish_content(report=report, by=None)
        page = selectors.report_page(report.reference, today())
        assert (page.description, len(page.photos), page.line.place) == ("Tout est noir.", 1, "Entrée 4")
        assert page.point == (43.4123, 5.0)

    def test_its_own_reporter_sees_the_text_at_once(self):
        report = report_in(State.RECEIVED, text="Tout est noir.")
        page = selectors.follow_page(selectors.report_of(report.reference), today())
        assert (page.description, page.private) == ("Tout est noir.", True)

    def test_the_timeline_has_the_answers_and_no_name(self):
        landlord = PartnerFactory(name="Phare Habitat")
        report = report_in(State.RECEIVED, user=UserFactory(display_name="Amina"))
        agent = UserFactory(display_name="Jean Dupont")
        report = services.acknowledge(report=report, by=agent, partner=landlord, answer="C’est à nous.")
        page = selectors.report_page(report.reference, today())
        assert [(step.verb, step.who, step.texts) for step in page.steps] == [
            (Verb.CREATE, "", ()),
            (Verb.ACKNOWLEDGE, "Phare Habitat (fictif)", ("C’est à nous.",)),
        ]
        assert "Amina" not in repr(page.steps) and "Dupont" not in repr(page.steps)

    def test_who_had_it_and_how_long(self):
        friday = datetime(2026, 3, 6, 9, 0, tzinfo=PARIS)
        landlord, other = PartnerFactory(name="Phare Habitat"), PartnerFactory(name="Étang Habitat")
        report = report_in(State.RECEIVED, user=UserFactory(), at=friday)
        services.acknowledge(report=report, by=None, partner=other, at=friday + timedelta(days=3))
        services.acknowledge(report=report, by=None, partner=landlord, at=friday + timedelta(days=6))
        services.resolve(report=report, by=None, answer="Fait.", at=friday + timedelta(days=14))
        held = selectors.report_page(report.reference, date(2026, 3, 24)).held
        assert [(one.who, one.working_days) for one in held] == [
            ("La Ville", 1),
            ("Étang Habitat (fictif)", 3),
            ("Phare Habitat (fictif)", 6),
        ]
        assert held[-1].until == date(2026, 3, 20)

    def test_it_asks_whether_it_is_repaired(self):
        report = report_in(State.RESOLVED, user=UserFactory())
        page = selectors.report_page(report.reference, today())
        assert page.asks_if_repaired
        assert page.answer_until == today() + timedelta(days=14)

    @pytest.mark.parametrize("events", [1, 10])
    def test_four_queries(self, events, django_assert_num_queries):
        report = report_in(State.RECEIVED, user=UserFactory(), photo=photo(), text="Une lampe.")
        for number in range(events):
            services.acknowledge(report=report, by=None, partner=PartnerFactory(), answer=f"{number}")
        with django_assert_num_queries(4):
            selectors.report_page(report.reference, today())


class TestFigures:
    def test_the_last_thirty_days_by_quartier(self):
        quartier = QuartierFactory(name="Boudème")
        day = today()

        def reported(days, **values):
            at = timezone.now() - timedelta(days=days)
            ReportFactory(quartier=quartier, reported_at=at, **values)

        done = {"acknowledged_at": timezone.now(), "resolved_at": timezone.now()}
        reported(0)
        reported(29, state=State.RESOLVED, **done)
        reported(5, state=State.CONFIRMED, closed_at=timezone.now(), **done)
        reported(5, state=State.CONTESTED, **done)
        reported(5, visibility=Visibility.HIDDEN)
        reported(31, resolve_by=day - timedelta(days=1), acknowledge_by=day - timedelta(days=9))
        figures = selectors.front_figures(day)
        (only,) = figures.quartiers
        assert (only.name, only.slug, only.reported, only.repaired, only.confirmed) == (
            "Boudème",
            quartier.slug,
            4,
            2,
            1,
        )
        assert (figures.reported, figures.repaired, figures.confirmed) == (4, 2, 1)
        assert (figures.open, figures.late) == (3, 1)
        here = selectors.quartier_reports(quartier, day)
        assert (here.reported, here.repaired, here.confirmed, here.open, here.late) == (4, 2, 1, 3, 1)
        assert selectors.quartier_reports(QuartierFactory(), day).open == 0

    @pytest.mark.parametrize("count", [1, 30])
    def test_queries(self, count, django_assert_num_queries):
        quartiers = [QuartierFactory() for _ in range(3)]
        for number in range(count):
            public(quartier=quartiers[number % 3])
        with django_assert_num_queries(1):
            selectors.front_figures(today())
        with django_assert_num_queries(2):
            selectors.quartier_reports(quartiers[0], today())
        with django_assert_num_queries(1):
            selectors.latest_answers(day=today())

    def test_the_latest_answers_say_how_long_it_took(self):
        report = report_in(State.RECEIVED, user=UserFactory(), at=datetime(2026, 3, 6, 9, 0, tzinfo=PARIS))
        services.resolve(report=report, by=None, answer="Fait.", at=datetime(2026, 3, 20, 9, 0, tzinfo=PARIS))
        report_in(State.ACKNOWLEDGED, user=UserFactory())
        report_in(State.RESOLVED)
        (answer,) = selectors.latest_answers(day=date(2026, 3, 24))
        assert "10 jours ouvrés après le signalement du 6" in answer.sentence


class TestSearch:
    def entry(self, report):
        return SearchEntry.objects.filter(reference=report.reference).first()

    def test_what_may_be_read_may_be_found(self):
        report = report_in(State.RECEIVED, user=UserFactory(), text="Les lampes clignotent.", place="Passage Desnos")
        assert "clignotent" not in self.entry(report).text
        assert "Desnos" not in self.entry(report).place
        services.publish_content(report=report, by=None, title="Passage dans le noir")
        found = self.entry(report)
        assert "clignotent" in found.text and "Desnos" in found.place
        assert found.title == "Passage dans le noir"
        services.hide(report=report, by=None)
        assert self.entry(report) is None

    def test_a_private_report_is_not(self):
        assert self.entry(report_in(State.ACKNOWLEDGED)) is None


class TestDesk:
    @pytest.fixture
    def report(self):
        return report_in(State.RECEIVED, text="Une lampe.")

    def titles(self, user):
        return [item.url.rsplit("/", 2)[1] for item in selectors.desk_items(user, today())]

    def test_what_nobody_has_waits_for_the_agents_of_its_commune(self, report):
        here = staff_with(Role.FIELD_AGENT, commune=report.commune)
        elsewhere = staff_with(Role.FIELD_AGENT, commune=QuartierFactory().commune)
        everywhere = staff_with(Role.ADMINISTRATOR)
        partner = staff_with(Role.PARTNER_AGENT, partner=PartnerFactory())
        assert [self.titles(user) for user in (here, elsewhere, everywhere, partner)] == [
            [report.reference], [], [report.reference], [],
        ]  # fmt: skip

    def test_what_a_partner_has_waits_for_that_partner(self, report):
        landlord = PartnerFactory()
        services.publish_content(report=report, by=None)
        services.acknowledge(report=report, by=None, partner=landlord)
        ours = staff_with(Role.PARTNER_AGENT, partner=landlord)
        city = staff_with(Role.FIELD_AGENT, commune=report.commune)
        assert self.titles(ours) == [report.reference]
        assert self.titles(city) == []
        Report.objects.filter(pk=report.pk).update(resolve_by=today() - timedelta(days=1))
        assert self.titles(city) == [report.reference]

    def test_an_item_says_what_to_do_and_by_when(self, report):
        agent = staff_with(Role.FIELD_AGENT, commune=report.commune)
        (item,) = selectors.desk_items(agent, today())
        assert (item.due, item.late) == (report.acknowledge_by, False)
        assert report.reference in item.detail
        assert "Lire" in item.action
        assert selectors.desk_items(agent, report.acknowledge_by + timedelta(days=1))[0].late

    def test_it_joined_the_desk_of_everyone(self, report):
        agent = staff_with(Role.FIELD_AGENT, commune=report.commune)
        assert [item.title for item in desk_registry.items_for(agent, today())] == ["Essai"]
        assert "/agents/signalements/" in [link.url for link in desk_registry.links(agent)]

    def test_the_list_has_its_filters(self, report):
        agent = staff_with(Role.FIELD_AGENT, commune=report.commune)
        counts = selectors.desk_list(agent, Filters(), today()).counts
        assert counts == {"a-traiter": 1, "en-retard": 0, "a-lire": 1, "contestes": 0, "tous": 1}
        assert [row.place for row in selectors.desk_list(agent, Filters(state="a-lire"), today()).rows] == ["Entrée 4"]
        assert selectors.desk_list(agent, Filters(state="inconnu"), today()).rows == ()
        assert selectors.desk_list(agent, Filters(category="autre"), today()).counts["tous"] == 0

    def test_the_page_offers_what_may_be_done_and_no_address(self, report):
        agent = staff_with(Role.FIELD_AGENT, commune=report.commune)
        page = selectors.desk_page(agent, report.reference, today())
        assert page.verbs == {Verb.ACKNOWLEDGE, Verb.PLAN, Verb.START, Verb.RESOLVE, Verb.REFUSE, Verb.PUBLISH} - {
            verb for verb in Verb if verb == Verb.HIDE
        }
        assert not page.can_be_told
        assert selectors.desk_page(UserFactory(), report.reference, today()) is None
        assert selectors.desk_page(agent, "MAR-26-999999", today()) is None

    @pytest.mark.parametrize("count", [1, 30])
    def test_queries(self, count, django_assert_num_queries):
        quartier = QuartierFactory()
        for _ in range(count):
            ReportFactory(quartier=quartier)
        agent = staff_with(Role.FIELD_AGENT, commune=quartier.commune)
        selectors.desk_links(agent)
        with django_assert_num_queries(2):  # the grants of this person, once a request
            selectors.desk_items(agent, today())
        with django_assert_num_queries(2):
            selectors.desk_list(agent, Filters(), today())


def test_the_landlord_is_proposed_for_its_own_affairs():
    residence = ResidenceFactory()
    assert selectors.proposed_partner(CategoryFactory(key="levage", landlord=True), residence) == residence.landlord
    assert selectors.proposed_partner(CategoryFactory(), residence) is None
    assert selectors.proposed_partner(CategoryFactory(key="levage"), None) is None
