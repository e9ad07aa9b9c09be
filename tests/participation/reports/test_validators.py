import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from participation.reports.validators import tidy_line, tidy_text, validate_length, validate_point

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)


@given(ANYTHING)
def test_what_is_kept_can_be_stored_and_reads_as_it_is_written(text):
    kept = tidy_text(text)
    kept.encode()
    assert "\x00" not in kept and "\r" not in kept
    assert not any(
        unicodedata.bidirectional(sign) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI"} for sign in kept
    )
    assert tidy_text(kept) == kept


@given(ANYTHING)
def test_a_line_is_one_line(text):
    assert tidy_line(text).splitlines() in ([], [tidy_line(text)])


def test_other_scripts_are_left_alone():
    for text in ("الإنارة معطلة", "Ğüneş söndü", "Fenêtre 🪟 cassée", "l’entrée n°\u202f4"):
        assert tidy_text(text) == text


def test_too_long_says_how_long():
    with pytest.raises(ValidationError, match=r"101 signes.*100"):
        validate_length("x" * 101, 100)


@pytest.mark.parametrize(
    "point", [(None, 5.0), (43.0, None), (float("nan"), 5.0), (43.0, float("inf")), (91, 5), (43, 181)]
)
def test_a_point_is_whole_and_on_the_earth(point):
    with pytest.raises(ValidationError):
        validate_point(*point)
