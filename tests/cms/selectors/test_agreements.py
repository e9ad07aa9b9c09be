from datetime import date

import pytest

from cms.enums import FactState
from cms.selectors.agreements import convention_list, documents, for_quartier
from tests.factories.cms import (
    ConventionPageFactory,
    DeliberationPageFactory,
    ExperiencePageFactory,
    MilestoneFactory,
    ProjectPageFactory,
)
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 24)


def test_each_convention_counts_its_own_fiches_and_steps():
    full, empty = ConventionPageFactory(), ConventionPageFactory()
    for _ in range(2):
        MilestoneFactory(project=ProjectPageFactory(convention=full), done_on=DAY)
    ProjectPageFactory(convention=full, live=False)
    MilestoneFactory(project=ProjectPageFactory(convention=full), state=FactState.PROPOSED)
    found = {line.page.pk: (line.projects, line.tally.done, line.tally.total) for line in convention_list(DAY)}
    assert found == {full.pk: (3, 2, 2), empty.pk: (0, 0, 0)}


def test_drafts_are_not_listed():
    ConventionPageFactory(live=False)
    DeliberationPageFactory(live=False)
    ExperiencePageFactory(live=False)
    found = documents(DAY)
    assert (found.conventions, found.deliberations, found.experiences) == ((), (), ())


def test_a_quartier_knows_the_conventions_that_name_it_and_those_that_act_in_it():
    quartier, other = QuartierFactory(), QuartierFactory()
    named = ConventionPageFactory(quartiers=[quartier])
    acting = ConventionPageFactory()
    ConventionPageFactory(quartiers=[other])
    project = ProjectPageFactory(convention=acting)
    MilestoneFactory(project=project, quartier=quartier, done_on=DAY)
    MilestoneFactory(project=project, quartier=other)
    found = for_quartier(quartier, DAY)
    assert [one.page.pk for one in found] == [named.pk, acting.pk]
    assert [(one.tally.done, one.tally.total) for one in found] == [(0, 0), (1, 1)]
    assert [line.tally.total for line in found[1].projects] == [1]


def test_a_fiche_that_names_the_quartier_is_listed_before_it_promises_anything():
    quartier = QuartierFactory()
    project = ProjectPageFactory(quartiers=[quartier], title="Éclairer")
    (found,) = for_quartier(quartier, DAY)
    assert [(line.title, line.tally.total) for line in found.projects] == [("Éclairer", 0)]
    assert found.page.pk == project.get_parent().pk


def test_a_draft_fiche_or_convention_says_nothing_about_a_quartier():
    quartier = QuartierFactory()
    MilestoneFactory(project=ProjectPageFactory(live=False), quartier=quartier)
    ConventionPageFactory(quartiers=[quartier], live=False)
    assert for_quartier(quartier, DAY) == ()


@pytest.mark.parametrize("size", [1, 30])
def test_both_cost_three_queries_whatever_their_number(size, django_assert_num_queries):
    quartier = QuartierFactory()
    for _ in range(size):
        convention = ConventionPageFactory(quartiers=[quartier])
        MilestoneFactory(project=ProjectPageFactory(convention=convention, quartiers=[quartier]), quartier=quartier)
    convention_list(DAY)
    with django_assert_num_queries(3):
        assert len(convention_list(DAY)) == size
    with django_assert_num_queries(3):
        found = for_quartier(quartier, DAY)
        assert len([(one.page.title, one.page.get_url(), one.page.get_kind_display()) for one in found]) == size
