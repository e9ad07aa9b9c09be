"""/moderation/: what everybody may know of the moderation. The same page for all, kept whole."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from participation.accounts.enums import Role
from participation.moderation.enums import Verb
from participation.moderation.models import CaseEvent, ModerationSettings
from participation.moderation.views import public, words
from tests.factories.cms import StandardPageFactory
from tests.participation.moderation.pages.conftest import plain

pytestmark = pytest.mark.django_db
PAGE = "/moderation/"


@pytest.fixture
def decided(held):
    """`decided(at, hours, refused)`: a case read `hours` after it was held."""

    def make(at, hours, refused=False):
        case = held()
        CaseEvent.objects.create(case=case, verb=Verb.HELD, at=at - timedelta(hours=hours))
        CaseEvent.objects.create(case=case, verb=Verb.REFUSED if refused else Verb.PUBLISHED, at=at)

    return make


def months_ago(count):
    from django.utils import timezone

    first = timezone.localdate().replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
    return datetime(first.year, first.month, 10, 12, tzinfo=UTC)


def test_before_anything_was_read(client):
    assert "Pas encore de chiffres" in plain(client.get(PAGE))


def test_month_by_month(client, decided):
    for hours, refused in ((2, False), (4, True), (6, False), (8, False)):
        decided(months_ago(1), hours, refused)
    decided(months_ago(2), 30)
    page = plain(client.get(PAGE))
    assert page.count('<svg class="chart"') == 2
    for figure in (">4</b>", "5 h", "25 %", "30 h"):
        assert figure in page, figure


def test_it_names_the_charter(client, decided):
    page = StandardPageFactory(title="Charte de modération")
    ModerationSettings.objects.create(charter_page=page)
    assert page.url in client.get(PAGE).content.decode()
    page.live = False
    page.save()
    assert "Lire la charte" not in client.get(PAGE).content.decode()


def test_everybody_reads_the_same_page_and_it_is_kept(settings, decided, as_role):
    settings.PAGE_CACHE_SECONDS = 60
    decided(months_ago(1), 2)
    first, second = Client().get(PAGE), Client().get(PAGE)
    assert (first["X-Page-Cache"], second["X-Page-Cache"]) == ("miss", "hit")
    assert "csrf" not in first.content.decode()
    assert as_role(Role.RESIDENT).get(PAGE).status_code == 200


def test_the_cost_does_not_depend_on_how_much_was_read(client, decided, django_assert_num_queries):
    decided(months_ago(1), 2)
    client.get(PAGE)
    with django_assert_num_queries(2):
        client.get(PAGE)
    for hours in range(30):
        decided(months_ago(2), hours)
    with django_assert_num_queries(2):
        client.get(PAGE)


@pytest.mark.parametrize(
    ("hours", "said"), [(None, "non mesuré"), (0.4, "moins d’une heure"), (3.5, "3,5"), (47, "47"), (72, "3")]
)
def test_hours_in_words(hours, said):
    assert said in public._hours(hours)


def test_since_and_ago():
    now = datetime(2026, 3, 24, 12, tzinfo=UTC)
    assert words.since(now, now) == "depuis 1 minute"
    assert words.since(now - timedelta(minutes=59), now) == "depuis 59 minutes"
    assert words.since(now - timedelta(hours=47), now) == "depuis 47 heures"
    assert words.since(now - timedelta(days=3), now) == "depuis 3 jours"
    assert words.ago(now + timedelta(seconds=5), now) == "à l’instant"
    assert words.ago(now - timedelta(minutes=2), now) == "il y a 2 minutes"
    assert words.ago(now - timedelta(hours=1), now) == "il y a 1 heure"


def test_found_pieces_are_marked_once():
    text = "abcdefgh"
    assert words.marked(text, ()) == [(text, False)]
    assert words.marked(text, [(2, 4, "x"), (3, 5, "y"), (7, 8, "z")]) == [
        ("ab", False),
        ("cd", True),
        ("e", True),
        ("fg", False),
        ("h", True),
    ]
    assert words.marked("", ()) == []
