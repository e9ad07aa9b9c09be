import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TEXT_LENGTH = 4000
PLACE_LENGTH = 200
TITLE_LENGTH = 120

# Marks that turn the direction of what follows, and let a text read as another one.
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_LINES = re.compile(r"\n{3,}")


def tidy_text(value: str) -> str:
    """One spelling (NFC), plain line ends, nothing that is not shown: no control character, no turned direction."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = _DIRECTION.sub("", value)
    value = "".join(sign for sign in value if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Co"})
    return _LINES.sub("\n\n", value).strip()


def tidy_line(value: str) -> str:
    return " ".join(tidy_text(value).split())


def validate_length(value: str, limit: int) -> None:
    if len(value) > limit:
        raise ValidationError(
            _("Ce texte a %(length)s signes ; il peut en avoir %(limit)s. Gardez l’essentiel."),
            code="max_length",
            params={"length": len(value), "limit": limit},
        )


def validate_point(latitude, longitude) -> None:
    if (latitude is None) != (longitude is None):
        raise ValidationError(_("Donnez latitude et longitude, ou aucune des deux."), code="point")
    if latitude is not None and not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValidationError(_("Ce point n’est pas sur la Terre."), code="point")
