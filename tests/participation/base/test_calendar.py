from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.calendar import DayRange, add_working_days, is_working_day, today, working_days_between
from participation.base.calendar.holidays import easter, holidays
from participation.base.text.dates import period

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
CLOSURES = st.lists(
    st.builds(lambda first, days: DayRange(first, first + timedelta(days=days)), DAYS, st.integers(0, 91)), max_size=4
)


@pytest.mark.parametrize(
    "sunday",
    [date(1818, 3, 22), date(1943, 4, 25), date(2000, 4, 23), date(2024, 3, 31), date(2026, 4, 5), date(2038, 4, 25)],
)
def test_easter_sunday_as_published(sunday):
    assert easter(sunday.year) == sunday


@given(st.integers(min_value=1583, max_value=4099))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    sunday = easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


def test_holidays_of_2026_as_the_ministry_lists_them():
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_alsace_moselle_adds_good_friday_and_saint_stephen():
    assert holidays(2026, alsace_moselle=True) - holidays(2026) == {date(2026, 4, 3), date(2026, 12, 26)}


def test_the_setting_chooses_the_region(settings):
    good_friday = date(2026, 4, 3)
    assert is_working_day(good_friday)
    settings.HOLIDAYS_ALSACE_MOSELLE = True
    assert not is_working_day(good_friday)
    assert is_working_day(good_friday, alsace_moselle=False)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 3, 24), True),
        (date(2026, 3, 28), False),
        (date(2026, 3, 29), False),
        (date(2026, 4, 6), False),
        (date(2026, 7, 14), False),
    ],
)
def test_working_days(day, working):
    assert is_working_day(day) is working


def test_delay_over_the_bridge_of_may():
    """From Wednesday 13 May 2026: Thursday is Ascension Day, then a weekend."""
    assert add_working_days(date(2026, 5, 13), 2) == date(2026, 5, 18)
    assert add_working_days(date(2026, 5, 18), -2) == date(2026, 5, 13)


@given(DAYS, st.integers(min_value=-400, max_value=400))
def test_counting_gives_back_what_was_added(day, n):
    assert working_days_between(day, add_working_days(day, n)) == n


@given(DAYS, st.integers(min_value=-200, max_value=200).filter(bool))
def test_a_deadline_is_a_working_day(day, n):
    reached = add_working_days(day, n)
    assert is_working_day(reached)
    assert (reached > day) is (n > 0)


@given(DAYS, st.integers(min_value=0, max_value=100), st.integers(min_value=0, max_value=100))
def test_delays_add_up(day, first, second):
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


@given(DAYS, DAYS, st.integers(min_value=0, max_value=500))
def test_a_day_is_counted_once_wherever_the_span_is_cut(start, cut, length):
    end = start + timedelta(days=length)
    cut = min(max(cut, start), end)
    assert working_days_between(start, cut) + working_days_between(cut, end) == working_days_between(start, end)


def test_an_instant_is_refused():
    noon = datetime(2026, 3, 24, 12, tzinfo=UTC)
    for call in (
        lambda: is_working_day(noon),
        lambda: add_working_days(noon, 1),
        lambda: working_days_between(noon, noon),
    ):
        with pytest.raises(TypeError):
            call()


def test_today_is_the_day_in_paris(monkeypatch):
    """23:30 in London on 1 March is already 2 March in Paris."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert today() == date(2026, 3, 2)


class TestClosed:
    """« Fermeture du service » from 24 to 31 December 2026: Christmas and the weekend count once."""

    CLOSED = (DayRange(date(2026, 12, 24), date(2026, 12, 31), "fermeture du service"),)

    def test_a_delay_over_the_end_of_the_year(self):
        assert add_working_days(date(2026, 12, 22), 3) == date(2026, 12, 28)
        assert add_working_days(date(2026, 12, 22), 3, closed=self.CLOSED) == date(2027, 1, 5)
        assert add_working_days(date(2027, 1, 5), -3, closed=self.CLOSED) == date(2026, 12, 22)
        assert working_days_between(date(2026, 12, 22), date(2027, 1, 5), closed=self.CLOSED) == 3

    def test_both_ends_are_closed(self):
        for day, works in ((23, True), (24, False), (31, False)):
            assert is_working_day(date(2026, 12, day), closed=self.CLOSED) is works
        assert is_working_day(date(2027, 1, 4), closed=self.CLOSED)

    def test_any_iterable_will_do(self):
        assert add_working_days(date(2026, 12, 22), 3, closed=iter(self.CLOSED)) == date(2027, 1, 5)

    @given(DAYS, st.integers(min_value=-60, max_value=60), CLOSURES)
    def test_counting_gives_back_what_was_added(self, day, n, closed):
        assert working_days_between(day, add_working_days(day, n, closed=closed), closed=closed) == n

    @given(DAYS, st.integers(min_value=1, max_value=60), CLOSURES)
    def test_a_deadline_is_a_working_day_and_no_earlier_than_without(self, day, n, closed):
        due = add_working_days(day, n, closed=closed)
        assert is_working_day(due, closed=closed)
        assert due >= add_working_days(day, n)

    @given(DAYS, st.integers(min_value=1, max_value=60), CLOSURES)
    def test_closed_twice_is_closed_once(self, day, n, closed):
        assert add_working_days(day, n, closed=closed * 2) == add_working_days(day, n, closed=closed)


def test_periods_read_in_french():
    for first, last, text in (
        (date(2026, 12, 24), date(2026, 12, 31), "du 24 au 31 décembre 2026"),
        (date(2026, 8, 1), date(2026, 8, 15), "du 1er au 15 août 2026"),
        (date(2026, 7, 27), date(2026, 8, 14), "du 27 juillet au 14 août 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "du 28 décembre 2026 au 3 janvier 2027"),
        (date(2026, 5, 15), date(2026, 5, 15), "le 15 mai 2026"),
    ):
        assert period(first, last).replace("\u00a0", " ") == text
