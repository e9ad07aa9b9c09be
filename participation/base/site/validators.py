from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from participation.base.site.contrast import HEX, MINIMUM, contrast, shown


def validate_hex_colour(value):
    if not HEX.match(value):
        raise ValidationError(_("Écrivez la couleur sous la forme #0b4f6c."), code="colour")


@deconstructible
class ReadableUnder:
    """Refuses a background on which text of the colour `ink` would fall under 4.5:1."""

    def __init__(self, ink: str, ink_name: str):
        self.ink = ink
        self.ink_name = ink_name

    def __call__(self, value):
        validate_hex_colour(value)
        ratio = contrast(value, self.ink)
        if ratio < MINIMUM:
            raise ValidationError(
                _(
                    "Texte %(ink)s sur %(colour)s : contraste de %(ratio)s. Il faut au moins %(minimum)s "
                    "pour que tout le monde puisse lire."
                )
                % {"ink": self.ink_name, "colour": value, "ratio": shown(ratio), "minimum": shown(MINIMUM)},
                code="contrast",
            )

    def __eq__(self, other):
        return isinstance(other, ReadableUnder) and (self.ink, self.ink_name) == (other.ink, other.ink_name)

    def __hash__(self):
        return hash((self.ink, self.ink_name))
