"""The ways in: a signed link from a mail, or an account. None of them is ever cached or indexed."""

from contextlib import suppress
from functools import wraps

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from participation.base.limits.clients import client_key
from participation.base.limits.services import check
from participation.base.links.signing import LinkError, LinkExpired, read_token
from participation.base.links.views import discreet
from participation.notifications import services
from participation.notifications.models import Recipient

HOUR = 3600
# Per hour: what one connection may ask (a community centre has one for all), and what one mailbox may receive.
PER_CLIENT, PER_ADDRESS = 40, 6
GONE = gettext_lazy(
    "Ce que ce lien arrêtait ou confirmait n’est plus là. Si vous avez un compte, vos choix sont dans « Mon compte »."
)
form_page = require_http_methods(["GET", "HEAD", "POST"])


def by_link(purpose: str):
    """Turn `view(request, recipient, payload, token)` into the view of a link. A GET may change nothing.

    The address is the proof and nobody can guess it, so a POST needs neither cookie nor CSRF token: a mail program
    sends the one click of RFC 8058 without either. A link that is too old answers 410, a wrong one 404, and 410 when
    its person is gone, each with a sentence.
    """

    def decorate(view):
        @csrf_exempt
        @form_page
        @wraps(view)
        def answer(request, token):
            try:
                payload = read_token(purpose, token)
            except LinkError as error:
                return refused(request, str(error), 410 if isinstance(error, LinkExpired) else 404)
            recipient = _recipient(payload)
            if recipient is None:
                return refused(request, str(GONE), 410)
            return discreet(view(request, recipient, payload, token))

        return answer

    return decorate


def _recipient(payload) -> Recipient | None:
    """The link of a confirmation names what is to be followed, the others the person; an account that took over an
    address took over what it followed, and the links of its mails go on working for that."""
    rows = Recipient.objects.select_related("user")
    found = rows.filter(pk=payload["r"]).first() if "r" in payload else None
    if found is None and "s" in payload:
        found = rows.filter(subscriptions=payload["s"]).first()
    return found


def refused(request, reason: str, status: int):
    """The page of a link that leads nowhere: why, and what to do."""
    return discreet(render(request, "errors/link.html", {"reason": reason}, status=status))


def private(view):
    """A page with a form of one's own, or of one's account."""

    @form_page
    @wraps(view)
    def answer(request, *args, **kwargs):
        return discreet(view(request, *args, **kwargs))

    return answer


def too_often(request, email: str = "") -> int:
    """Seconds to wait, 0 for who may go on. Counts one try of this connection, and one mail to this address."""
    verdicts = [check("follow", client_key(request), limit=PER_CLIENT, per_seconds=HOUR)]
    if email and not verdicts[0].limited:
        verdicts.append(check("follow-address", email.lower(), limit=PER_ADDRESS, per_seconds=HOUR))
    return max((one.retry_after for one in verdicts if one.limited), default=0)


def ask(**what) -> None:
    """The mail that confirms an address. What cannot be (too many follows) is not said here: the answer is the same
    for every address, and nothing tells whether it is known."""
    with suppress(ValidationError):
        services.ask_to_follow(**what)


def wait_sentence(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return _("Beaucoup de demandes viennent d’arriver. Attendez %(minutes)s min, puis envoyez de nouveau.") % {
        "minutes": minutes
    }
