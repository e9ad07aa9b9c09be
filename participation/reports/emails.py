"""The signed links of a report, and the one letter to an address that nobody has shown to be theirs (the others are
events: see `news`)."""

from datetime import timedelta

from participation.base.links.signing import make_link
from participation.base.mail.services import queue_mail

MODULE = "signalements"

# Purposes of the links: each opens one thing only.
CONFIRM, FOLLOW, CLOSING = "report-confirm", "report-follow", "report-closing"
UNCONFIRMED_FOR = timedelta(days=30)
_AGES = {CONFIRM: UNCONFIRMED_FOR, FOLLOW: timedelta(days=3 * 365), CLOSING: timedelta(days=365)}
_PATHS = {CONFIRM: "reports:confirm", FOLLOW: "reports:follow", CLOSING: "reports:closing"}


def link(purpose: str, report) -> str:
    """The absolute address of a signed link; its payload is `{"report": reference}`."""
    return make_link(purpose, {"report": report.reference}, path_name=_PATHS[purpose], max_age=_AGES[purpose])


def ask_to_confirm(report, *, to: str) -> None:
    """One mail to an address nobody has shown to be theirs. In the caller's transaction."""
    queue_mail(
        key=f"report-{report.pk}-confirm",
        to=to,
        template="reports/confirm",
        context={
            "reference": report.reference,
            "category": report.category.label,
            "confirm_url": link(CONFIRM, report),
            "days": UNCONFIRMED_FOR.days,
        },
        module=MODULE,
    )
