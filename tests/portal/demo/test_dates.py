from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.calendar import is_working_day, working_days_between
from portal.demo.dates import Clock
from portal.demo.errors import DataError

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
MOCK = Clock(date(2026, 3, 24))


@given(DAYS, st.integers(min_value=-720, max_value=360))
def test_a_date_keeps_its_side_of_the_day_and_falls_on_a_working_day(day, offset):
    found = Clock(day).at(offset)
    assert (found < day) == (offset < 0)
    assert (found > day) == (offset > 0)
    assert offset == 0 or is_working_day(found)
    assert abs(found - day - timedelta(days=offset)) <= timedelta(days=4)


@given(DAYS, st.integers(min_value=1, max_value=120))
def test_a_delay_lasts_exactly_its_working_days_on_any_day_even_a_sunday(day, delay):
    promised = Clock(day).late(delay)
    assert working_days_between(promised, day) == delay
    assert promised < day


@pytest.mark.parametrize(
    ("delay", "promised"),
    [
        (99, date(2025, 10, 31)),
        (69, date(2025, 12, 15)),
        (37, date(2026, 1, 30)),
        (17, date(2026, 2, 27)),
        (7, date(2026, 3, 13)),
    ],
)
def test_the_six_delays_of_the_design_fall_on_its_dates(delay, promised):
    assert MOCK.late(delay) == promised


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("depuis le {jour -71}", "depuis le 12 janvier"),
        ("au plus tard le {jour +37}", "au plus tard le 30 avril"),
        ("le {jour -144}", "le 31 octobre 2025"),
        ("le {jour +8}", "le 1er avril"),
        ("de {mois -190} à {mois +190}", "de septembre 2025 à septembre 2026"),
        ("{année -2}-{année +1}", "2024-2027"),
        ("rien", "rien"),
    ],
)
def test_texts_follow_the_day(text, filled):
    assert MOCK.fill(text, "essai") == filled


@pytest.mark.parametrize("text", ["{jour}", "{ jour -1}", "{jours -1}", "{jour -1.5}", "{}", "{mois 3}"])
def test_a_brace_that_means_nothing_is_refused_with_its_place(text):
    with pytest.raises(DataError, match=r"^news\.toml, rampe"):
        MOCK.fill(text, "news.toml, rampe")
