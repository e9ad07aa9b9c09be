"""Three orders, a page at a time: whatever arrives meanwhile, nothing is shown twice and nothing is skipped."""

from itertools import chain
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.comments.enums import Order, State
from participation.comments.models import PublicComment
from participation.comments.selectors import one_thread, standing, thread
from participation.comments.services import answer_officially
from tests.factories.accounts import staff_with
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory

pytestmark = pytest.mark.django_db


def walk(fiche, order, meanwhile=lambda: None):
    """The keys of every page, one list a page; `meanwhile()` happens between two."""
    pages, query = [], {}
    while True:
        page = thread(
            fiche,
            order=order,
            before=int(query["avant"]) if "avant" in query else None,
            past=int(query["apres"]) if "apres" in query else None,
        )
        pages.append([one.pk for one in page.comments])
        if not page.older:
            return pages
        meanwhile()
        query = dict(parse_qsl(page.older.lstrip("?")))
        assert query.pop("tri", Order.RECENT) == order


@pytest.fixture
def spoken(fiche):
    """Nine comments, two to five with ties of support, three answered, the fifth first."""
    made = [PublicCommentFactory(target=fiche, support=support) for support in (0, 3, 1, 3, 0, 1, 1, 0, 7)]
    for number in (4, 1, 7):
        OfficialAnswerFactory(comment=made[number])
    return made


@pytest.fixture(autouse=True)
def three_a_page(settings):
    settings.COMMENTS_PER_PAGE = 3


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.RECENT, [8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (Order.SUPPORTED, [8, 3, 1, 6, 5, 2, 7, 4, 0]),
        (Order.ANSWERED, [7, 1, 4, 8, 6, 5, 3, 2, 0]),
    ],
)
def test_the_order_and_its_pages(fiche, spoken, order, expected):
    pages = walk(fiche, order)
    assert [len(page) for page in pages] == [3, 3, 3]
    assert list(chain(*pages)) == [spoken[number].pk for number in expected]


@pytest.mark.parametrize("order", Order)
def test_what_arrives_meanwhile_hides_nothing_and_repeats_nothing(fiche, spoken, order):
    def meanwhile():
        for support in (0, 3, 20):
            OfficialAnswerFactory(comment=PublicCommentFactory(target=fiche, support=support))
            PublicCommentFactory(target=fiche, support=support)

    shown = list(chain(*walk(fiche, order, meanwhile)))
    assert len(shown) == len(set(shown))
    assert {one.pk for one in spoken} <= set(shown)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(supports=st.lists(st.integers(0, 3), min_size=1, max_size=14))
def test_ties_never_matter(fiche, supports):
    PublicComment.objects.all().delete()
    made = [PublicCommentFactory(target=fiche, support=support).pk for support in supports]
    shown = list(chain(*walk(fiche, Order.SUPPORTED)))
    assert shown == sorted(made, key=lambda pk: (-supports[made.index(pk)], -pk))


