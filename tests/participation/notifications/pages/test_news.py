"""/compte/notifications/: the news, what is read, pages, and the count beside the name."""

import pytest
from django.db import transaction
from django.test import Client

from participation.notifications import services
from participation.notifications.positions import place_events
from participation.reports.news import WORDS
from tests.factories.accounts import UserFactory
from tests.factories.cms import ProjectPageFactory
from tests.participation.notifications.pages.conftest import words

pytestmark = pytest.mark.django_db
NEWS = "/compte/notifications/"


def happen(number, *, first=0, **options):
    """Things that happened to a quartier, each with its position."""
    for one in range(first, first + number):
        with transaction.atomic():
            services.notify(
                "reports/step",
                key=f"essai-{one}",
                url=f"/signalements/essai-{one}/",
                words={**WORDS, "title": f"Lampe {one}", "heading": f"Nouvelle {one}"},
                **options,
            )
    place_events()


@pytest.fixture
def reader(client, user, mine, quartier):
    services.follow(recipient=mine, kind="quartier", key=quartier.slug)
    client.force_login(user)
    return client


class TestTheList:
    def test_newest_first_with_its_place(self, reader, quartier):
        happen(2, quartier=quartier)
        page = reader.get(NEWS)
        text = words(page)
        assert text.index("Lampe 1") < text.index("Lampe 0")
        assert "2 nouvelles non lues" in text
        assert "Canto-Perdrix" in text
        assert 'href="/signalements/essai-1/"' in page.content.decode()

    def test_not_what_one_does_not_follow_nor_what_was_before(self, reader, quartier, user):
        happen(1, topics=[("quartier", "ailleurs")])
        assert "Rien de nouveau pour l’instant" in words(reader.get(NEWS))

    def test_somebody_who_follows_nothing(self, client):
        client.force_login(UserFactory())
        assert "Vous ne suivez rien pour l’instant" in words(client.get(NEWS))

    def test_words_are_never_markup(self, reader, quartier):
        with transaction.atomic():
            services.notify(
                "reports/step",
                key="x",
                url="/x/",
                words={**WORDS, "title": "<script>alert(1)</script>", "heading": "<b>", "sentence": "<i>{{ 7 }}"},
                quartier=quartier,
            )
        place_events()
        content = reader.get(NEWS).content.decode()
        assert "<script>alert" not in content
        assert "<i>{{" not in content

    def test_only_for_oneself(self, reader, quartier):
        happen(1, quartier=quartier)
        assert Client().get(NEWS)["Location"].startswith("/comptes/connexion/")
        other = Client()
        other.force_login(UserFactory())
        assert "Lampe 0" not in words(other.get(NEWS))
        assert reader.get(NEWS)["Cache-Control"] == "private, no-store"


class TestReading:
    def test_all_marked_as_read_and_no_more(self, reader, quartier, mine):
        happen(2, quartier=quartier)
        through = reader.get(NEWS).context["through"]
        happen(1, first=2, quartier=quartier)
        page = reader.post(NEWS, {"jusqu": through}, follow=True)
        assert "Tout est marqué comme lu" in words(page)
        assert page.context["unread"] == 1, "what came meanwhile was not seen"
        assert [one.unread for one in page.context["news"]] == [True, False, False]

    @pytest.mark.parametrize("through", ["", "0", "-1", "x", "\x00", "9" * 30, "\u0661"])
    def test_nonsense_reads_nothing(self, reader, quartier, through):
        happen(1, quartier=quartier)
        assert reader.post(NEWS, {"jusqu": through}).status_code == 404
        assert reader.get(NEWS).context["unread"] == 1

    def test_a_token_is_needed(self, user, mine):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(user)
        assert strict.post(NEWS, {"jusqu": "1"}).status_code == 403


class TestPages:
    def test_thirty_each_whole_and_in_order(self, reader, quartier):
        happen(65, quartier=quartier)
        seen, url = [], NEWS
        while url:
            page = reader.get(url)
            seen += [one.url for one in page.context["news"]]
            happen(1, first=1000 + len(seen), quartier=quartier)  # while one reads
            url = NEWS + page.context["next"] if page.context["next"] else ""
        assert seen == [f"/signalements/essai-{number}/" for number in reversed(range(65))]

    def test_a_full_last_page_leads_nowhere(self, reader, quartier):
        happen(30, quartier=quartier)
        assert reader.get(NEWS).context["next"] == ""

    @pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "1 OR 1=1", "\u0661"])
    def test_another_place_to_start_is_not_found(self, reader, before):
        assert reader.get(NEWS, {"avant": before}).status_code == 404

    def test_past_the_end(self, reader):
        assert "rien de plus ancien" in words(reader.get(NEWS, {"avant": "1"}))


class TestTheCountBesideTheName:
    def test_on_every_page_of_whoever_is_signed_in(self, reader, quartier):
        assert "nouvelle non lue" not in words(reader.get("/participer/"))
        happen(3, quartier=quartier)
        assert "3 nouvelles non lues" in words(reader.get("/participer/"))

    def test_it_stops_at_99(self, reader, quartier):
        happen(120, quartier=quartier)
        page = words(reader.get("/participer/"))
        assert "99 + nouvelles non lues" in page or "99+ nouvelles non lues" in page

    def test_never_for_a_visitor(self, client, quartier, mine, settings):
        settings.PAGE_CACHE_SECONDS = 60
        services.follow(recipient=mine, kind="quartier", key=quartier.slug)
        happen(3, quartier=quartier)
        assert "non lue" not in words(client.get("/participer/"))

    def test_what_a_signed_in_person_sees_is_never_kept(self, reader, quartier, settings):
        settings.PAGE_CACHE_SECONDS = 60
        happen(3, quartier=quartier)
        assert "X-Page-Cache" not in reader.get("/participer/").headers
        assert "non lue" not in words(Client().get("/participer/"))

    def test_it_costs_one_query_where_nothing_is_followed(self, client, django_assert_num_queries):
        from participation.notifications.selectors import unread_count

        user = UserFactory()
        with django_assert_num_queries(1):
            assert unread_count(user) == 0


@pytest.mark.parametrize("events", [1, 30])
def test_queries_do_not_grow(reader, quartier, events, django_assert_num_queries):
    happen(events, quartier=quartier)
    reader.get(NEWS)
    with django_assert_num_queries(7):
        reader.get(NEWS)


@pytest.mark.parametrize("things", [1, 30])
def test_nor_with_what_is_followed(reader, mine, quartier, things, django_assert_num_queries):
    for _one in range(things - 1):
        services.follow(recipient=mine, kind="fiche", key=str(ProjectPageFactory().pk))
    happen(2, quartier=quartier)
    reader.get(NEWS)
    with django_assert_num_queries(7):
        reader.get(NEWS)
