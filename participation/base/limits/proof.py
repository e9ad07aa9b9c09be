"""ALTCHA's proof of work (altcha.org, challenges of version 1): some hashes that a browser does while one reads the
form. Nothing is fetched from anywhere and nothing is kept but the keyed hash of a used challenge, until it expires."""

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta

import altcha
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from participation.base.limits.services import first_use

_USED = "proof"
_TEXTS = ("algorithm", "challenge", "salt", "signature")
_LONGEST = 2_000


def challenge(at: datetime | None = None) -> dict:
    """What the browser has to solve, as `static/js/proof.js` reads it."""
    made = altcha.create_challenge_v1(
        algorithm="SHA-256",
        max_number=getattr(settings, "PROOF_MAX_NUMBER", 100_000),
        hmac_key=_key(),
        expires=(at or timezone.now()) + timedelta(seconds=getattr(settings, "PROOF_SECONDS", 3600)),
    )
    return made.to_dict()


def is_proof(payload: str, at: datetime | None = None) -> bool:
    """Whether this solves a challenge of ours that is not too old and was not used before. Using it uses it up.

    Anything may be given. Call it outside a transaction: one that rolls back would make the proof good again.
    """
    given = _read(payload)
    if given is None:
        return False
    until = _expires(given)
    if until is None or until < (at or timezone.now()):
        return False
    right, _error = altcha.verify_solution_v1(given, _key(), check_expires=False)
    return right and first_use(_USED, given["challenge"], until=until)


def _read(payload):
    """The payload as the library expects it: it takes types for granted."""
    if not payload or len(payload) > _LONGEST:
        return None
    try:
        given = json.loads(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or type(given.get("number")) is not int or given.get("algorithm") != "SHA-256":
        return None
    if not all(isinstance(given.get(name), str) for name in _TEXTS):
        return None
    try:
        given["salt"].encode(), given["signature"].encode(), given["challenge"].encode()
    except UnicodeEncodeError:
        return None
    return given


def _expires(given):
    """The library binds the salt, and so this instant, to the signature."""
    seconds = altcha.extract_params_v1(given).get("expires", [""])[0]
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 11):
        return None
    return datetime.fromtimestamp(int(seconds), tz=UTC)


def _key() -> bytes:
    return salted_hmac("participation.base.limits.proof", "key", algorithm="sha256").digest()
