import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from participation.base.text.numbers import dialled
from participation.territory.validators import validate_phone


@pytest.mark.parametrize(
    "number",
    [
        "04 65 71 20 16",
        "0465712016",
        "04.65.71.20.16",
        "04-65-71-20-16",
        "04\u00a065\u00a071\u00a020\u00a016",
        "+33 4 65 71 20 16",
        "+33 (0)4 65 71 20 16",
        "0033 4 65 71 20 16",
        "0 800 13 13 13",
        "0 969 39 40 20",
        "+262 262 12 34 56",
        "+687 12 34 56",
        "3949",
        "36 46",
        "17",
        "112",
        "119",
        "118 712",
        "116 117",
    ],
)
def test_numbers_are_kept_as_people_write_them(number):
    validate_phone(number)


@pytest.mark.parametrize(
    "number",
    ["", "00 65 71 20 16", "04 65 71 20", "04 65 71 20 16 17", "poste 12", "+44 20 7946 0018", "13", "99", "12345",
     "+33 0 65 71 20 16", "04 65 71 20 16 ou 17", "٠٤٦٥٧١٢٠١٦"],
)  # fmt: skip
def test_others_are_refused_in_french(number):
    with pytest.raises(ValidationError) as caught:
        validate_phone(number)
    assert "n’est pas un numéro de téléphone français" in caught.value.messages[0]


@given(st.text())
def test_any_text_is_accepted_or_refused(text):
    try:
        validate_phone(text)
    except ValidationError as error:
        assert error.messages
    else:
        assert sum(character.isdigit() for character in text) >= 2


def test_every_way_to_write_a_number_dials_the_same():
    for written in ("04 65 71 20 16", "04.65.71.20.16", "+33 4 65 71 20 16", "+33 (0)4 65 71 20 16"):
        validate_phone(written)
        assert dialled(written) == "+33465712016"