class TestOnThePage:
    def test_each_order_has_its_link_and_the_chosen_one_is_marked(self, fiche, client, spoken):
        html = client.get(fiche.get_absolute_url(), {"tri": "soutenus"}).content.decode()
        assert 'href="?tri=soutenus#avis" aria-current="true"' in html
        assert 'href="?tri=repondus#avis"' in html
        assert f'href="?tri=soutenus&amp;avant={spoken[1].pk}&amp;apres=4#avis"' in html

    def test_one_comment_needs_no_order(self, fiche, client):
        PublicCommentFactory(target=fiche)
        assert "tri=" not in client.get(fiche.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("query", [{"tri": "x"}, {"tri": ""}, {"apres": "x"}, {"tri": "soutenus", "apres": "-1"}])
    def test_an_order_or_a_key_that_is_none(self, fiche, client, query):
        assert client.get(fiche.get_absolute_url(), query).status_code == 404

    @pytest.mark.parametrize("order", Order)
    def test_every_order_costs_the_same(self, fiche, spoken, order, settings, django_assert_num_queries):
        settings.COMMENTS_PER_PAGE = 8
        thread(fiche)
        with django_assert_num_queries(3):
            thread(fiche, order=order)

    def test_an_answer_given_now_comes_first(self, fiche, spoken, commune):
        answer_officially(
            comment=spoken[0], by=staff_with("gusp_coordinator", commune=commune), text="Oui.", service="la Ville"
        )
        assert thread(fiche, order=Order.ANSWERED).comments[0].pk == spoken[0].pk


class TestManyReplies:
    @pytest.fixture
    def busy(self, fiche, settings):
        settings.COMMENTS_REPLIES_SHOWN, settings.COMMENTS_REPLIES_PER_PAGE = 2, 4
        first = PublicCommentFactory(target=fiche)
        replies = [PublicCommentFactory(target=fiche, reply_to=first) for _ in range(7)]
        PublicCommentFactory(target=fiche, reply_to=first, state=State.HELD)
        return first, replies

    def test_the_first_ones_stand_there_the_others_on_their_own_page(self, fiche, client, busy):
        first, replies = busy
        (shown,) = thread(fiche).comments
        assert [reply.pk for reply in shown.replies] == [reply.pk for reply in replies[:2]]
        assert shown.further == 5
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert f'href="/commentaires/fil/{first.pk}/"' in html
        assert "Lire les 5 autres réponses" in html

    def test_the_page_of_the_thread_holds_them_all_in_their_order(self, client, busy):
        first, replies = busy
        page, shown = one_thread(first.pk), []
        assert (page.count, page.first) == (7, True)
        shown += [reply.pk for reply in page.comment.replies]
        page = one_thread(first.pk, after=int(page.further.removeprefix("?apres=")))
        shown += [reply.pk for reply in page.comment.replies]
        assert page.further == ""
        assert shown == [reply.pk for reply in replies]
        html = client.get(f"/commentaires/fil/{first.pk}/").content.decode()
        assert f"?apres={replies[3].pk}" in html
        assert "autres réponses" not in html

    def test_every_comment_is_reached_by_its_permanent_address(self, client, busy):
        first, replies = busy
        for comment in (first, *replies):
            answer = client.get(f"/commentaires/{comment.pk}/", follow=True)
            assert answer.status_code == 200
            assert f'id="commentaire-{comment.pk}"' in answer.content.decode()
            assert standing(comment).endswith(f"#commentaire-{comment.pk}")

    def test_one_query_more_or_less_whatever_stands_there(self, fiche, busy, django_assert_num_queries):
        thread(fiche)
        with django_assert_num_queries(3):
            thread(fiche)

    @pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
    def test_what_nobody_reads_is_nowhere(self, fiche, client, state):
        comment = PublicCommentFactory(target=fiche, state=state)
        for address in (f"/commentaires/{comment.pk}/", f"/commentaires/fil/{comment.pk}/"):
            assert client.get(address).status_code == 404

    def test_nor_under_a_page_that_is_gone_from_sight(self, fiche, client, busy):
        fiche.live = False
        fiche.save()
        for address in (f"/commentaires/{busy[0].pk}/", f"/commentaires/fil/{busy[0].pk}/"):
            assert client.get(address).status_code == 404

    @pytest.mark.parametrize("address", ["999999", "99999999999999999999", "fil/999999", "fil/99999999999999999999"])
    def test_no_such_comment(self, client, address):
        assert client.get(f"/commentaires/{address}/").status_code == 404

    @pytest.mark.parametrize("key", ["x", "-1", "9" * 10, "\x00", ""])
    def test_a_page_that_is_none(self, client, busy, key):
        assert client.get(f"/commentaires/fil/{busy[0].pk}/", {"apres": key}).status_code == 404


class TestPlacesLeft:
    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (State.REMOVED, "retiré par la modération"),
            (State.WITHDRAWN, "La personne qui l’a écrit a supprimé ce commentaire."),
            (State.HELD, "est relu par la modération"),
            (State.REFUSED, "retiré par la modération"),
        ],
    )
    def test_a_thread_keeps_its_place(self, fiche, client, state, words):
        gone = PublicCommentFactory(target=fiche, comment="Je suis caché.")
        PublicCommentFactory(target=fiche, reply_to=gone, comment="Moi je reste.")
        PublicComment.objects.filter(pk=gone.pk).update(state=state, refusal_reason="Un nom est cité.")
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert words in html
        assert "Moi je reste." in html
        assert "caché" not in html
        assert f"/commentaires/{gone.pk}/soutenir/" not in html
