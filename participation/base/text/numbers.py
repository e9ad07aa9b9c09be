"""Numbers as French readers write them: grouped by three, comma, unit after a no-break space."""

from decimal import ROUND_HALF_UP, Decimal

from participation.base.text.typography import NBSP, NNBSP

MINUS = "\u2212"


def grouped(value, decimals: int | None = None) -> str:
    """`value` with French separators: `grouped(1234.5)` is « 1 234,5 ».

    `decimals` rounds half up to that many digits; without it the number keeps the digits it has.
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", NNBSP)
    sign = MINUS if number < 0 else ""
    return f"{sign}{groups},{fraction}" if fraction else f"{sign}{groups}"


def euros(amount, decimals: int = 2) -> str:
    """An amount in euros, « 29 174,12 € ». Cents are never rounded away: they are shown although `decimals` is 0."""
    number = amount if isinstance(amount, Decimal) else Decimal(str(amount))
    if number != number.to_integral_value():
        decimals = 2
    return f"{grouped(number, decimals)}{NBSP}€"


def percent(part, whole=100) -> str:
    """The share of `part` in `whole`, rounded. Says neither « 0 % » of something nor « 100 % » of nearly all."""
    share = Decimal(str(part)) * 100 / Decimal(str(whole))
    rounded = int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if rounded == 0 and share > 0:
        return f"moins de 1{NBSP}%"
    if rounded == 100 and share < 100:
        rounded = 99
    return f"{grouped(rounded)}{NBSP}%"


def dialled(phone: str) -> str:
    """The international form of a French number for a `tel:` link; short numbers (17, 112, 3919) stay as they are."""
    digits = "".join(character for character in phone.replace("(0)", "") if character.isdigit() or character == "+")
    return f"+33{digits[1:]}" if len(digits) == 10 and digits.startswith("0") else digits


def plural(count, singular: str, plural_form: str) -> str:
    """The form that goes with `count`: in French 0, 1 and 1,5 are singular."""
    return singular if abs(count) < 2 else plural_form
