"""Finds what a file means by a name, however it is spelt, and says what comes near when nothing matches."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

_APART = re.compile(r"[^0-9a-z]+")
# A file holds one name many times: suggestions are worked out once each, and only so many.
MOST_SUGGESTIONS = 3


def matched(name: str) -> str:
    """« Coopération & Famille » and « cooperation et  famille » are the same name."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe").replace("&", " et "))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return _APART.sub(" ", plain.casefold()).strip() or name.strip().casefold()


def nearest(name: str, candidates: Iterable[str]) -> str:
    """« Peut-être : LOGIREM, 13 Habitat ? » or an empty text when nothing comes near."""
    known = {matched(candidate): candidate for candidate in candidates}
    found = [known[key] for key in get_close_matches(matched(name), known, n=MOST_SUGGESTIONS, cutoff=0.55)]
    wanted = set(matched(name).split())
    found += [candidate for key, candidate in known.items() if candidate not in found and wanted & set(key.split())]
    names = ", ".join(f"« {candidate} »" for candidate in found[:MOST_SUGGESTIONS])
    return _("Peut-être %(names)s ?") % {"names": names} if names else ""
