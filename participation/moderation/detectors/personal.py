"""Data by which a person is reached or known: e-mail addresses, French phone numbers, number plates, IBAN.

Each pattern names what may stand around it, so that dates, prices, references and postal codes pass.
"""

import re
from typing import NamedTuple

EMAIL, PHONE, PLATE, IBAN = "email", "phone", "plate", "iban"


class Piece(NamedTuple):
    """`what` is EMAIL, PHONE, PLATE or IBAN."""

    start: int
    end: int
    what: str


_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w.%+-]{1,64}(?:\s?@\s?|\s?[(\[]\s?(?:at|arobase)\s?[)\]]\s?|\sarobase\s)"
    r"[\w-]{1,63}(?:(?:\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\spoint\s)[\w-]{1,63}){0,4}"
    r"(?:\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\spoint\s)[a-z]{2,24}(?!\w)",
    re.IGNORECASE,
)
# Between the groups of a phone number: nothing, or one or two signs on the same line.
_GAP = r"[^\S\n]?[.\-/·‐‑–_]?[^\S\n]?"
_PAIRS = rf"(?:{_GAP}\d\d){{4}}"
_GROUPS = rf"(?:{_PAIRS}|\d\d(?:{_GAP}\d\d\d){{2}}|{_GAP}\d{{4}}{_GAP}\d{{4}}|{_GAP}\d\d\d{_GAP}\d\d\d{_GAP}\d\d)"
_PHONE = re.compile(
    rf"(?<![\d,])(?<![\d,]\.)(?<![A-Za-z0-9]-)(?<![A-Za-z])"
    rf"(?:(?:\+|00)[^\S\n]?33{_GAP}(?:\([^\S\n]?0[^\S\n]?\)|0)?{_GAP}[1-9](?:{_GROUPS}|(?:{_GAP}\d\d\d){{2}}{_GAP}\d\d|\d\d(?:{_GAP}\d\d\d){{2}})"
    rf"|[0Oo][1-9]{_GROUPS})"
    r"(?!\d|-[A-Za-z0-9]|[.,]\d|[A-Za-z]|[^\S\n]?(?:€|%|euros?\b|EUR\b|m²|m2\b|kWh\b|km\b))"
)
_GAPS = re.compile(r"(?<=\d\d)[^\d(]+(?=\d\d)")
_LETTER = "A-HJ-NP-TV-Z"  # I, O and U stand on no plate
_SIV = re.compile(
    rf"(?<![\w-])(?:(?P<a>[{_LETTER}]{{2}})[ \u00a0\u202f]\d{{3}}[ \u00a0\u202f](?P<b>[{_LETTER}]{{2}})"
    rf"|(?i:[{_LETTER}]{{2}}(?P<dash>[-‐‑–.]?)\d{{3}}(?P=dash)[{_LETTER}]{{2}}))(?![\w-])"
)
_OLD = re.compile(
    rf"(?<![\w-])(?<!\d[.,])(?:\d{{2,4}}[ \u00a0\u202f](?P<spaced>[{_LETTER}]{{2,3}})[ \u00a0\u202f](?:\d\d|2[AB]|97\d)"
    rf"|(?i:\d{{2,4}}(?P<dash>[-‐‑–]?)(?P<joined>[{_LETTER}]{{2,3}})(?P=dash)(?:\d\d|2[AB]|97\d)))(?![\w-]|[.,]\d)"
)
# Months, units and little words that the letters of an old plate could be.
_NO_PLATE = frozenset(
    """
    ans avr cm cl cs db dc de dec des dl dm dt ea ec en er es et ex fax fev ff ha hl hrs kg km kms la le les mar mb mg
    ml mm mn mns mrs ms nb ne nd ns pc pcs pm px rdv re rer sa sars sd se sec sem sep set ss st sms sms tel th tte ter
    tva tv vs
    """.split()  # noqa: SIM905
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ \u00a0\u202f-]?[A-Za-z0-9])")
_IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MA": 28, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29,
}  # fmt: skip
_BETWEEN = " \u00a0\u202f-"


def pieces(text: str) -> tuple[Piece, ...]:
    """Where personal data stand, in the order of the text; none overlaps another."""
    found = sorted({*_ibans(text), *_matches(_EMAIL, EMAIL, text), *_phones(text), *_plates(text)})
    kept: list[Piece] = []
    for piece in found:
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return tuple(kept)


def masked(text: str, by: str = "[…]") -> str:
    """The text with each piece taken out: what a moderator starts from to publish without personal data."""
    parts, last = [], 0
    for piece in pieces(text):
        parts += [text[last : piece.start], by]
        last = piece.end
    return "".join([*parts, text[last:]])


def _matches(pattern, what, text):
    return [Piece(match.start(), match.end(), what) for match in pattern.finditer(text)]


def _phones(text):
    for piece in _matches(_PHONE, PHONE, text):
        gaps = _GAPS.findall(text[piece.start : piece.end])
        # « 01/02/26 03/04/26 »: two dates. Who separates by a sign does so throughout.
        if not (any(gap.strip() for gap in gaps) and any(not gap.strip() for gap in gaps)):
            yield piece


def _plates(text):
    yield from _matches(_SIV, PLATE, text)
    for match in _OLD.finditer(text):
        if (match["spaced"] or match["joined"]).lower() not in _NO_PLATE:
            yield Piece(match.start(), match.end(), PLATE)


def _ibans(text):
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match[0][:2].upper())
        end = length and _end_of(text, match.start(), length)
        if end and _checks(text[match.start() : end]):
            yield Piece(match.start(), end, IBAN)


def _end_of(text, start, length):
    """Where the `length`-th letter or digit ends; None when the run is shorter or goes on."""
    seen, at, last_was_gap = 0, start, False
    while at < len(text) and seen < length:
        if text[at].isascii() and text[at].isalnum():
            seen, last_was_gap = seen + 1, False
        elif text[at] in _BETWEEN and not last_was_gap:
            last_was_gap = True
        else:
            return None
        at += 1
    goes_on = at < len(text) and text[at].isascii() and text[at].isalnum()
    return at if seen == length and not goes_on else None


def _checks(written) -> bool:
    """ISO 13616: the country and the check digits moved to the end, letters as numbers, the rest by 97 is 1."""
    bare = "".join(one for one in written if one not in _BETWEEN).upper()
    return int("".join(str(int(one, 36)) for one in bare[4:] + bare[:4])) % 97 == 1
