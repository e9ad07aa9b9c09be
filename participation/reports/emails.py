"""What the mails about a report say, and the signed links in them."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from participation.base.links.signing import make_link
from participation.base.mail.services import queue_mail
from participation.base.text import dates
from participation.reports.enums import State, Verb
from participation.reports.workflow import answer_until, sentence

MODULE = "signalements"

# Purposes of the links: each opens one thing only.
CONFIRM, FOLLOW, CLOSING = "report-confirm", "report-follow", "report-closing"
UNCONFIRMED_FOR = timedelta(days=30)
_AGES = {CONFIRM: UNCONFIRMED_FOR, FOLLOW: timedelta(days=3 * 365), CLOSING: timedelta(days=365)}
_PATHS = {CONFIRM: "reports:confirm", FOLLOW: "reports:follow", CLOSING: "reports:closing"}

_HEADINGS = {
    Verb.CREATE: _("Nous avons bien reçu votre signalement"),
    Verb.CONFIRM_ADDRESS: _("Nous avons bien reçu votre signalement"),
    Verb.ACKNOWLEDGE: _("Quelqu’un s’occupe de votre signalement"),
    Verb.PLAN: _("Une date est prévue"),
    Verb.RESOLVE: _("Est-ce réparé ?"),
    Verb.REFUSE: _("Réponse à votre signalement"),
}


def link(purpose: str, report) -> str:
    """The absolute address of a signed link; its payload is `{"report": reference}`."""
    return make_link(purpose, {"report": report.reference}, path_name=_PATHS[purpose], max_age=_AGES[purpose])


def ask_to_confirm(report, *, to: str) -> None:
    """One mail to an address nobody has shown to be theirs. In the caller's transaction."""
    queue_mail(
        key=f"report-{report.pk}-confirm",
        to=to,
        template="reports/confirm",
        context={**_shared(report), "confirm_url": link(CONFIRM, report), "days": UNCONFIRMED_FOR.days},
        module=MODULE,
    )


def tell(report, event, *, to: str, answer: str = "") -> None:
    """Tell the reporter about one step, if it is one that is told. In the caller's transaction."""
    heading = _HEADINGS.get(event.verb)
    if not to or heading is None or report.state == State.AWAITING_CONFIRMATION:
        return
    asks = event.verb == Verb.RESOLVE
    queue_mail(
        key=f"report-{report.pk}-{event.verb}-{event.pk}",
        to=to,
        template="reports/step",
        context={
            **_shared(report),
            "heading": heading,
            "sentence": sentence(report, dates.local_day(event.at)),
            "answer": answer,
            "follow_url": link(FOLLOW, report),
            "closing_url": link(CLOSING, report) if asks else "",
            "until": answer_until(report) if asks else None,
        },
        module=MODULE,
    )


def _shared(report) -> dict:
    return {"reference": report.reference, "category": report.category.label, "place": report.place}
