from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from participation.base.site.models import PortalSettings
from participation.base.site.selectors import portal_settings
from participation.comments import services
from participation.comments.enums import State
from participation.comments.selectors import answer_delay, signature, thread, waiting_sentence
from tests.factories.accounts import UserFactory
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory, known_writer

pytestmark = pytest.mark.django_db
MARCH_12 = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.fixture
def spoken(fiche):
    """A comment of 12 March 2026, owed an answer by the 19th."""
    return PublicCommentFactory(target=fiche, submit_date=MARCH_12)


class TestWhoSigns:
    def test_the_name_of_the_account_or_none_never_the_address(self, fiche):
        named = PublicCommentFactory(target=fiche, user=UserFactory(display_name="Nadia"))
        nameless = PublicCommentFactory(target=fiche, user=UserFactory(email="secret@exemple.fr"))
        visitor = PublicCommentFactory(target=fiche, user_name="Luc")
        nobody = PublicCommentFactory(target=fiche)
        signed = [signature(one) for one in (named, nameless, visitor, nobody)]
        assert signed == ["Nadia", "un·e habitant·e", "Luc", "un·e habitant·e"]
        assert "@" not in "".join([*map(str, (named, nameless, visitor)), *signed])

    def test_the_page_holds_no_address(self, fiche, client):
        PublicCommentFactory(target=fiche, user=UserFactory(email="secret@exemple.fr"))
        PublicCommentFactory(target=fiche, user_email="autre@exemple.fr")
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert "2 commentaires." in html
        assert "secret@" not in html
        assert "autre@" not in html


class TestDelays:
    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            (date(2026, 3, 12), "Publié aujourd’hui. Réponse attendue au plus tard le 19 mars 2026."),
            (date(2026, 3, 13), "Sans réponse depuis un jour, réponse attendue au plus tard le 19 mars 2026."),
            (date(2026, 3, 19), "Sans réponse depuis 7 jours, réponse attendue au plus tard le 19 mars 2026."),
            (
                date(2026, 3, 24),
                "Sans réponse depuis 12 jours. La réponse était attendue au plus tard le 19 mars 2026.",
            ),
        ],
    )
    def test_how_long_one_waits_and_until_when(self, spoken, day, sentence):
        assert waiting_sentence(spoken, day).replace("\xa0", " ") == sentence

    @pytest.mark.parametrize(
        ("answered", "sentence"),
        [
            (MARCH_12 + timedelta(hours=3), "Répondu le jour même."),
            (MARCH_12 + timedelta(days=1), "Répondu en un jour ouvré."),
            (MARCH_12 + timedelta(days=5), "Répondu en 3 jours ouvrés."),
        ],
    )
    def test_how_long_the_answer_took_in_working_days(self, spoken, answered, sentence):
        answer = OfficialAnswerFactory(comment=spoken, at=answered)
        assert answer_delay(spoken, answer) == sentence

    def test_published_on_saturday_answered_on_sunday(self, fiche):
        comment = PublicCommentFactory(target=fiche, submit_date=datetime(2026, 3, 14, 9, tzinfo=UTC))
        answer = OfficialAnswerFactory(comment=comment, at=datetime(2026, 3, 15, 9, tzinfo=UTC))
        assert answer_delay(comment, answer) == "Répondu avant le jour ouvré suivant."

    def test_a_delay_of_the_communes_own(self, fiche, settings):
        settings.COMMENTS_ANSWER_DAYS = 2
        assert PublicCommentFactory(target=fiche, submit_date=MARCH_12).answer_by == date(2026, 3, 16)

    def test_late_from_the_day_after(self, fiche, spoken):
        assert [thread(fiche, day=date(2026, 3, day)).comments[0].late for day in (19, 20)] == [False, True]


