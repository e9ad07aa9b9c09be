"""From when until when one may write, what was retained, who is told, and the desk's pages about it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from participation.accounts.enums import Role
from participation.comments.enums import DiscussionVerb, State
from participation.comments.jobs import addresses_due
from participation.comments.models import Discussion, DiscussionEvent, PublicComment
from participation.comments.selectors import participants, window_of
from participation.comments.services import Closed, set_dates, tell_outcomes, write_comment, write_outcome
from participation.comments.workflow import IllegalTransition
from participation.notifications.models import Event
from participation.notifications.wording import wording
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.cms import ProjectPageFactory
from tests.factories.comments import DiscussionFactory, PublicCommentFactory
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
DESK = "/agents/commentaires/discussions/"
FIRST, LAST = date(2026, 3, 24), date(2026, 3, 29)
BEFORE = datetime(2026, 3, 23, 22, 59, tzinfo=UTC)  # 23 h 59 in Paris, winter time
OPEN = datetime(2026, 3, 23, 23, 0, tzinfo=UTC)
STILL = datetime(2026, 3, 29, 21, 59, tzinfo=UTC)  # 23 h 59 in Paris: summer time began that night
OVER = datetime(2026, 3, 29, 22, 0, tzinfo=UTC)


@pytest.fixture
def coordinator(commune):
    return staff_with(Role.GUSP_COORDINATOR, commune=commune)


@pytest.fixture
def dated(fiche, coordinator):
    return set_dates(target=fiche, by=coordinator, first_day=FIRST, last_day=LAST, at=BEFORE - timedelta(days=9))


def plain(text):
    return text.replace("\u00a0", " ")


class TestWindow:
    @pytest.mark.parametrize(
        ("at", "is_open", "sentence"),
        [
            (BEFORE, False, "La discussion ouvre le 24 mars 2026, jusqu’au 29 mars 2026."),
            (OPEN, True, "On peut écrire jusqu’au 29 mars 2026."),
            (STILL, True, "On peut écrire jusqu’au 29 mars 2026."),
            (OVER, False, "La discussion est fermée depuis le 29 mars 2026. Les commentaires restent lisibles."),
        ],
    )
    def test_before_during_after_around_summer_time(self, fiche, dated, at, is_open, sentence):
        window = window_of(fiche, at)
        assert (window.is_open, plain(window.sentence), window.last_day) == (is_open, sentence, LAST)

    def test_without_dates_nobody_closes_it(self, fiche, coordinator):
        assert window_of(fiche) is None
        set_dates(target=fiche, by=coordinator)
        assert window_of(fiche) is None

    @pytest.mark.parametrize(
        ("values", "at", "is_open", "sentence"),
        [
            ({"first_day": FIRST}, BEFORE, False, "La discussion ouvre le 24 mars 2026."),
            ({"first_day": FIRST}, OPEN, True, "La discussion est ouverte."),
            ({"last_day": LAST}, BEFORE, True, "On peut écrire jusqu’au 29 mars 2026."),
        ],
    )
    def test_with_one_date(self, fiche, coordinator, values, at, is_open, sentence):
        set_dates(target=fiche, by=coordinator, **values)
        window = window_of(fiche, at)
        assert (window.is_open, plain(window.sentence)) == (is_open, sentence)

    def test_one_query(self, fiche, dated, django_assert_num_queries):
        window_of(fiche)
        with django_assert_num_queries(1):
            window_of(fiche)

    @pytest.mark.parametrize(("at", "allowed"), [(BEFORE, False), (OPEN, True), (STILL, True), (OVER, False)])
    def test_who_writes_outside_is_told_the_dates(self, fiche, dated, at, allowed):
        said = {"target": fiche, "text": "Et la nuit ?", "user": UserFactory(), "at": at}
        if allowed:
            assert write_comment(**said).submit_date == at
        else:
            with pytest.raises(Closed, match="mars"):
                write_comment(**said)
            assert not PublicComment.objects.exists()

    def test_the_form_keeps_what_was_typed(self, fiche, coordinator, send):
        set_dates(target=fiche, by=coordinator, last_day=date(2020, 1, 2))
        answer = send(text="Une longue remarque.", email="luc@exemple.fr")
        assert answer.status_code == 409
        assert "Une longue remarque." in answer.content.decode()
        assert "2\u00a0janvier\u00a02020" in answer.content.decode()

    def test_it_goes_with_its_object_and_leaves_the_others(self, fiche, dated):
        other = DiscussionFactory()
        fiche.delete()
        assert list(Discussion.objects.all()) == [other]

    def test_one_per_object(self, fiche):
        DiscussionFactory(target=fiche)
        with pytest.raises(IntegrityError), transaction.atomic():
            DiscussionFactory(target=fiche)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"first_day": LAST, "last_day": FIRST}, "last_day"),
            ({"first_day": date(9999, 12, 31)}, "first_day"),
            ({"last_day": date(26, 3, 1)}, "last_day"),
        ],
    )
    def test_what_is_refused(self, fiche, coordinator, values, field):
        with pytest.raises(ValidationError) as refused:
            set_dates(target=fiche, by=coordinator, **values)
        assert field in refused.value.message_dict
        assert not Discussion.objects.exists()


class TestOutcome:
    OUTCOME = "Le passage de l’école d’abord.\n\nLes lampes à détecteur : non."

    @pytest.fixture
    def taking_part(self, fiche):
        """Two people, one of them with two comments; others who did not take part in what is published."""
        account = UserFactory()
        first = PublicCommentFactory(target=fiche, user_email="luc@exemple.fr", confirmed_at=OPEN, submit_date=OPEN)
        PublicCommentFactory(target=fiche, user_email="LUC@exemple.fr", confirmed_at=OPEN, reply_to=first)
        PublicCommentFactory(target=fiche, user=account)
        PublicCommentFactory(target=fiche, state=State.REFUSED, user_email="autre@exemple.fr", confirmed_at=OPEN)
        PublicCommentFactory(user_email="ailleurs@exemple.fr", confirmed_at=OPEN)
        PublicCommentFactory(target=fiche, user_email="", confirmed_at=OPEN)
        return account

    def written(self, fiche, by, at, text=OUTCOME):
        return write_outcome(target=fiche, by=by, text=text, at=at)

    def people(self):
        event = Event.objects.get(kind="comments/outcome")
        return event.topics.filter(kind="moi").count()

    def test_written_before_the_end_it_shows_and_leaves_when_it_comes(self, fiche, dated, coordinator, taking_part):
        self.written(fiche, coordinator, STILL)
        assert tell_outcomes(STILL) == 0
        assert window_of(fiche, STILL).outcome == ""
        assert tell_outcomes(OVER) == 1
        assert window_of(fiche, OVER).outcome == self.OUTCOME
        assert self.people() == 2
        assert tell_outcomes(OVER) == 0
        assert Event.objects.filter(kind="comments/outcome").count() == 1
        assert Discussion.objects.get().told_at == OVER

    def test_written_after_the_end_it_leaves_at_once_and_once(self, fiche, dated, coordinator, taking_part):
        self.written(fiche, coordinator, OVER)
        event = Event.objects.get(kind="comments/outcome")
        assert ("fil", f"fiche:{fiche.pk}") in set(event.topics.values_list("kind", "key"))
        assert wording(event, personal=True).title == "Ce qui a été retenu : Éclairer les passages"
        assert "à laquelle vous avez pris part" in wording(event, personal=True).text
        assert "pris part" not in wording(event).text
        self.written(fiche, coordinator, OVER + timedelta(days=1), text="Corrigé.")
        assert (window_of(fiche, OVER).outcome, self.people()) == ("Corrigé.", 2)
        verbs = list(DiscussionEvent.objects.values_list("verb", flat=True))
        assert verbs == [DiscussionVerb.DATED, DiscussionVerb.SUMMED_UP, DiscussionVerb.TOLD, DiscussionVerb.SUMMED_UP]

    def test_what_is_sent_is_not_taken_back(self, fiche, dated, coordinator):
        self.written(fiche, coordinator, OVER)
        with pytest.raises(IllegalTransition):
            self.written(fiche, coordinator, OVER, text=" ")
        with pytest.raises(IllegalTransition):
            set_dates(target=fiche, by=coordinator, last_day=LAST + timedelta(days=9), at=OVER)
        set_dates(target=fiche, by=coordinator, last_day=LAST - timedelta(days=1), at=OVER)

    def test_before_it_is_sent_it_can_be_taken_away(self, fiche, dated, coordinator):
        self.written(fiche, coordinator, STILL)
        assert self.written(fiche, coordinator, STILL, text="").outcome_at is None

    def test_too_long_is_refused_hostile_marks_are_dropped(self, fiche, dated, coordinator):
        with pytest.raises(ValidationError):
            self.written(fiche, coordinator, OVER, text="é" * 100_000)
        assert self.written(fiche, coordinator, OVER, text="Oui\x00\u202e.").outcome == "Oui."

    def test_above_the_thread_and_never_as_markup(self, client, fiche, dated, coordinator):
        self.written(fiche, coordinator, OVER, text="<script>alert(1)</script>")
        page = client.get(fiche.get_absolute_url()).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page

    def test_addresses_stay_until_it_is_sent_a_year_at_most(self, fiche, dated, coordinator, taking_part):
        PublicComment.objects.update(settled_at=OPEN)
        month, year = OPEN + timedelta(days=40), OPEN + timedelta(days=366)
        here = addresses_due(month).filter(object_pk=str(fiche.pk))
        assert [comment.user_email for comment in here] == ["autre@exemple.fr"], "who was refused took no part"
        assert "luc@exemple.fr" in addresses_due(year).values_list("user_email", flat=True)
        self.written(fiche, coordinator, OVER)
        assert "luc@exemple.fr" in addresses_due(month).values_list("user_email", flat=True)

    def test_a_discussion_without_an_end_keeps_no_address(self, fiche, coordinator, taking_part):
        set_dates(target=fiche, by=coordinator, first_day=FIRST)
        PublicComment.objects.update(settled_at=OPEN)
        due = addresses_due(OPEN + timedelta(days=40)).values_list("user_email", flat=True)
        assert "luc@exemple.fr" in due

    def test_how_many_it_would_reach(self, fiche, taking_part):
        assert participants(fiche) == 2


class TestDesk:
    @pytest.fixture
    def steering(self, client, coordinator):
        client.force_login(coordinator)
        return client

    def address(self, fiche):
        return f"{DESK}fiche/{fiche.pk}/"

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            (Role.NEIGHBOURHOOD_OFFICER, 200),
            (Role.GUSP_COORDINATOR, 200),
            (Role.ADMINISTRATOR, 200),
            (Role.FIELD_AGENT, 404),
            (Role.ELECTED_MEMBER, 404),
            (Role.EDITOR, 404),
            (Role.RESIDENT, 404),
        ],
    )
    def test_who_may_enter(self, commune, fiche, role, status):
        client = Client()
        client.force_login(staff_with(role, commune=commune))
        assert client.get(DESK).status_code == status
        assert client.get(self.address(fiche)).status_code == status
        assert client.post(self.address(fiche), {"action": "dates"}).status_code == (302 if status == 200 else 404)

    def test_of_another_commune_it_does_not_exist(self, fiche):
        client = Client()
        client.force_login(staff_with(Role.GUSP_COORDINATOR, commune=CommuneFactory()))
        PublicCommentFactory(target=fiche)
        assert client.get(DESK).context["rows"] == []
        assert client.get(self.address(fiche)).status_code == 404

    def test_anonymous_people_sign_in(self, client, fiche):
        assert client.get(self.address(fiche)).status_code == 302

    @pytest.mark.parametrize("path", ["fiche/999999/", "fiche/99999999999999999999/", "rien/1/"])
    def test_no_such_object(self, steering, path):
        assert steering.get(DESK + path).status_code == 404

    def test_dates_then_outcome(self, steering, fiche):
        page = steering.get(self.address(fiche))
        assert "sans date de fin" in page.content.decode()
        said = {"action": "dates", "first_day": "2026-03-24", "last_day": "2026-03-29"}
        assert steering.post(self.address(fiche), said).status_code == 302
        page = steering.get(self.address(fiche)).content.decode()
        assert 'value="2026-03-24"' in page
        assert 'value="2026-03-29"' in page
        answer = steering.post(self.address(fiche), {"action": "outcome", "outcome": "L’école d’abord."}, follow=True)
        assert Discussion.objects.get().outcome == "L’école d’abord."
        assert "Le bilan" in answer.content.decode()

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"action": "dates", "first_day": "2026-03-29", "last_day": "2026-03-24"}, "La fin précède le début."),
            ({"action": "dates", "first_day": "demain"}, "date"),
            ({"action": "dates", "last_day": "9999-12-31"}, "année"),
            ({"action": "outcome", "outcome": "é" * 100_000}, "trop long"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, steering, fiche, said, words):
        answer = steering.post(self.address(fiche), said)
        assert answer.status_code == 400
        page = answer.content.decode()
        assert words in page
        assert said.get("first_day", said.get("last_day", "ééé")) in page
        assert not Discussion.objects.exists()

    @pytest.mark.parametrize("action", ["", "delete", "\x00"])
    def test_no_such_act(self, steering, fiche, action):
        assert steering.post(self.address(fiche), {"action": action}).status_code == 404

    def test_the_list_what_misses_its_outcome_first(self, steering, fiche, commune):
        past, coming = timezone.now() - timedelta(days=3), timezone.now() + timedelta(days=3)
        commented = PublicCommentFactory(target=fiche, commune=commune)
        PublicCommentFactory(target=fiche, commune=commune, reply_to=commented)
        for title, values in (
            ("Sans bilan", {"closes_at": past}),
            ("Avec bilan", {"closes_at": past, "outcome": "Retenu."}),
            ("Bientôt", {"opens_at": coming}),
            ("Ouverte", {"closes_at": coming}),
        ):
            DiscussionFactory(target=ProjectPageFactory(title=title), commune=commune, **values)
        rows = steering.get(DESK).context["rows"]
        assert [(row.title, row.label) for row in rows] == [
            ("Sans bilan", "Bilan à écrire"),
            ("Bientôt", "Pas encore ouverte"),
            ("Ouverte", "Ouverte"),
            ("Éclairer les passages", "Ouverte"),
            ("Avec bilan", "Fermée"),
        ]
        assert rows[3].counts == "2 commentaires, un attend une réponse"
        assert rows[0].counts == "Aucun commentaire"

    def test_an_empty_list_says_so(self, steering):
        assert "Aucune discussion" in steering.get(DESK).content.decode()

    def test_the_same_cost_for_one_and_for_thirty(self, steering, commune, django_assert_num_queries):
        for count in (1, 29):
            for _ in range(count):
                DiscussionFactory(commune=commune, closes_at=timezone.now())
                PublicCommentFactory(commune=commune, user=UserFactory())
            steering.get(DESK)
            with django_assert_num_queries(QUERIES):
                assert steering.get(DESK).status_code == 200


QUERIES = 9
