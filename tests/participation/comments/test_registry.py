import pytest

from cms.models import NewsPage, ProjectPage
from participation.comments import registry
from tests.factories.comments import PublicCommentFactory
from tests.factories.territory import CommuneFactory


def test_fiches_are_registered_with_their_owner(fiche, commune, partner):
    target = registry.by_key("fiche")
    assert target is registry.of(fiche)
    assert target.find(fiche.pk) == fiche
    assert target.owner(fiche) == registry.Owner(commune, partner)
    assert (target.title(fiche), target.url(fiche)) == ("Éclairer les passages", fiche.get_absolute_url())


def test_what_nobody_registered_takes_no_comment(db):
    with pytest.raises(LookupError):
        registry.of(CommuneFactory())
    assert registry.by_key("commune") is None


def test_a_key_is_given_once():
    with pytest.raises(ValueError, match="twice"):
        registry.register(NewsPage, key="fiche", title=str, url=str)
    with pytest.raises(ValueError, match="twice"):
        registry.register(ProjectPage, key="page", title=str, url=str)
    registry.register(ProjectPage, key="fiche", **{name: getattr(registry.by_key("fiche"), name) for name in KEPT})


KEPT = ("label", "title", "url", "is_open", "queryset", "owner")


def test_places_cost_one_query_per_kind(fiche, django_assert_num_queries):
    comments = [PublicCommentFactory(target=fiche), PublicCommentFactory(), PublicCommentFactory()]
    with django_assert_num_queries(1):
        places = registry.places(comments)
    assert {place.title for place in places.values()} >= {"Éclairer les passages"}
    assert len(places) == 3
