"""The list on the site and its count."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from participation.base.site.models import PortalSettings
from participation.notifications import services
from participation.notifications.distribution import distribute_events
from participation.notifications.enums import Delivery
from participation.notifications.models import Event
from participation.notifications.registry import AREA, ME
from participation.notifications.selectors import news_for, recipient_of_user, subscription_of, unread_count
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EventFactory
from tests.factories.territory import QuartierFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


@pytest.fixture
def person():
    before = timezone.now() - timedelta(days=1)
    person = services.recipient_of(user=UserFactory())
    for key in ("1", "2"):
        services.follow(recipient=person, kind="essai", key=key, delivery=Delivery.NONE, at=before)
    services.follow(recipient=person, kind=AREA, area=(43.4, 5.05, 300), delivery=Delivery.NONE, at=before)
    return person


def happen(title, *topics, **fields):
    event = EventFactory(words={"title": title}, topics=topics, **fields)
    distribute_events()
    event.refresh_from_db()
    return event


def test_all_that_is_followed_newest_first_mailed_or_not(person):
    happen("Un", ("essai", "1"), quartier=QuartierFactory(name="Nord"))
    happen("D’autres", ("essai", "3"), ("autre", "1"))
    happen("Deux", ("essai", "1"), ("essai", "2"))
    happen("Ici", latitude=43.4, longitude=5.05 + 290 / 80_784)
    happen("Là", latitude=43.4 + 250 / 111_195, longitude=5.05 + 250 / 80_784)
    happen("Silencieux", ("essai", "2"), silent=True)
    happen("Avant", ("essai", "1"), at=timezone.now() - timedelta(days=2))
    rows = news_for(person)
    assert [row.title for row in rows] == ["Silencieux", "Ici", "Deux", "Un"]
    assert rows[-1].quartier == "Nord"
    assert rows[-1].text == "Un depuis hier."
    assert (rows[0].url, rows[0].action, rows[0].unread) == ("/quartiers/", "Voir la nouvelle", True)


def test_what_concerns_oneself_with_its_own_link_always(person):
    before = timezone.now() - timedelta(days=400)
    happen("", (ME, str(person.pk)), ("essai", "1"), kind="essai/reponse", personal_url="/moi/", at=before)
    (row,) = news_for(person)
    assert (row.title, row.url) == ("Votre réponse", "/moi/")


def test_page_by_page(person):
    for number in range(7):
        happen(f"N{number}", ("essai", "1"))
    first = news_for(person, limit=3)
    second = news_for(person, before=first[-1].position, limit=3)
    happen("N7", ("essai", "1"))
    assert [row.title for row in first + second] == ["N6", "N5", "N4", "N3", "N2", "N1"]
    assert [row.title for row in news_for(person, before=second[-1].position)] == ["N0"]


def test_reading_it_is_never_unread(person):
    one, two = happen("Un", ("essai", "1")), happen("Deux", ("essai", "1"))
    assert unread_count(person) == unread_count(person.user) == 2
    services.mark_read(recipient=person, through=one.position)
    assert [row.unread for row in news_for(person)] == [True, False]
    assert unread_count(person) == 1
    services.mark_read(recipient=person, through=two.position)
    services.mark_read(recipient=person, through=one.position)
    assert (unread_count(person), person.seen_through) == (0, two.position)


def test_a_new_reader_begins_with_nothing_unread():
    happen("Un", ("essai", "1"))
    person = services.recipient_of(user=UserFactory())
    services.follow(recipient=person, kind="essai", key="1")
    assert (unread_count(person), news_for(person)) == (0, [])


def test_nothing_of_a_module_that_is_switched_off(person):
    happen("", ("essai", "1"), kind="essai/reponse")
    assert unread_count(person) == 1
    PortalSettings.objects.create(disabled_modules=["commentaires"])
    assert (unread_count(person), news_for(person)) == (0, [])


def test_a_kind_that_is_gone_breaks_nothing(person):
    happen("", ("essai", "1"), kind="essai/ancien")
    assert (unread_count(person), news_for(person)) == (0, [])


def test_counts_to_ninety_nine(person):
    for number in range(120):
        EventFactory(key=f"k{number}", topics=[("essai", "1")])
    distribute_events()
    assert unread_count(person) == 99


@pytest.mark.parametrize("who", [None, AnonymousUser()])
def test_nobody(who, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert unread_count(who) == 0
        assert recipient_of_user(who) is None
        assert subscription_of(who, "essai", "1") is None
        assert news_for(None) == []


def test_an_account_that_follows_nothing(django_assert_num_queries):
    user = UserFactory()
    with django_assert_num_queries(1):
        assert unread_count(user) == 0


@pytest.mark.parametrize("number", [1, 30])
def test_the_same_queries_for_one_and_for_thirty(person, number, django_assert_num_queries):
    for _number in range(number):
        happen("Un", ("essai", "1"), quartier=QuartierFactory())
    with django_assert_num_queries(2):
        assert unread_count(person.user) == number
    with django_assert_num_queries(1):
        assert len(news_for(person)) == number
    assert Event.objects.count() == number
