"""E-mail addresses, phone numbers, plates, IBAN: found as people write them; prices, dates and references pass."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.moderation.detectors import masked, pieces
from participation.moderation.detectors.personal import EMAIL, IBAN, PHONE, PLATE


def found(text):
    return [piece.what for piece in pieces(text)]


@pytest.mark.parametrize(
    "text",
    [
        "camille@exemple.fr",
        "Camille.Moreau+quartier@sous.domaine.exemple.com.",
        "camille @ exemple.fr",
        "camille (at) exemple.fr",
        "camille [at] exemple [point] fr",
        "camille arobase exemple point fr",
        "mailto:camille@exemple.fr?subject=x",
        "écrire à jérôme@exemple.fr",
    ],
)
def test_email_addresses(text):
    assert found(text) == [EMAIL]


@pytest.mark.parametrize("text", ["@mairie", "rdv @ 18 h", "à 3 € @ pièce", "a@b", "c’est @home", "arobase"])
def test_no_email_addresses(text):
    assert found(text) == []


PHONES = [
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "06-12-34-56-78",
    "06/12/34/56/78",
    "06 . 12 . 34 . 56 . 78",
    "06\u00a012\u00a034\u00a056\u00a078",
    "06\u202f12\u202f34\u202f56\u202f78",
    "0612 34 56 78",
    "0612 345 678",
    "06 1234 5678",
    "O6 12 34 56 78",
    "04 42 12 34 56",
    "09.70.12.34.56",
    "+33 6 12 34 56 78",
    "+33612345678",
    "+33 (0)6 12 34 56 78",
    "+33(0) 6.12.34.56.78",
    "+33 612 345 678",
    "+ 33 6 12 34 56 78",
    "0033 6 12 34 56 78",
    "00 33 6 12 34 56 78",
    "0033612345678",
]


@pytest.mark.parametrize("number", PHONES)
@pytest.mark.parametrize("around", ["{}", "Appelez le {}.", "tél:{}, merci", "({})", "2e étage {} !", "« {} »"])
def test_phone_numbers(number, around):
    assert found(around.format(number)) == [PHONE]


@pytest.mark.parametrize(
    "text",
    [
        *("01/02/2026", "01.02.2026 à 10 h", "du 01/02/2026 au 03/04/2027", "2026-03-01 10:30:00", "le 06 12 2026"),
        *("le 01-02-2026 10-30", "01/02/26 03/04/26", "01.02.26 03.04.26"),
        *("0,612345678 km", "1 206 123 456,78 €", "29 174,12 €", "100 000 000 €", "0612345678 €", "12 34 56 78 90"),
        *("MAR-26-000123", "MAR-26-0612345678", "n° 812 345 678 00012", "SIRET 81234567800012", "13500", "13 500"),
        *("3949", "le 17 ou le 112", "QN01306I", "0.6123456789", "06 12 34 56", "106 12 34 56 78 9"),
        *("x0612345678y", "43.4052, 5.0476", "1 85 05 78 006 084 36"),
    ],
)
def test_no_phone_numbers(text):
    assert PHONE not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        *("AB-123-CD", "AB 123 CD", "AB123CD", "ab-123-cd", "ab123cd", "la voiture AB-123-CD, garée", "(ZZ-999-ZZ)"),
        *("1234 AB 13", "123 ABC 13", "1234AB13", "123-abc-13", "1234 AB 2A", "45 XYZ 974", "la 1234 WX 13."),
    ],
)
def test_number_plates(text):
    assert found(text) == [PLATE]


@pytest.mark.parametrize(
    "text",
    [
        *("MAR-26-000123", "le 123 de la rue", "LE 12 MAI 98", "12 DEC 23", "le 12 dec 23", "10 MAR 13", "5 AVR 13"),
        *("100 EUR 50", "150 MM 30", "20cm15", "12mm30", "10 KM 50", "300 ML 12", "5 kg 20", "10h30", "RD 50"),
        *("au 12 de la rue", "IO-123-UU", "T1 100 m² 25", "QP013045", "15 ha 20", "50 % de 100", "24 LE 12"),
        *("AB-1234-CD", "le lot AB-123", "A-123-B", "bus 22 et 35", "2 RER 13", "12 PM 30"),
    ],
)
def test_no_number_plates(text):
    assert found(text) == []


IBANS = [
    "FR76 3000 6000 0112 3456 7890 189",
    "FR7630006000011234567890189",
    "fr76-3000-6000-0112-3456-7890-189",
    "FR14 2004 1010 0505 0001 3M02 606",
    "DE89 3704 0044 0532 0130 00",
    "BE68 5390 0754 7034",
    "GB29 NWBK 6016 1331 9268 19",
]


@pytest.mark.parametrize("iban", IBANS)
@pytest.mark.parametrize("around", ["{}", "mon RIB : {}.", "{} merci", "({})"])
def test_ibans(iban, around):
    assert found(around.format(iban)) == [IBAN]


@pytest.mark.parametrize(
    "text",
    ["FR76 3000 6000 0112 3456 7890 188", "FR76 3000 6000", "AB12 quelque chose de long qui suit le code", "FR76"],
)
def test_no_ibans_without_the_right_checksum(text):
    assert IBAN not in found(text)


@given(st.integers(0, 10**27 - 1).map(lambda n: f"{n:027d}"))
def test_one_wrong_digit_and_it_is_no_iban(digits):
    base = "FR7630006000011234567890189"
    at = int(digits[:2]) % 22 + 4
    other = base[:at] + str((int(base[at]) + 1 + int(digits[-1]) % 9) % 10) + base[at + 1 :]
    assert (IBAN in found(other)) is (other == base)


@given(st.text(max_size=400))
def test_no_text_breaks_it(text):
    last = 0
    for piece in pieces(text):
        assert last <= piece.start < piece.end <= len(text)
        last = piece.end


@given(st.text(alphabet="0123456789 .-/+ABCDfr@\n\u00a0()", max_size=200))
def test_masking_leaves_nothing_to_find_where_it_stood(text):
    assert masked(text, "\n…\n").count("…") == len(pieces(text))
    assert sum(len(part) for part in masked(text, "").split()) <= len(text)


@given(st.text(max_size=40), st.sampled_from([*PHONES, *IBANS, "camille@exemple.fr", "AB-123-CD", "1234 AB 13"]))
def test_between_lines_everything_is_found(other, piece):
    assert piece in [text[one.start : one.end] for text in [f"{other}\n{piece}\n{other}"] for one in pieces(text)]


@given(st.dates(), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%y", "%d %m %Y"]))
def test_dates_pass(day, written):
    assert found(f"Le {day.strftime(written)}, rien.") == []


@given(st.integers(0, 10**12), st.sampled_from(["{:,} €", "{:,} euros", "{:,}"]))
def test_prices_pass(amount, written):
    text = written.format(amount)
    for space in (" ", "\u202f", "."):
        assert found(f"Coût : {text.replace(',', space)}.") == []


@given(st.from_regex(re.compile(r"[A-Z]{2,5}-\d{2}-\d{6}"), fullmatch=True))
def test_references_pass(reference):
    assert found(f"Voir {reference}.") == []


def test_masked_keeps_the_rest():
    text = "Appelez Camille au 06 12 34 56 78 ou camille@exemple.fr, merci."
    assert masked(text) == "Appelez Camille au […] ou […], merci."
