"""People may comment on fiches, news, conventions and quartiers: whose business each is, and what the page costs."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.comments import registry
from participation.comments.enums import State
from participation.comments.services import set_dates, write_comment, write_outcome
from tests.factories.accounts import staff_with
from tests.factories.cms import ConventionPageFactory, NewsPageFactory, ProjectPageFactory
from tests.factories.comments import PublicCommentFactory, known_writer
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory

pytestmark = pytest.mark.django_db
KINDS = ("fiche", "actualite", "convention", "quartier")


@pytest.fixture
def commune():
    return CommuneFactory(name="Martigues")


@pytest.fixture
def made(commune):
    """`made(kind)`: a new object of that kind, of the commune."""

    def make(kind):
        if kind == "quartier":
            return QuartierFactory(commune=commune)
        if kind == "actualite":
            return NewsPageFactory(quartiers=[QuartierFactory(commune=commune)])
        convention = ConventionPageFactory(commune=commune)
        return convention if kind == "convention" else ProjectPageFactory(convention=convention)

    return make


def cold(address):
    Client().get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(address)
    assert answer.status_code == 200
    return len(queries), answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_written_and_read_on_its_page(self, made, kind, commune):
        target = made(kind)
        comment = write_comment(target=target, text="Et la nuit ?", user=known_writer())
        assert (comment.state, comment.commune) == (State.PUBLISHED, commune)
        _count, html = cold(target.get_absolute_url())
        assert f'id="commentaire-{comment.pk}"' in html
        assert f"/commentaires/ecrire/{kind}/{target.pk}/" in html
        assert f"/suivre/fil/{kind}:{target.pk}/" in html
        assert "csrfmiddlewaretoken" not in html
        assert Client().get(f"/commentaires/ecrire/{kind}/{target.pk}/").status_code == 200
        shown = Client().get(f"/commentaires/{comment.pk}/")
        assert shown.url == f"{target.get_absolute_url()}?avant={comment.pk + 1}#commentaire-{comment.pk}"

    def test_the_page_asks_once_where_nobody_wrote_and_never_more_than_twenty(self, made, kind):
        from participation.base.site.models import PortalSettings

        target = made(kind)
        with_thread, html = cold(target.get_absolute_url())
        assert "Personne n’a encore écrit." in html
        PortalSettings.objects.update_or_create(defaults={"disabled_modules": ["commentaires"]})
        without, html = cold(target.get_absolute_url())
        assert 'id="avis"' not in html
        assert with_thread - without == 1
        assert with_thread <= 20

    def test_closed_it_says_since_when_and_what_was_retained(self, made, kind, commune):
        from datetime import date

        target, officer = made(kind), staff_with("administrator")
        PublicCommentFactory(target=target)
        set_dates(target=target, by=officer, first_day=date(2020, 1, 1), last_day=date(2020, 2, 1))
        write_outcome(target=target, by=officer, text="Les lampes restent <b>allumées</b>.")
        _count, html = cold(target.get_absolute_url())
        assert "Ce qui a été retenu" in html
        assert "Les lampes restent &lt;b&gt;allumées" in html
        assert "La discussion est fermée depuis le 1<sup>er</sup> février 2020." in html.replace("\xa0", " ")
        assert f"/commentaires/ecrire/{kind}/" not in html
        assert 'class="acts no-print"><a href="/commentaires/ecrire' not in html

    def test_its_comments_go_with_it(self, made, kind):
        from participation.comments.models import PublicComment

        target = made(kind)
        kept, _gone = PublicCommentFactory(), PublicCommentFactory(target=target)
        target.delete()
        assert list(PublicComment.objects.all()) == [kept]


class TestOwners:
    def owner(self, target):
        return registry.of(target).owner(target)

    def test_a_fiche_is_its_conventions_and_its_leads(self, commune):
        partner = PartnerFactory(commune=commune)
        fiche = ProjectPageFactory(convention=ConventionPageFactory(commune=commune), lead=partner)
        assert self.owner(fiche) == registry.Owner(commune, partner)

    def test_news_are_those_of_the_one_commune_they_name(self, commune):
        here, elsewhere = QuartierFactory(commune=commune), QuartierFactory(commune=CommuneFactory())
        assert self.owner(NewsPageFactory(quartiers=[here])) == registry.Owner(commune)
        assert self.owner(NewsPageFactory(quartiers=[here, elsewhere])) == registry.Owner()
        assert self.owner(NewsPageFactory()) == registry.Owner(), "of several communes, the whole portal’s"

    def test_where_there_is_one_commune_everything_is_its_own(self, commune):
        assert self.owner(NewsPageFactory()) == registry.Owner(commune)

    def test_a_quartier_and_a_convention_are_their_communes(self, commune):
        assert self.owner(QuartierFactory(commune=commune)) == registry.Owner(commune)
        assert self.owner(ConventionPageFactory(commune=commune)) == registry.Owner(commune)
        assert self.owner(ConventionPageFactory(commune=None)) == registry.Owner()

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_is_registered_under_its_word(self, made, kind):
        target = made(kind)
        assert registry.by_key(kind) is registry.of(target)
        assert registry.by_key(kind).label
        assert registry.by_key(kind).find(target.pk) == target
