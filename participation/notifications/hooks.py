"""What a mail service tells us: addresses whose mail came back. Signed, so that nobody else may silence an address.

`POST /suivre/rebonds/`, headers `X-Timestamp` (seconds since 1970) and `X-Signature` (« sha256= » and the HMAC-SHA256,
in hexadecimal, of the timestamp, a point and the body, under BOUNCE_HOOK_SECRET). The body is JSON:
`{"bounces": [{"address": "…", "type": "hard" | "soft", "id": "…", "status": "5.1.1", "at": "2026-03-24T10:00:00Z"}]}`,
where `status` and `at` may be left out and `id` makes the same bounce count once.
"""

import hashlib
import hmac
import json
import math
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from participation.base.mail.bounces import record_bounce

LONGEST_BODY = 256 * 1024
MOST_BOUNCES = 1000
CLOCKS_MAY_DIFFER = 300
_ID_LENGTH = 500


class Refused(Exception):
    """The message is a sentence for whoever configures the mail service."""

    def __init__(self, message, status=400):
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Told:
    address: str
    hard: bool
    reference: str
    status: str
    at: datetime | None


@csrf_exempt
@never_cache
@require_POST
def bounces(request):
    """All bounces of a call are noted, or none. Off (404) without a secret."""
    secret = getattr(settings, "BOUNCE_HOOK_SECRET", "")
    if not secret:
        raise Http404
    try:
        told = _read(_signed_body(request, secret))
    except Refused as error:
        return JsonResponse({"error": str(error)}, status=error.status, json_dumps_params={"ensure_ascii": False})
    with transaction.atomic():
        paused = sum(
            record_bounce(
                address=one.address, hard=one.hard, reference=f"hook {one.reference}", status=one.status, at=one.at
            )
            for one in told
        )
    return JsonResponse({"noted": len(told), "paused": paused})


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The value of `X-Signature`."""
    message = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _signed_body(request, secret) -> bytes:
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise Refused(_("Le corps est trop long."), 413) from error
    if len(body) > LONGEST_BODY:
        raise Refused(_("Le corps est trop long."), 413)
    timestamp = request.headers.get("X-Timestamp", "")
    signature = request.headers.get("X-Signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise Refused(_("L’en-tête X-Timestamp manque ou n’est pas un nombre de secondes."), 401)
    # Compared as bytes: a signature with other signs than ASCII is wrong, not an error of ours.
    if not hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode(errors="replace")):
        raise Refused(_("La signature ne correspond pas au corps."), 401)
    if math.fabs(timezone.now().timestamp() - int(timestamp)) > CLOCKS_MAY_DIFFER:
        raise Refused(_("L’appel est trop ancien, ou l’horloge de l’expéditeur n’est pas à l’heure."), 401)
    return body


def _read(body: bytes) -> list[_Told]:
    try:
        rows = json.loads(body)["bounces"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(_("Le corps n’est pas un JSON avec une liste « bounces ».")) from error
    if not isinstance(rows, list):
        raise Refused(_("« bounces » doit être une liste."))
    if len(rows) > MOST_BOUNCES:
        raise Refused(_("Trop de retours en un appel : %(most)s au plus.") % {"most": MOST_BOUNCES}, 413)
    return [_one(row, number) for number, row in enumerate(rows, 1)]


def _one(row, number) -> _Told:
    if not isinstance(row, dict):
        raise Refused(_("Retour %(number)s : ce n’est pas un objet.") % {"number": number}, 422)
    address, kind, reference, status, at = (row.get(name) for name in ("address", "type", "id", "status", "at"))
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("Retour %(number)s : l’adresse n’en est pas une.") % {"number": number}, 422) from error
    if kind not in ("hard", "soft"):
        raise Refused(_("Retour %(number)s : « type » est « hard » ou « soft ».") % {"number": number}, 422)
    if not isinstance(reference, str) or not 0 < len(reference) <= _ID_LENGTH:
        raise Refused(_("Retour %(number)s : « id » manque.") % {"number": number}, 422)
    if status is not None and not (isinstance(status, str) and status.isascii() and "\x00" not in status):
        raise Refused(_("Retour %(number)s : « status » n’est pas un code.") % {"number": number}, 422)
    return _Told(address, kind == "hard", reference, (status or "")[:12], _instant(at, number))


def _instant(at, number) -> datetime | None:
    if at is None:
        return None
    try:
        instant = parse_datetime(at)
    except (TypeError, ValueError):
        instant = None
    if instant is None or timezone.is_naive(instant):
        raise Refused(_("Retour %(number)s : « at » n’est pas un instant avec son fuseau.") % {"number": number}, 422)
    return instant
