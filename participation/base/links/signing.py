"""Links in mails that carry their own proof: no account, no row in the database.

A token holds its payload in clear (base64) under a signature: put identifiers in it, never a name. It may be used as
often as one likes until it expires; what must happen once is for the service behind it to check.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.base.text.dates import day

_SEPARATOR = "."


class LinkError(Exception):
    """A link that leads nowhere; the message is a French sentence for the person who followed it."""


class LinkExpired(LinkError):
    pass


class LinkInvalid(LinkError):
    pass


def make_link(purpose: str, payload: dict, *, path_name: str, max_age) -> str:
    """An absolute address under BASE_URL. `path_name` names a URL with one argument, `token`.

    `payload`: what JSON can hold. `max_age`: a timedelta, or seconds.
    """
    return settings.BASE_URL.rstrip("/") + reverse(path_name, args=[make_token(purpose, payload, max_age=max_age)])


def make_token(purpose: str, payload: dict, *, max_age) -> str:
    seconds = max_age.total_seconds() if isinstance(max_age, timedelta) else max_age
    return _signer(purpose).sign_object([int(seconds), payload], compress=True)


def read_token(purpose: str, token: str) -> dict:
    """The payload. Raises LinkExpired or LinkInvalid, each with a sentence that says what to do."""
    signer = _signer(purpose)
    try:
        seconds, payload = signer.unsign_object(token)
        signer.unsign(token, max_age=seconds)
    except signing.SignatureExpired as error:
        until = _made_at(token) + timedelta(seconds=seconds)
        raise LinkExpired(
            _("Ce lien n’est plus valable depuis le %(day)s. Demandez-en un nouveau.") % {"day": day(until)}
        ) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid(
            _("Ce lien est incomplet ou n’est pas valable. Ouvrez-le depuis le message reçu, en entier.")
        ) from error
    return payload


def _signer(purpose: str) -> signing.TimestampSigner:
    """One salt per purpose: a link made to confirm an address cannot be used to erase it."""
    return signing.TimestampSigner(salt=f"participation.base.links.{purpose}", sep=_SEPARATOR)


def _made_at(token: str) -> datetime:
    return datetime.fromtimestamp(signing.b62_decode(token.rsplit(_SEPARATOR, 2)[1]), tz=UTC)
