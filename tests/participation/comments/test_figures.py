"""/commentaires/delais/: how long answers take, by month and by service."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.cache import cache

from participation.base.site.models import PortalSettings
from participation.comments.enums import State
from participation.comments.selectors import figures
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory
from tests.factories.territory import ClosureFactory, CommuneFactory, PartnerFactory

pytestmark = pytest.mark.django_db
PAGE = "/commentaires/delais/"
DAY = date(2026, 3, 24)


def given(published, answered, **values):
    """An answer of `answered` to a comment of `published`, both (month, day) of 2026 or whole dates."""
    at = [
        datetime(2026, *day, 9, tzinfo=UTC) if len(day) == 2 else datetime(*day, 9, tzinfo=UTC)
        for day in (published, answered)
    ]
    return OfficialAnswerFactory(comment=PublicCommentFactory(submit_date=at[0]), at=at[1], **values)


class TestFigures:
    def test_by_service_and_month(self):
        phare = PartnerFactory(name="Phare Habitat")
        given((3, 2), (3, 4), service="la Ville, service Voirie")  # 2 days
        given((3, 2), (3, 10), service="La ville, service voirie")  # 6 days, late
        given((3, 2), (3, 5), service="La Ville, service Voirie")  # 3 days
        given((2, 2), (2, 3), service="Phare", partner=phare)  # 1 day
        PublicCommentFactory(partner=phare, submit_date=datetime(2026, 3, 2, 9, tzinfo=UTC))
        found = figures(DAY)
        assert [(one.name, one.answered, one.days, one.in_time, one.waiting, one.late) for one in found.services] == [
            ("La Ville, service Voirie", 3, 3, 67, 0, 0),
            ("Phare Habitat (fictif)", 1, 1, 100, 1, 1),
        ]
        total = found.total
        assert (total.answered, total.days, total.in_time, total.waiting, total.late) == (4, 2.5, 75, 1, 1)
        march, february = found.services[0].months[-1], found.services[1].months[-2]
        assert (march.first, march.answered, march.days) == (date(2026, 3, 1), 3, 3)
        assert (february.first, february.answered, february.in_time) == (date(2026, 2, 1), 1, 100)
        assert [month.answered for month in found.services[0].months[:-1]] == [0] * 11

    def test_twelve_months_with_this_one(self):
        assert [month.first for month in figures(DAY).total.months][::11] == [date(2025, 4, 1), date(2026, 3, 1)]
        given((2025, 3, 27), (2025, 3, 31))
        given((2025, 3, 31), (2025, 4, 1))
        cache.clear()
        assert figures(DAY).total.answered == 1

    def test_what_nobody_was_asked_is_the_citys(self):
        PortalSettings.objects.create(publisher_name="Ville de Martigues", publisher_service="service Développement")
        PublicCommentFactory(submit_date=datetime(2026, 3, 23, 9, tzinfo=UTC))
        PublicCommentFactory(submit_date=datetime(2026, 3, 23, 9, tzinfo=UTC), service="service Voirie")
        assert [(one.name, one.waiting, one.late) for one in figures(DAY).services] == [
            ("Service Voirie", 1, 0),
            ("Ville de Martigues, service Développement", 1, 0),
        ]

    def test_what_was_removed_counts_no_more(self):
        answer = given((3, 2), (3, 4))
        type(answer.comment).objects.filter(pk=answer.comment.pk).update(state=State.REMOVED, refusal_reason="Non.")
        assert figures(DAY).total.answered == 0

    def test_the_same_cost_for_one_and_for_thirty(self, django_assert_num_queries):
        for count in (1, 29):
            for _ in range(count):
                given((3, 2), (3, 4), partner=PartnerFactory())
                PublicCommentFactory(partner=PartnerFactory())
            figures(DAY)
            with django_assert_num_queries(2):
                assert figures(DAY)


class TestPage:
    def test_it_says_what_is_promised_and_what_is_kept(self, client):
        now = datetime.now(UTC)
        OfficialAnswerFactory(comment=PublicCommentFactory(submit_date=now - timedelta(days=1)), at=now)
        page = client.get(PAGE).content.decode()
        assert "dans les 5 jours ouvrés" in page.replace("\u00a0", " ")
        assert "<svg" in page
        assert "Service par service" in page
        assert "La Ville, service Développement des quartiers" in page

    def test_nothing_yet(self, client):
        page = client.get(PAGE).content.decode()
        assert "Pas encore de commentaire" in page
        assert "Aucune fermeture n’est annoncée" in page

    def test_only_waiting_ones_draw_no_curve(self, client):
        PublicCommentFactory()
        answer = client.get(PAGE)
        assert answer.status_code == 200
        assert answer.context["points"] == []

    def test_closures_that_run_or_come_are_stated(self, client):
        today = date.today()
        ClosureFactory(commune=CommuneFactory(name="Martigues"), starts_on=today, ends_on=today + timedelta(days=3))
        ClosureFactory(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=5), reason="passée")
        page = client.get(PAGE).content.decode().replace("\u00a0", " ")
        assert "Martigues : Les délais ne courent pas" in page
        assert "passée" not in page

    def test_a_hostile_service_is_text(self, client):
        OfficialAnswerFactory(service="=<script>alert(1)</script>")
        assert "<script>alert" not in client.get(PAGE).content.decode()
        rows = csv.reader(StringIO(client.get("/commentaires/delais.csv").content.decode("utf-8-sig")), delimiter=";")
        assert {row[0] for row in rows} == {"service", "'=<script>alert(1)</script>"}

    def test_the_table_has_a_row_for_each_service_and_month(self, client):
        OfficialAnswerFactory()
        PublicCommentFactory(partner=PartnerFactory(name="Phare Habitat"))
        answer = client.get("/commentaires/delais.csv")
        assert answer["Content-Type"].startswith("text/csv")
        rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 1 + 2 * 12
        waiting = [row for row in rows if row[0] == "Phare Habitat (fictif)" and row[5]]
        assert [row[5:] for row in waiting] == [["1", "0"]]

    def test_off_with_its_module(self, client):
        PortalSettings.objects.create(disabled_modules=["commentaires"])
        assert client.get(PAGE).status_code == 404

    def test_it_never_writes(self, client):
        assert client.post(PAGE).status_code == 405

    def test_few_queries(self, client, django_assert_max_num_queries):
        for _ in range(30):
            OfficialAnswerFactory(partner=PartnerFactory())
        with django_assert_max_num_queries(10):
            client.get(PAGE)
