"""/signalements/ and one report, for everyone: what is shown, what is not, and at what price."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from participation.base.site.models import PortalSettings
from participation.reports import services
from participation.reports.enums import State, Visibility
from participation.reports.models import Category, Report
from tests.factories.accounts import UserFactory
from tests.factories.reports import REACHABLE, ReportFactory, report_in
from tests.factories.territory import QuartierFactory
from tests.participation.reports.pages.conftest import INSIDE, photo, words

pytestmark = pytest.mark.django_db
LIST = "/signalements/"


# Waiting until one is closed closes every other one that is said to be repaired too.
STATES = [state for state in REACHABLE if state not in (State.AWAITING_CONFIRMATION, State.CLOSED_UNVERIFIED)]


def shown(quartier, state=State.RECEIVED, title="", **fields):
    """A report that everyone may read: its reporter can be reached, an agent has read it."""
    report = report_in(state, quartier=quartier, user=UserFactory(), **fields)
    return services.publish_content(report=report, by=UserFactory(), title=title)


def titles(response):
    return re.findall(r"<h3><a href=\"/signalements/([^/\"]+)/\"", response.content.decode())


class TestTheList:
    def test_newest_first_with_sentence_shape_and_place(self, client, quartier):
        old = shown(quartier, place="Place Robert-Desnos")
        new = shown(quartier, State.PLANNED)
        response = client.get(LIST)
        assert titles(response) == [new.reference, old.reference]
        page = words(response)
        assert "Place Robert-Desnos, Canto-Perdrix" in page
        assert "Reçu. Nous disons qui s’en occupe au plus tard le" in page
        assert "réparation prévue le" in page
        assert 'data-state="prevu"' in response.content.decode()

    def test_only_what_is_public(self, client, quartier):
        report_in(State.AWAITING_CONFIRMATION, quartier=quartier)
        report_in(State.RECEIVED, quartier=quartier)
        hidden = shown(quartier)
        services.hide(report=hidden, by=UserFactory())
        response = client.get(LIST)
        assert titles(response) == []
        assert "Pas encore de signalement" in words(response)

    def test_what_was_typed_waits_for_an_agent(self, client, quartier):
        report_in(
            State.RECEIVED,
            quartier=quartier,
            user=UserFactory(),
            place="Chez Madame Untel",
            text="Bonjour",
            latitude=INSIDE[0],
            longitude=INSIDE[1],
        )
        for response in (client.get(LIST), client.get(Report.objects.get().get_absolute_url())):
            assert response.status_code == 200
            page = response.content.decode()
            assert "Untel" not in page
            assert "Bonjour" not in page
            assert "43.42" not in page

    @pytest.mark.parametrize(
        ("tab", "states"),
        [
            (
                "en-cours",
                {State.RECEIVED, State.ACKNOWLEDGED, State.PLANNED, State.IN_PROGRESS, State.CONTESTED, State.REOPENED},
            ),
            ("a-confirmer", {State.RESOLVED}),
            ("confirmes", {State.CONFIRMED}),
            ("contestes", {State.CONTESTED}),
            ("en-retard", set()),
            ("atlantide", set()),
        ],
    )
    def test_tabs_and_their_counts(self, client, quartier, tab, states):
        found = {state: shown(quartier, state).reference for state in STATES}
        response = client.get(LIST, {"etat": tab})
        assert set(titles(response)) == {found[state] for state in states}
        if states:
            current = re.search(r'aria-current="page">[^<]+<span class="num">(\d+)', response.content.decode())
            assert int(current[1]) == len(states)

    def test_filters_stay_in_every_link(self, client, quartier):
        shown(quartier)
        shown(QuartierFactory(commune=quartier.commune, slug="boudeme"))
        response = client.get(LIST, {"quartier": "canto-perdrix", "categorie": "essai"})
        page = response.content.decode()
        assert len(titles(response)) == 1
        assert "?quartier=canto-perdrix&amp;etat=en-cours&amp;categorie=essai" in page
        assert '<option value="canto-perdrix" selected>' in page
        assert "Signalements à Canto-Perdrix" in words(response)
        assert 'href="/signalements/?categorie=essai"' in page, "one tap takes the quartier away"

    @pytest.mark.parametrize("value", ["<script>", "\x00", "x" * 5000, "’ OR 1=1", "\u202e"])
    def test_nonsense_finds_nothing_and_comes_back_nowhere(self, client, quartier, value):
        shown(quartier)
        for name in ("quartier", "etat", "categorie"):
            response = client.get(LIST, {name: value})
            assert response.status_code == 200
            assert "Rien ne correspond" in words(response)
            assert value not in response.content.decode()

    @pytest.mark.parametrize("before", ["0", "-1", "x", "1e3", "9" * 30, "\x00"])
    def test_a_page_that_is_none(self, client, quartier, before):
        assert client.get(LIST, {"avant": before}).status_code == 404

    def test_pages_by_key(self, client, quartier):
        for _number in range(15):
            ReportFactory(quartier=quartier, visibility=Visibility.PUBLIC)
        first = client.get(LIST)
        following = re.search(r'href="(/signalements/\?avant=\d+)" rel="next"', first.content.decode())[1]
        second = client.get(following)
        assert (len(titles(first)), len(titles(second))) == (12, 3)
        assert not set(titles(first)) & set(titles(second))
        assert 'rel="next"' not in second.content.decode()
        assert 'rel="prev"' in second.content.decode()

    def test_the_map_has_what_was_read(self, client, quartier):
        point = {"latitude": INSIDE[0], "longitude": INSIDE[1]}
        read = shown(quartier, **point)
        report_in(State.RECEIVED, quartier=quartier, user=UserFactory(), **point)
        page = client.get(LIST).content.decode()
        assert page.count('class="marker"') == 1
        assert f'href="{read.get_absolute_url()}"' in page

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_price_is_the_same(self, client, quartier, count, django_assert_num_queries):
        for _number in range(count):
            shown(quartier, latitude=INSIDE[0], longitude=INSIDE[1])
        client.get(LIST)
        with django_assert_num_queries(5):
            client.get(LIST)

    def test_it_is_the_same_for_everyone(self, client, quartier, settings):
        settings.PAGE_CACHE_SECONDS = 60
        shown(quartier)
        cache.clear()
        assert [client.get(LIST, {"etat": "en-cours"})["X-Page-Cache"] for _ in range(2)] == ["miss", "hit"]
        assert "csrf" not in client.get(LIST).content.decode()


class TestByNumber:
    @pytest.mark.parametrize("typed", ["{}", " {} ", "n° {}", "lower {}"])
    def test_it_leads_to_the_report(self, client, quartier, typed):
        report = shown(quartier)
        number = typed.format(report.reference)
        number = number.removeprefix("lower ").lower() if number.startswith("lower") else number.removeprefix("n° ")
        response = client.get(LIST, {"numero": number})
        assert response["Location"] == report.get_absolute_url()

    @pytest.mark.parametrize("typed", ["", "MAR-26-999999", "<b>", "\x00", "x" * 100_000, "MAR-26-٠٠٠٠٠١"])
    def test_one_that_nobody_has(self, client, quartier, typed):
        response = client.get(LIST, {"numero": typed})
        assert response.status_code == 404
        assert "Aucun signalement public ne porte le numéro" in words(response)
        assert "<b>" not in response.content.decode()

    def test_one_that_is_not_public_is_not_told_apart(self, client, quartier):
        private = report_in(State.RECEIVED, quartier=quartier)
        assert client.get(LIST, {"numero": private.reference}).status_code == 404


class TestOneReport:
    @pytest.mark.parametrize("state", [*STATES, State.CLOSED_UNVERIFIED])
    def test_every_state_has_its_page(self, client, quartier, state):
        report = shown(quartier, state)
        response = client.get(report.get_absolute_url())
        assert response.status_code == 200
        page = words(response)
        assert report.reference in page
        assert "Signalé par un·e habitant·e" in page
        assert ("Est-ce réparé ?" in page) is (state in (State.RESOLVED, State.CLOSED_UNVERIFIED))

    def test_after_publication_its_words_photos_and_point(self, client, quartier):
        report = shown(
            quartier,
            State.RESOLVED,
            text="Il fait noir.",
            photo=photo(),
            title="Passage dans le noir",
            latitude=INSIDE[0],
            longitude=INSIDE[1],
        )
        page = client.get(report.get_absolute_url()).content.decode()
        assert "Il fait noir." in page
        assert "C’est fait." in page
        assert re.search(r'<img src="/media/[^"]+" alt="Avant', page)
        assert "<title>Passage dans le noir" in page
        assert 'data-map="carte-du-signalement"' in page

    def test_the_day_never_the_hour(self, client, quartier):
        report = shown(quartier)
        assert not re.search(
            r"\d{2}:\d{2}|\d h \d", words(client.get(report.get_absolute_url())).split("Nous parler")[0]
        )

    @pytest.mark.parametrize("reference", ["MAR-26-999999", "nouveau-", "%00", "x" * 3000, "..", "<b>"])
    def test_what_does_not_exist(self, client, quartier, reference):
        assert client.get(f"/signalements/{reference}/").status_code == 404

    def test_what_is_not_public_does_not_exist(self, client, quartier):
        for state in (State.AWAITING_CONFIRMATION, State.RECEIVED):
            assert client.get(report_in(state, quartier=quartier).get_absolute_url()).status_code == 404
        hidden = shown(quartier)
        services.hide(report=hidden, by=UserFactory())
        assert client.get(hidden.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_price_is_the_same(self, client, quartier, count, django_assert_num_queries):
        report = shown(quartier, State.ACKNOWLEDGED, latitude=INSIDE[0], longitude=INSIDE[1])
        for number in range(count):
            services.acknowledge(report=report, by=UserFactory(), answer=f"Nous cherchons encore ({number}).")
            shown(quartier)
        client.get(report.get_absolute_url())
        with django_assert_num_queries(5):
            client.get(report.get_absolute_url())

    def test_written_as_html_it_is_text(self, client, quartier):
        report = shown(quartier, text="<script>alert(1)</script>", place="<img src=x>", title="<b>x</b>")
        page = client.get(report.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "<b>x</b>" not in page


def test_all_is_404_when_the_module_is_closed(client, quartier):
    report = shown(quartier)
    PortalSettings.objects.update_or_create(pk=1, defaults={"disabled_modules": ["signalements"]})
    cache.clear()
    addresses = [LIST, reverse("reports:new"), report.get_absolute_url(), reverse("reports:new-map")]
    assert {client.get(address).status_code for address in addresses} == {404}


def test_every_tile_of_the_form_can_be_filtered(client, quartier):
    keys = Category.objects.values_list("key", flat=True)
    assert {client.get(LIST, {"categorie": key}).status_code for key in keys} == {200}