class TestWhatIsShown:
    @pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
    def test_only_what_is_published(self, fiche, client, state):
        PublicCommentFactory(target=fiche, state=state, comment="Je suis caché.")
        assert thread(fiche).count == 0
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert "Personne n’a encore écrit." in html
        assert "caché" not in html

    def test_replies_of_others_fiches_stay_there(self, fiche):
        PublicCommentFactory()
        assert thread(fiche).comments == ()

    def test_a_removed_comment_keeps_the_place_of_its_replies(self, fiche, client):
        gone = PublicCommentFactory(target=fiche, state=State.REMOVED, comment="Je suis caché.")
        PublicCommentFactory(target=fiche, reply_to=gone, comment="Moi je reste.")
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert "Ce commentaire a été retiré" in html
        assert "Moi je reste." in html
        assert "caché" not in html

    def test_the_answer_is_pinned_and_signed(self, fiche, client, spoken):
        OfficialAnswerFactory(comment=spoken, at=MARCH_12 + timedelta(days=5), service="Phare Habitat")
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert "Réponse de Phare Habitat" in html
        assert "Répondu en" in html
        assert "Sans réponse" not in html

    def test_markup_is_text(self, fiche, client):
        PublicCommentFactory(target=fiche, comment="<script>alert(1)</script>", user_name="<b>Luc</b>")
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert "<script>alert" not in html
        assert "<b>Luc" not in html
        assert "&lt;script&gt;alert(1)" in html

    def test_switched_off_there_is_no_thread_and_no_page(self, fiche, client):
        PublicCommentFactory(target=fiche)
        PortalSettings.objects.create(disabled_modules=["commentaires"])
        assert 'id="avis"' not in client.get(fiche.get_absolute_url()).content.decode()
        for address in (f"/commentaires/ecrire/fiche/{fiche.pk}/", "/agents/commentaires/"):
            assert client.get(address).status_code == 404


class TestPages:
    def test_thirty_threads_newest_first_then_the_others(self, fiche, client):
        every = [PublicCommentFactory(target=fiche).pk for _ in range(32)]
        first = thread(fiche)
        assert [one.pk for one in first.comments] == every[:1:-1]
        second = thread(fiche, before=every[2])
        assert [one.pk for one in second.comments] == every[1::-1]
        assert (first.first, second.first, second.older) == (True, False, "")
        assert first.older == f"?avant={every[2]}"
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert f'href="{first.older}#avis"' in html

    def test_stable_while_people_post(self, fiche):
        for _ in range(31):
            PublicCommentFactory(target=fiche)
        last = thread(fiche).comments[-1].pk
        PublicCommentFactory(target=fiche)
        assert len(thread(fiche, before=last).comments) == 1

    def test_a_permalink_leads_to_the_page_that_holds_it(self, fiche, client):
        old = PublicCommentFactory(target=fiche)
        for _ in range(40):
            PublicCommentFactory(target=fiche)
        assert f'id="commentaire-{old.pk}"' not in client.get(fiche.get_absolute_url()).content.decode()
        page = client.get(fiche.get_absolute_url(), {"avant": old.pk + 1})
        assert f'id="commentaire-{old.pk}"' in page.content.decode()

    @pytest.mark.parametrize("key", ["x", "-1", "1" * 11, "\x00", ""])
    def test_a_key_that_is_none(self, fiche, client, key):
        assert client.get(fiche.get_absolute_url(), {"avant": key}).status_code == 404


class TestCost:
    def test_three_queries_whatever_was_written(self, fiche, django_assert_num_queries):
        def some(count):
            for _ in range(count):
                first = PublicCommentFactory(target=fiche, user=UserFactory())
                OfficialAnswerFactory(comment=PublicCommentFactory(target=fiche, reply_to=first, user=UserFactory()))
                OfficialAnswerFactory(comment=first)

        some(1)
        with django_assert_num_queries(2):
            self.drawn(fiche)
        PublicCommentFactory(target=fiche)
        with django_assert_num_queries(3):  # somebody waits: the closures too
            self.drawn(fiche)
        some(29)
        with django_assert_num_queries(3):
            assert self.drawn(fiche) == 29

    def test_one_where_nobody_wrote(self, fiche, django_assert_num_queries):
        with django_assert_num_queries(1):
            thread(fiche)

    def test_the_whole_page(self, fiche, client):
        def cost():
            client.get(fiche.get_absolute_url())
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(fiche.get_absolute_url())
            return len(queries)

        PublicCommentFactory(target=fiche)
        one = cost()
        for _ in range(29):
            PublicCommentFactory(target=fiche)
        assert cost() == one <= 20

    @pytest.fixture(autouse=True)
    def _settings_are_remembered(self, db):
        portal_settings()

    @staticmethod
    def drawn(fiche):
        html = render_to_string("comments/thread.html", {"thread": thread(fiche)})
        return html.count('<div class="replies">')


def test_what_is_remembered_gives_way_to_the_next_public_write(
    fiche, client, settings, django_capture_on_commit_callbacks
):
    settings.REMEMBER_SECONDS = 60
    PublicCommentFactory(target=fiche, comment="Le premier mot.")
    assert "Le premier mot." in client.get(fiche.get_absolute_url()).content.decode()
    PublicCommentFactory(target=fiche, comment="Écrit derrière le dos du service.")
    assert "derrière le dos" not in client.get(fiche.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        services.write_comment(target=fiche, text="Écrit par le service.", user=known_writer())
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "Écrit par le service." in page
    assert "derrière le dos" in page
