from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.calendar import today
from participation.surveys import services
from participation.surveys.masking import HIDDEN_LEAST, LEAST, masked
from participation.surveys.models import Survey
from participation.surveys.selectors import results
from tests.factories.surveys import SurveyFactory, sheets

counts = st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=8)


class TestMasking:
    @given(counts, st.booleans())
    def test_no_small_cell_is_published_nor_found_by_subtraction(self, numbers, with_mean):
        hidden = masked(numbers, with_mean=with_mean)
        assert {index for index, number in enumerate(numbers) if 0 < number < LEAST} <= hidden
        if hidden and len(hidden) < len(numbers):
            assert len(hidden) >= HIDDEN_LEAST + with_mean
            assert sum(numbers[index] for index in hidden) >= LEAST

    @given(st.lists(st.sampled_from([0, 10, 11, 50]), min_size=1, max_size=8))
    def test_what_is_large_or_empty_is_published(self, numbers):
        assert masked(numbers) == frozenset()

    @pytest.mark.parametrize(
        ("numbers", "hidden"),
        [
            ([96, 52, 36], set()),
            ([96, 52, 9], {1, 2}),
            ([96, 8, 8, 30], {1, 2}),
            ([96, 3, 4, 30], {1, 2, 3}),
            ([12, 3], {0, 1}),
            ([12, 3, 0], {0, 1}),
            ([0, 184], set()),
        ],
    )
    def test_examples(self, numbers, hidden):
        assert masked(numbers) == hidden

    def test_a_mean_asks_for_one_more(self):
        assert masked([96, 8, 8, 30, 20]) == {1, 2}
        assert masked([96, 8, 8, 30, 20], with_mean=True) == {1, 2, 4}


@pytest.fixture
def over(db):
    return SurveyFactory(closed=True)


class TestResults:
    def test_shares_mean_and_free_answers(self, over):
        sheets(over, 12, choice=0, scale=4, text="Oui.")
        sheets(over, 18, choice=1, scale=1)
        sheets(over, 10, choice=1, scale=5)
        found = results(over, today())
        single, scale, free = found.questions
        assert (found.n, found.counted_on) == (40, None)
        assert [(cell.label, cell.count) for cell in single.cells] == [("Oui", 12), ("Non", 28)]
        assert [cell.count for cell in scale.cells] == [18, 0, 0, 12, 10]
        assert scale.mean == Decimal("2.9")
        assert (free.n, free.cells, free.mean) == (12, (), None)

    def test_under_ten_only_n(self, over):
        sheets(over, 9, scale=4)
        single, scale, _free = results(over, today()).questions
        assert (single.n, single.cells, single.too_few) == (9, (), True)
        assert (scale.n, scale.cells, scale.mean) == (9, (), None)

    def test_ten_are_enough(self, over):
        sheets(over, 10)
        assert results(over, today()).questions[0].cells[0].count == 10

    def test_small_cells_are_hidden(self, over):
        sheets(over, 30, choice=0)
        sheets(over, 4, choice=1)
        assert [cell.count for cell in results(over, today()).questions[0].cells] == [None, None]

    def test_a_question_few_answered_hides_although_many_took_part(self, over):
        sheets(over, 30)
        sheets(over, 3, scale=2)
        scale = results(over, today()).questions[1]
        assert (scale.n, scale.cells, scale.mean) == (3, (), None)

    def test_nobody(self, over):
        found = results(over, today())
        assert found.n == 0
        assert all(question.n == 0 and not question.cells for question in found.questions)

    @pytest.mark.parametrize("people", [1, 30])
    def test_four_queries(self, over, django_assert_num_queries, people):
        sheets(over, people, scale=3)
        with django_assert_num_queries(4):
            results(over, today())

    def test_of_this_survey_alone(self, over):
        sheets(SurveyFactory(closed=True), 20)
        assert results(over, today()).n == 0


class TestWhileItIsOpen:
    """Counted by night and by ten: one answer more or less would show what one person said."""

    @pytest.fixture
    def live(self, db):
        return SurveyFactory(live_results=True)

    def now(self, live):
        return results(Survey.objects.get(pk=live.pk), today())

    def test_nothing_before_the_first_count(self, live):
        sheets(live, 20)
        assert self.now(live).n == 0

    def test_the_count_of_the_night(self, live):
        sheets(live, 20)
        assert services.count_live() == 1
        found = self.now(live)
        assert (found.n, found.counted_on, found.questions[0].cells[0].count) == (20, today(), 20)

    def test_nine_more_change_nothing_ten_do(self, live):
        sheets(live, 20)
        services.count_live()
        sheets(live, 9)
        assert services.count_live() == 0
        assert self.now(live).n == 20
        sheets(live, 1)
        assert services.count_live() == 1
        assert self.now(live).n == 30

    def test_only_where_the_survey_says_so(self, db):
        survey = SurveyFactory()
        sheets(survey, 20)
        assert services.count_live() == 0

    def test_once_closed_all_count(self, live):
        sheets(live, 20)
        services.count_live()
        sheets(live, 3)
        live.closes_on = today() - timedelta(days=1)
        live.save()
        assert self.now(live).n == 23
