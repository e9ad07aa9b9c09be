"""Cells of a spreadsheet as people and Excel leave them, read into values; what does not read raises `BadCell`."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?\d{1,18}([.,]\d{0,18})?")
_INSEE = re.compile(r"\d{5}|2[AB]\d{3}", re.IGNORECASE)
_BETWEEN_CODES = re.compile(r"[\s,;/|+&]+|\bet\b")
_UNSTATED = {"", "-", "–", "—", "?", "/", "nc", "n.c.", "n.c", "nr", "n/a", "na"}
MOST_DWELLINGS = 100_000


class BadCell(ValueError):
    """Says in French what is wrong with a cell."""


def text(raw: str, *, name: str, longest: int) -> str:
    """Trimmed, one line, Excel's `="…"` taken off."""
    value = raw.strip()
    wrapped = _EXCEL_TEXT.fullmatch(value)
    value = " ".join((wrapped[1].replace('""', '"') if wrapped else value).split())
    if _UNREADABLE.search(value):
        raise BadCell(_("%(name)s contient des caractères illisibles.") % {"name": name})
    if len(value) > longest:
        raise BadCell(
            _("%(name)s est trop long : %(length)s caractères, %(longest)s au plus.")
            % {"name": name, "length": len(value), "longest": longest}
        )
    return value


def insee_codes(value: str) -> tuple[str, ...]:
    """« 13056, 13117 » or « 13056/13117 » as two codes; a leading zero that a spreadsheet dropped comes back."""
    codes = []
    for piece in _BETWEEN_CODES.split(value):
        if not piece:
            continue
        code = piece.upper().removesuffix(".0")
        if code.isascii() and code.isdigit() and len(code) == 4:
            code = f"0{code}"
        if not (code.isascii() and _INSEE.fullmatch(code)):
            raise BadCell(_("« %(code)s » n’est pas un code INSEE de commune.") % {"code": shown(piece)})
        codes.append(code)
    return tuple(dict.fromkeys(codes))


def dwellings(value: str) -> int | None:
    """A whole number, with or without spaces between thousands; None for « nc », « - » and an empty cell."""
    if value.lower() in _UNSTATED:
        return None
    number = _decimal(value)
    if number is None or number != number.to_integral_value() or number < 0:
        raise BadCell(_("« %(value)s » n’est pas un nombre entier de logements.") % {"value": shown(value)})
    if number > MOST_DWELLINGS:
        raise BadCell(_("%(value)s logements dans une résidence : vérifiez.") % {"value": shown(value)})
    return int(number)


def degrees(value: str, *, name: str, limit: int) -> float | None:
    """« 43,4051 » or « 43.4051 », WGS 84; None for an empty cell."""
    if value.lower() in _UNSTATED:
        return None
    number = _decimal(value.removesuffix("°"))
    if number is None or abs(number) > limit:
        raise BadCell(
            _("%(name)s « %(value)s » n’est pas un nombre de degrés.") % {"name": name, "value": shown(value)}
        )
    return float(number)


def shown(value: str, longest: int = 60) -> str:
    """A cell quoted in a message: short, and printable."""
    value = "".join(character if character.isprintable() else "\u00b7" for character in value)
    return value if len(value) <= longest else f"{value[:longest]}…"


def _decimal(value: str) -> Decimal | None:
    value = "".join(value.split()).replace("\u2212", "-")
    if not (value.isascii() and _NUMBER.fullmatch(value)):
        return None
    try:
        return Decimal(value.replace(",", "."))
    except InvalidOperation:
        return None
