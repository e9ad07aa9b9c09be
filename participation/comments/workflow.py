"""Where a comment begins, and which state it may go to: both as data."""

import re

from django.utils.translation import gettext_lazy as _

from participation.comments.enums import HeldFor, State

TRANSITIONS = {
    State.AWAITING_CONFIRMATION: {State.HELD},
    State.HELD: {State.PUBLISHED, State.REFUSED},
    State.PUBLISHED: {State.REMOVED},
    State.REFUSED: {State.PUBLISHED},
    State.REMOVED: {State.PUBLISHED},
}
SENTENCES = {
    State.AWAITING_CONFIRMATION: _("La personne n’a pas encore confirmé son adresse : ce commentaire attend."),
    State.HELD: _("Ce commentaire attend déjà d’être lu."),
    State.PUBLISHED: _("Ce commentaire est déjà publié."),
    State.REFUSED: _("Ce commentaire est déjà refusé."),
    State.REMOVED: _("Ce commentaire est déjà retiré."),
}

# Full addresses, « www. », and « site.fr » with the endings seen here; a full stop without a space is no link.
_LINK = re.compile(
    r"https?://|ftp://|\bwww\.|\b[a-z0-9-]{2,}\.(?:fr|com|net|org|eu|info|io|biz|ru|cn|xyz|top|shop|online|site)\b",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33[ .\-]?(?:\(0\))?[ .\-]?|0)[1-9](?:[ .\-]?\d{2}){4}(?!\d)")
_CAPITALS_FROM = 20  # letters: « OK ! » or « HLM et RATP » shouts at nobody


class IllegalTransition(Exception):
    """Carries a sentence for the person who tried."""


def check_transition(before: str, after: str) -> None:
    """Raises IllegalTransition."""
    if after not in TRANSITIONS[before]:
        raise IllegalTransition(str(SENTENCES[before]))


def held_for(text: str, *, has_account: bool, verified: bool) -> str:
    """Why this text is read before it appears, one of `HeldFor`; empty when it appears at once."""
    if not has_account:
        return HeldFor.NO_ACCOUNT
    if not verified:
        return HeldFor.UNVERIFIED
    if _MAIL.search(text) or _PHONE.search(text):
        return HeldFor.CONTACT
    if _LINK.search(text):
        return HeldFor.LINK
    letters = [character for character in text if character.isalpha()]
    if len(letters) >= _CAPITALS_FROM and sum(letter.isupper() for letter in letters) > 0.8 * len(letters):
        return HeldFor.CAPITALS
    return ""


def first_state(reason: str) -> State:
    if reason == HeldFor.NO_ACCOUNT:
        return State.AWAITING_CONFIRMATION
    return State.HELD if reason else State.PUBLISHED
