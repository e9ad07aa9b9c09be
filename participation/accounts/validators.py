import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control, format (bidirectional marks, zero-width), surrogate, private use, unassigned, line and paragraph separators.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LOOKS_LIKE_MAIL = re.compile(r"@|\bhttps?:|\bwww\.", re.IGNORECASE)


def tidy_name(value: str) -> str:
    """One spelling (NFC), single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def validate_display_name(value: str) -> None:
    """A name others will read: nothing invisible, no address (that would publish it), at least one letter."""
    if any(unicodedata.category(character) in _UNSHOWN for character in value):
        raise ValidationError(_("Ce nom contient un caractère invisible. Réécrivez-le au clavier."), code="invisible")
    if _LOOKS_LIKE_MAIL.search(value):
        raise ValidationError(_("Ce nom est public : n’y mettez ni adresse e-mail ni lien."), code="address")
    if value and not any(character.isalpha() for character in value):
        raise ValidationError(_("Écrivez au moins une lettre."), code="letterless")
