"""Hours of digests in Europe/Paris. In 2026 summer time begins on 29 March at 2 o’clock and ends on 25 October at 3."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.notifications.rhythm import has_weekday, next_slot, slot, slot_day

PARIS = ZoneInfo("Europe/Paris")


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2026, 3, 28), 8, utc(2026, 3, 28, 7)),
        (date(2026, 3, 29), 8, utc(2026, 3, 29, 6)),
        (date(2026, 3, 29), 2, utc(2026, 3, 29, 1)),  # does not exist: 3 o’clock
        (date(2026, 10, 25), 2, utc(2026, 10, 25, 0)),  # comes twice: the first
        (date(2026, 10, 25), 3, utc(2026, 10, 25, 2)),
        (date(2026, 10, 25), 8, utc(2026, 10, 25, 7)),
    ],
)
def test_the_instant_of_an_hour(day, hour, instant):
    assert slot(day, hour) == instant


def test_the_next_one_is_after_and_not_now():
    assert next_slot(utc(2026, 3, 24, 6, 59), 8) == utc(2026, 3, 24, 7)
    assert next_slot(utc(2026, 3, 24, 7), 8) == utc(2026, 3, 25, 7)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(lambda at: at.replace(tzinfo=UTC)),
    hour=st.integers(0, 23),
)
def test_every_day_has_one_and_only_one(start, hour):
    at, days = start, []
    for _number in range(20):
        at = next_slot(at, hour)
        days.append(slot_day(at, hour))
        assert at.astimezone(PARIS).date() == days[-1]
    assert days == [days[0] + timedelta(days=number) for number in range(20)]


def test_the_day_that_is_due():
    assert slot_day(utc(2026, 3, 24, 22, 5), 23) == date(2026, 3, 24)
    assert slot_day(utc(2026, 3, 24, 21, 55), 23) == date(2026, 3, 23)
    assert slot_day(utc(2026, 3, 24, 23, 30), 23) == date(2026, 3, 24)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 20), st.integers(0, 6))
def test_a_day_of_the_week_among_days(first, length, weekday):
    days = [first + timedelta(days=number) for number in range(length + 1)]
    assert has_weekday(first, days[-1], weekday) == any(day.weekday() == weekday for day in days)
