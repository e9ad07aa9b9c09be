import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TEXT_LENGTH = 3000
NAME_LENGTH = 50

# What no one types and what could turn a page around: controls, bidirectional and zero-width marks, halves of
# characters, private ones. The joiners that hold an emoji or a Persian word together stay.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_KEPT = frozenset("\n\u200c\u200d")
_BLANK_LINES = re.compile(r"\n{3,}")


def tidy_text(value: str) -> str:
    """What was written, in one spelling (NFC), without what cannot be seen; at most one empty line at a time."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    value = "".join(one for one in value if one in _KEPT or unicodedata.category(one) not in _UNSHOWN)
    lines = [line.rstrip() for line in value.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n \u200c\u200d")


def validate_text(value: str) -> None:
    """Raises ValidationError for a text that says nothing, or too much at once."""
    text = tidy_text(value)
    if not any(one.isalnum() for one in text):
        raise ValidationError(_("Écrivez quelques mots."), code="empty")
    if len(text) > TEXT_LENGTH:
        raise ValidationError(
            _("Ce texte est trop long : %(length)s signes, pour %(limit)s au plus. Coupez-le en deux."),
            code="long",
            params={"length": len(text), "limit": TEXT_LENGTH},
        )
