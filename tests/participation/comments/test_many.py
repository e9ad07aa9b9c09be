"""A fiche with a thousand comments: what its page costs. How long it takes is measured by `make bench`."""

import gzip

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.comments.models import PublicComment
from participation.comments.selectors import thread
from tests.factories.accounts import UserFactory
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory

pytestmark = pytest.mark.django_db
WORDS = (
    "Le passage reste dans le noir depuis la panne de mars (n° %s). Quand les lampes seront-elles remplacées, et par"
    " qui ? Les enfants rentrent de l’école à cette heure-là."
)


def cold(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries), answer


@pytest.mark.parametrize("shape", [(300, 700), (30, 970)], ids=["many-threads", "long-threads"])
def test_a_thousand_comments_on_one_fiche(fiche, client, shape):
    address, (threads, replies) = fiche.get_absolute_url(), shape
    client.get(address)
    bare, _answer = cold(client, address)
    users = [UserFactory(display_name=f"Voisine {number}") for number in range(5)]
    first = [
        PublicCommentFactory(target=fiche, comment=WORDS % number, user=users[number % 5], support=number % 4)
        for number in range(threads)
    ]
    for number in range(replies):
        PublicCommentFactory(target=fiche, comment=WORDS % number, user_name="Luc", reply_to=first[number % threads])
    for comment in first[-20:]:
        OfficialAnswerFactory(comment=comment)
    assert PublicComment.objects.count() == 1000
    for query in ("", "?tri=soutenus", "?tri=repondus", f"?avant={first[len(first) // 2].pk + 1}"):
        count, answer = cold(client, address + query)
        assert count <= bare + 2, "the bare page asks whether somebody wrote; then the comments and the closures"
        assert count - 6 <= 8 + 5, "eight beyond the frame and the fiche’s own five"
        assert len(gzip.compress(answer.content, 6)) <= 40_000
    assert thread(fiche).count == 1000
