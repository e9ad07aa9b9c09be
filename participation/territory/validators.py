import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.base.geo import shapes
from participation.territory.enums import StatusKind

# Codes of the ANCT: « QN » since the geography of 2024, « QP » for that of 2015 (QP013001; QP02A001 in Corsica).
QPV_CODE = re.compile(r"QN\d[\dAB]\d{3}[A-Z]|QP[\dAB]{6}")

# ARCEP, plan national de numérotation (décision n° 2018-0881): ten digits from 01 to 09, `+33` in place of the first
# zero, overseas prefixes of nine digits, four-digit short numbers from 1 or 3, and the three-digit ones of
# emergency and social services (and 15, 17, 18).
_SHAPES = (
    re.compile(r"0[1-9]\d{8}"),
    re.compile(r"(\+|00)(33|262|590|594|596)[1-9]\d{8}"),
    re.compile(r"(\+|00)(508|681|687|689)\d{6,8}"),
    re.compile(r"[13]\d{3}"),
    re.compile(r"15|17|18|1[19]\d|11[68]\d{3}"),
)
_WRITTEN = re.compile(r"[+\d][\d\s.\-/()\u2011]*")
_OPTIONAL_ZERO = re.compile(r"(?<=\d)\s*\(0\)\s*")
_SEPARATORS = re.compile(r"[\s.\-/()\u2011]")

validate_commune_code = RegexValidator(r"^[A-Z]{2,6}\Z", gettext_lazy("Deux à six lettres majuscules."))
validate_insee_code = RegexValidator(r"^(\d{5}|2[AB]\d{3})\Z", gettext_lazy("Cinq caractères, par exemple 13056."))


def validate_perimeter(value):
    """Refuse a perimeter that could not be drawn or searched, with the reason in French."""
    try:
        shapes.validate_perimeter(value)
    except shapes.PerimeterError as error:
        raise ValidationError(str(error), code="perimeter") from error


def validate_phone(value):
    """Accept a French telephone number however it is grouped: it is kept as typed, people read it as they know it."""
    digits = _SEPARATORS.sub("", _OPTIONAL_ZERO.sub("", value))
    if not _WRITTEN.fullmatch(value.strip()) or not any(shape.fullmatch(digits) for shape in _SHAPES):
        raise ValidationError(
            _("« %(value)s » n’est pas un numéro de téléphone français, comme 04 65 71 20 16 ou 3949."),
            code="phone",
            params={"value": value},
        )


def validate_status_code(kind, code):
    """A QPV has the code that the ANCT gave it; other statuses have none, or any."""
    if kind == StatusKind.QPV and not QPV_CODE.fullmatch(code):
        raise ValidationError({"code": _("Un code de quartier prioritaire s’écrit QN01320I, ou QP013001 avant 2024.")})
