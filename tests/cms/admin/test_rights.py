"""Who opens which view: each role against each page of our side of the admin."""

import pytest
from django.urls import reverse

from participation.accounts.enums import Role
from tests.cms.admin.asking import ALLOWED, LOGIN, REFUSED, outcome
from tests.factories.accounts import UserFactory, staff_with
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
    PartnerFactory,
    QuartierFactory,
    QuartierStatusFactory,
    ResidenceFactory,
)

pytestmark = pytest.mark.django_db

WRITERS = (Role.EDITOR, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)
DECIDERS = (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)
ENTRANTS = (*WRITERS, Role.DATA_PROTECTION_OFFICER)
FACTS = {
    "theme": ThemeFactory,
    "signatory": SignatoryFactory,
    "budgetstatement": BudgetStatementFactory,
    "budgetline": BudgetLineFactory,
    "milestone": MilestoneFactory,
}
GROUND = {
    "quartiers": QuartierFactory,
    "residences": ResidenceFactory,
    "partenaires": PartnerFactory,
    "statuts": QuartierStatusFactory,
    "fermetures": ClosureFactory,
    "communes": None,
}


def expected(role, allowed):
    if role not in ENTRANTS:
        return LOGIN
    return ALLOWED if role in allowed else REFUSED


def ask(logged_in, role, url):
    return outcome(logged_in(staff_with(role)).get(url))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", FACTS)
def test_lists_of_facts(logged_in, role, name):
    assert ask(logged_in, role, reverse(f"faits_{name}:index")) == expected(role, WRITERS)
    assert ask(logged_in, role, reverse(f"faits_{name}:add")) == expected(role, WRITERS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize(("view", "allowed"), [("edit", DECIDERS), ("delete", DECIDERS), ("inspect", WRITERS)])
def test_a_validated_fact(logged_in, role, name, view, allowed):
    url = reverse(f"faits_{name}:{view}", args=[FACTS[name]().pk])
    assert ask(logged_in, role, url) == expected(role, allowed)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", FACTS)
def test_the_history_of_a_fact(logged_in, role, name):
    url = reverse(f"faits_{name}:history", args=[FACTS[name]().pk])
    assert ask(logged_in, role, url) == expected(role, WRITERS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("url_name", "allowed"),
    [
        ("propositions:index", WRITERS),
        ("faits_journal:index", WRITERS),
        ("imports:index", DECIDERS),
        ("wagtailusers_users:index", (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)),
        ("wagtailusers_users:add", (Role.ADMINISTRATOR,)),
        ("wagtailusers_groups:index", ()),
        ("wagtailadmin_home", ENTRANTS),
    ],
)
def test_single_pages(logged_in, role, url_name, allowed):
    response = logged_in(staff_with(role)).get(reverse(url_name))
    if url_name == "wagtailadmin_home" and role in ENTRANTS:
        assert response.status_code == 200
    else:
        assert outcome(response) == expected(role, allowed)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", GROUND)
def test_the_ground(logged_in, martigues, role, name):
    row = GROUND[name]() if GROUND[name] else martigues
    for view, args in (("index", []), ("add", []), ("edit", [row.pk]), ("delete", [row.pk]), ("inspect", [row.pk])):
        url = reverse(f"{name}:{view}", args=args)
        assert ask(logged_in, role, url) == expected(role, DECIDERS), url


@pytest.mark.parametrize("role", Role)
def test_one_account(logged_in, role):
    url = reverse("wagtailusers_users:edit", args=[UserFactory().pk])
    allowed = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)
    assert ask(logged_in, role, url) == expected(role, allowed)


def test_a_technical_account_enters_but_does_not_edit_groups(logged_in):
    client = logged_in(UserFactory(is_superuser=True, is_staff=True))
    assert outcome(client.get(reverse("wagtailusers_users:index"))) == ALLOWED
    assert outcome(client.get(reverse("faits_milestone:index"))) == ALLOWED
    assert outcome(client.get(reverse("wagtailusers_groups:index"))) == REFUSED


def test_bulk_actions_on_accounts_are_closed_to_all(logged_in):
    client = logged_in(UserFactory(is_superuser=True, is_staff=True))
    other = UserFactory()
    for action in ("assign_role", "delete", "set_active_state"):
        assert client.get(f"/admin/bulk/accounts/user/{action}/?id={other.pk}").status_code == 404


def test_someone_without_access_is_not_sent_in_circles(logged_in):
    client = logged_in(staff_with(Role.FIELD_AGENT))
    assert client.get("/admin/", follow=True).status_code == 404


class TestOneCommune:
    """A coordination of Martigues answers for Martigues."""

    def test_facts_of_its_own_convention(self, coordination, martigues):
        fact = MilestoneFactory(project=ProjectPageFactory(convention=ConventionPageFactory(commune=martigues)))
        assert outcome(coordination.get(reverse("faits_milestone:edit", args=[fact.pk]))) == ALLOWED

    @pytest.mark.parametrize("whose", ["vitrolles", None])
    def test_facts_of_another_one(self, coordination, request, whose):
        commune = request.getfixturevalue(whose) if whose else None
        fact = ThemeFactory(page=ConventionPageFactory(commune=commune))
        assert outcome(coordination.get(reverse("faits_theme:edit", args=[fact.pk]))) == REFUSED
        assert outcome(coordination.get(reverse("faits_theme:delete", args=[fact.pk]))) == REFUSED
        assert outcome(coordination.get(reverse("faits_theme:inspect", args=[fact.pk]))) == ALLOWED

    def test_its_own_ground(self, coordination, martigues):
        own = QuartierFactory(commune=martigues)
        residence = ResidenceFactory(quartier=own)
        assert outcome(coordination.get(reverse("quartiers:edit", args=[own.pk]))) == ALLOWED
        assert outcome(coordination.get(reverse("quartiers:address", args=[own.pk]))) == ALLOWED
        assert outcome(coordination.get(reverse("residences:edit", args=[residence.pk]))) == ALLOWED

    def test_another_ground(self, coordination, vitrolles):
        other = QuartierFactory(commune=vitrolles)
        for url in (
            reverse("quartiers:edit", args=[other.pk]),
            reverse("quartiers:delete", args=[other.pk]),
            reverse("quartiers:address", args=[other.pk]),
            reverse("residences:edit", args=[ResidenceFactory(quartier=other).pk]),
            reverse("communes:edit", args=[vitrolles.pk]),
            reverse("communes:add"),
            reverse("partenaires:edit", args=[PartnerFactory(commune=None).pk]),
            reverse("imports:index"),
        ):
            assert outcome(coordination.get(url)) == REFUSED, url
