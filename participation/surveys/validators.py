import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TEXT_LENGTH = 2000
SCALE = range(1, 6)
_LINES = frozenset("\n\r\t")
# Overrides and isolates of writing direction: they make a text read otherwise than it is stored.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def validate_free_text(value: str) -> None:
    """What someone wrote in their own words: any language, nothing invisible that changes how it is read."""
    for character in value:
        if character in _TURNING or (unicodedata.category(character) in ("Cc", "Cs") and character not in _LINES):
            raise ValidationError(
                _("Ce texte contient un caractère invisible. Réécrivez-le au clavier."), code="invisible"
            )
    if len(value) > TEXT_LENGTH:
        raise ValidationError(
            _("C’est trop long : %(limit)d caractères au plus, et non %(length)d.")
            % {"limit": TEXT_LENGTH, "length": len(value)},
            code="max_length",
        )
