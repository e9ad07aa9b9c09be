"""Days on which nobody answers: declared, changed, withdrawn, and what was promised meanwhile."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from participation.base.calendar import DayRange
from participation.comments.models import PublicComment
from participation.comments.services import recount_answers
from participation.territory import deadlines
from participation.territory.models import Closure
from participation.territory.selectors import closures, closures_ahead
from participation.territory.services import declare_closure, withdraw_closure
from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory
from tests.factories.territory import ClosureFactory, CommuneFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 24), date(2026, 12, 31)
TUESDAY = datetime(2026, 12, 22, 9, tzinfo=UTC)


@pytest.fixture
def commune():
    return CommuneFactory(name="Martigues")


def declared(**values):
    return declare_closure(**{"starts_on": FIRST, "ends_on": LAST, "reason": "fermeture du service", **values})


class TestDeclaring:
    def test_of_one_commune_and_of_all(self, commune):
        own = declared(commune=commune, reason="  fermeture   du service ")
        everywhere = declared(starts_on=date(2027, 5, 7), ends_on=date(2027, 5, 7), reason="pont")
        assert (own.commune, own.reason, str(own).replace("\u00a0", " ")) == (
            commune,
            "fermeture du service",
            "du 24 au 31 décembre 2026",
        )
        assert closures(commune.pk) == (
            DayRange(FIRST, LAST, "fermeture du service"),
            DayRange(date(2027, 5, 7), date(2027, 5, 7), "pont"),
        )
        elsewhere = (DayRange(everywhere.starts_on, everywhere.ends_on, "pont"),)
        assert closures(CommuneFactory().pk) == closures(None) == elsewhere

    @pytest.mark.parametrize(
        ("values", "field", "words"),
        [
            ({"ends_on": FIRST - timedelta(days=1)}, "ends_on", "précède"),
            ({"starts_on": date(26, 12, 24)}, "starts_on", "année"),
            ({"starts_on": date(9999, 12, 30), "ends_on": date(9999, 12, 31)}, "starts_on", "année"),
            ({"ends_on": FIRST + timedelta(days=92)}, "ends_on", "92 jours"),
            ({"reason": " "}, "reason", "vide"),
            ({"reason": "fermeture\u202edu service"}, "reason", "invisible"),
            ({"reason": "\x00"}, "reason", "invisible"),
            ({"reason": "é" * 121}, "reason", "120"),
        ],
    )
    def test_what_is_refused_says_why_beside_its_field(self, values, field, words):
        with pytest.raises(ValidationError) as refused:
            declared(**values)
        assert words in " ".join(refused.value.message_dict[field])
        assert not Closure.objects.exists()

    @pytest.mark.parametrize("same", ["its own", "all"])
    def test_days_that_are_noted_already(self, commune, same):
        declared(commune=commune if same == "its own" else None)
        with pytest.raises(ValidationError, match="croisent"):
            declared(commune=commune, starts_on=LAST, ends_on=LAST + timedelta(days=2))
        declared(commune=commune, starts_on=LAST + timedelta(days=1), ends_on=LAST + timedelta(days=2))

    def test_another_commune_may_be_closed_the_same_days_and_all_may_not(self, commune):
        declared(commune=commune)
        declared(commune=CommuneFactory())
        with pytest.raises(ValidationError, match="Martigues"):
            declared()

    def test_the_database_refuses_an_end_before_its_start(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClosureFactory(starts_on=LAST, ends_on=FIRST)

    def test_changing_one_does_not_meet_itself(self, commune):
        closure = declared(commune=commune)
        declared(commune=commune, closure=closure, ends_on=LAST + timedelta(days=1))
        assert Closure.objects.get().ends_on == LAST + timedelta(days=1)

    def test_those_that_run_or_come(self, commune):
        declared(commune=commune)
        declared(starts_on=date(2027, 5, 7), ends_on=date(2027, 5, 7), reason="pont")
        assert [place for place, _days in closures_ahead(LAST)] == ["Martigues", ""]
        assert [place for place, _days in closures_ahead(LAST + timedelta(days=1))] == [""]

    def test_one_query(self, commune, django_assert_num_queries):
        for year in range(2027, 2057):
            ClosureFactory(commune=commune, starts_on=date(year, 8, 3), ends_on=date(year, 8, 14))
        with django_assert_num_queries(1):
            assert len(closures(commune.pk)) == 30


class TestPromisedDays:
    """Published on Tuesday 22 December, five working days: 30 December, without the closure."""

    @pytest.fixture
    def owed(self, commune):
        return PublicCommentFactory(commune=commune, submit_date=TUESDAY)

    def due(self, comment):
        return PublicComment.objects.get(pk=comment.pk).answer_by

    def test_they_move_with_the_closure_and_come_back_with_it(self, commune, owed):
        assert self.due(owed) == date(2026, 12, 30)
        closure = declared(commune=commune)
        assert self.due(owed) == date(2027, 1, 7)
        declared(commune=commune, closure=closure, ends_on=date(2026, 12, 28))
        assert self.due(owed) == date(2027, 1, 4)
        withdraw_closure(closure=closure)
        assert self.due(owed) == date(2026, 12, 30)

    def test_of_every_commune_and_of_none(self, owed):
        intercommunal = PublicCommentFactory(commune=None, submit_date=TUESDAY)
        closure = declared()
        assert self.due(owed) == self.due(intercommunal) == date(2027, 1, 7)
        withdraw_closure(closure=closure)
        assert self.due(owed) == self.due(intercommunal) == date(2026, 12, 30)

    def test_a_closure_that_changes_commune_moves_both(self, commune, owed):
        other = CommuneFactory()
        theirs = PublicCommentFactory(commune=other, submit_date=TUESDAY)
        closure = declared(commune=commune)
        declared(commune=other, closure=closure)
        assert (self.due(owed), self.due(theirs)) == (date(2026, 12, 30), date(2027, 1, 7))

    def test_elsewhere_and_answered_ones_stay(self, commune, owed):
        elsewhere = PublicCommentFactory(commune=CommuneFactory(), submit_date=TUESDAY)
        answered = OfficialAnswerFactory(comment__commune=commune, comment__submit_date=TUESDAY).comment
        declared(commune=commune)
        assert self.due(elsewhere) == self.due(answered) == date(2026, 12, 30)

    def test_the_number_of_days_is_the_promised_one_whatever_the_setting_says_today(self, commune, owed, settings):
        settings.COMMENTS_ANSWER_DAYS = 20
        declared(commune=commune)
        assert self.due(owed) == date(2027, 1, 7)

    def test_a_refusal_moves_nothing(self, commune, owed):
        with pytest.raises(ValidationError):
            declared(commune=commune, ends_on=FIRST - timedelta(days=1))
        assert self.due(owed) == date(2026, 12, 30)

    def test_a_constant_cost(self, commune, django_assert_num_queries):
        closed = (DayRange(FIRST, LAST),)
        for count in (1, 29):
            for _ in range(count):
                PublicCommentFactory(commune=commune, submit_date=TUESDAY)
            with django_assert_num_queries(2):  # those that are owed, their new days
                moved = recount_answers(commune.pk, (), closed)
            recount_answers(commune.pk, closed, ())
        assert moved == 30


def test_a_key_belongs_to_one_feature():
    def recount(commune_id, before, after):
        return 0

    taken = dict(deadlines._features)
    try:
        deadlines.register("essai", recount)
        deadlines.register("essai", recount)
        with pytest.raises(ValueError, match="essai"):
            deadlines.register("essai", lambda commune_id, before, after: 0)
    finally:
        deadlines._features.clear()
        deadlines._features.update(taken)
