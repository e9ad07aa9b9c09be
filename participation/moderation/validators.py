"""What moderators and authors type: what can be read is kept, what cannot be seen goes, the rest gets a sentence."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TEXT_LENGTH = 10_000
REASON_LENGTH = 1_000
APPEAL_LENGTH = 2_000
MOST_BOXES = 40
SIDE = 1000  # a box is given in thousandths of the picture


def tidy_text(text: str) -> str:
    """Line breaks stay; what one does not see (NUL, controls, directions, zero width) goes."""
    text = unicodedata.normalize("NFC", str(text).replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(one for one in text if one == "\n" or one == "\t" or unicodedata.category(one)[0] != "C")
    return "\n".join(line.rstrip() for line in kept.strip().split("\n"))


def validate_length(text: str, length: int) -> None:
    if len(text) > length:
        raise ValidationError(_("Ce texte est trop long : %(length)s caractères au plus.") % {"length": length})


def valid_boxes(boxes) -> tuple[tuple[int, int, int, int], ...]:
    """The same boxes as whole numbers. Raises ValidationError."""
    wrong = ValidationError(_("Choisissez au moins une zone de la photo à flouter."))
    try:
        found = tuple(tuple(int(side) for side in box) for box in boxes)
    except (TypeError, ValueError) as error:
        raise wrong from error
    if not found or len(found) > MOST_BOXES:
        raise wrong
    for box in found:
        if len(box) != 4 or min(box) < 0 or max(box) > SIDE or box[0] >= box[2] or box[1] >= box[3]:
            raise wrong
    return found
