import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LABEL_LENGTH = 80
RADII = (200, 500, 1000)
# Control, format (bidirectional marks, zero-width), surrogate, private use, unassigned, line and paragraph separators.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def tidy_label(value: str) -> str:
    """One spelling (NFC), single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def validate_label(value: str) -> None:
    """The name somebody gives an area, for themselves and their mails."""
    if any(unicodedata.category(sign) in _UNSHOWN for sign in value):
        raise ValidationError(_("Ce nom contient un caractère invisible. Réécrivez-le au clavier."), code="invisible")
