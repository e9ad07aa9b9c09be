"""Lists of the admin: the same number of queries for one row as for thirty, filters and search that find."""

from datetime import date

import pytest
from django.urls import reverse

from cms.enums import FactState
from cms.services.facts import save_fact
from participation.accounts.enums import Role
from tests.factories.accounts import RoleGrantFactory, staff_with
from tests.factories.cms import (
    BudgetLineFactory,
    BudgetStatementFactory,
    ConventionPageFactory,
    MilestoneFactory,
    ProjectPageFactory,
    SignatoryFactory,
    ThemeFactory,
)
from tests.factories.territory import (
    ClosureFactory,
    CommuneFactory,
    PartnerFactory,
    QuartierFactory,
    QuartierStatusFactory,
    ResidenceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordination(logged_in):
    return logged_in(staff_with(Role.GUSP_COORDINATOR))


def proposals():
    MilestoneFactory(state=FactState.PROPOSED)
    ThemeFactory(state=FactState.PROPOSED)


def changes():
    author = staff_with(Role.EDITOR)
    page = ConventionPageFactory()
    save_fact(ThemeFactory.build(page=page), actor=author, role=Role.EDITOR)
    save_fact(SignatoryFactory.build(page=page, partner=PartnerFactory()), actor=author, role=Role.EDITOR)


LISTS = {
    "faits_theme:index": (lambda: ThemeFactory(parent=ThemeFactory()), 13),
    "faits_signatory:index": (SignatoryFactory, 14),
    "faits_budgetstatement:index": (BudgetStatementFactory, 13),
    "faits_budgetline:index": (lambda: BudgetLineFactory(quartier=QuartierFactory()), 14),
    "faits_milestone:index": (lambda: MilestoneFactory(quartier=QuartierFactory()), 15),
    "propositions:index": (proposals, 15),
    "faits_journal:index": (changes, 14),
    "quartiers:index": (lambda: QuartierStatusFactory(quartier=QuartierFactory(with_perimeter=True)), 14),
    "residences:index": (ResidenceFactory, 15),
    "partenaires:index": (lambda: PartnerFactory(commune=CommuneFactory()), 13),
    "statuts:index": (QuartierStatusFactory, 13),
    "fermetures:index": (lambda: ClosureFactory(commune=CommuneFactory()), 13),
    "communes:index": (CommuneFactory, 12),
}


@pytest.mark.parametrize("url_name", LISTS)
def test_queries_do_not_grow_with_the_list(coordination, django_assert_num_queries, url_name):
    make, queries = LISTS[url_name]
    make()
    coordination.get(reverse(url_name))  # what Wagtail writes once for a person
    with django_assert_num_queries(queries):
        coordination.get(reverse(url_name))
    for _ in range(29):
        make()
    with django_assert_num_queries(queries):
        response = coordination.get(reverse(url_name))
    assert response.status_code == 200


def test_queries_of_the_list_of_accounts(administrator, martigues, django_assert_num_queries):
    url = reverse("wagtailusers_users:index")
    RoleGrantFactory(role=Role.EDITOR, commune=martigues)
    administrator.get(url)
    for number in (1, 29):
        for _ in range(number - 1):
            RoleGrantFactory(role=Role.EDITOR, commune=martigues)
        with django_assert_num_queries(13):
            administrator.get(url)


class TestFindingAMilestone:
    URL = reverse("faits_milestone:index")

    @pytest.fixture(autouse=True)
    def _milestones(self, monkeypatch):
        monkeypatch.setattr("cms.admin.facts.filters.today", lambda: date(2026, 3, 24))
        self.fiche = ProjectPageFactory(convention=ConventionPageFactory(title="Convention A"))
        self.late = MilestoneFactory(project=self.fiche, title="En retard", due_on=date(2026, 3, 23))
        self.coming = MilestoneFactory(title="Pour demain", due_on=date(2026, 3, 24), quartier=QuartierFactory())
        self.kept = MilestoneFactory(title="Chose faite", due_on=date(2026, 1, 1), done_on=date(2026, 2, 1))
        self.waiting = MilestoneFactory(title="Idée", due_on=None, state=FactState.PROPOSED)

    def found(self, client, **query):
        return {fact.title for fact in client.get(self.URL, query).context["object_list"]}

    def test_by_timeliness(self, coordination):
        assert self.found(coordination, timeliness="late") == {"En retard"}
        assert self.found(coordination, timeliness="done") == {"Chose faite"}
        assert self.found(coordination, timeliness="upcoming") == {"Pour demain", "Idée"}

    def test_by_convention_and_fiche(self, coordination):
        assert self.found(coordination, convention=self.fiche.get_parent().pk) == {"En retard"}
        assert self.found(coordination, project=self.fiche.pk) == {"En retard"}

    def test_by_quartier_and_state(self, coordination):
        assert self.found(coordination, quartier=self.coming.quartier_id) == {"Pour demain"}
        assert self.found(coordination, state="proposed") == {"Idée"}

    def test_by_words(self, coordination):
        assert self.found(coordination, q="demain") == {"Pour demain"}
        assert self.found(coordination, q=self.fiche.title) == {"En retard"}

    def test_nonsense_finds_all(self, coordination):
        query = {"convention": "x", "quartier": "9" * 30, "state": "?", "timeliness": "?", "ordering": "x", "p": "z"}
        assert len(self.found(coordination, **query)) == 4
