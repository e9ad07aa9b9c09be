"""Texts that others will read: no character that hides or turns around what is written."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Embeddings, overrides and isolates: they make a line read otherwise than it is written (Unicode, UAX 9).
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSHOWN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_LINES = frozenset("\n\t")


def tidy_text(value: str) -> str:
    """One spelling (NFC), plain line ends, none at the ends."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def tidy_line(value: str) -> str:
    """One line: single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def validate_text(value: str) -> None:
    """Lines as anyone types them. Raises ValidationError for control characters and those that turn the text."""
    if any(
        character in _TURNING or (unicodedata.category(character) in _UNSHOWN and character not in _LINES)
        for character in tidy_text(value)
    ):
        raise ValidationError(_("Ce texte contient un caractère invisible. Réécrivez-le au clavier."), code="invisible")


def validate_line(value: str) -> None:
    """As `validate_text`, for what stands on one line."""
    validate_text(value)
    if "\n" in tidy_text(value):
        raise ValidationError(_("Écrivez sur une seule ligne."), code="lines")
