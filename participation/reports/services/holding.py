"""A report that somebody has to read first waits in the one queue of moderation, under its reference."""

from django.db import transaction

from participation.moderation.enums import Rule
from participation.moderation.models import Case
from participation.moderation.services import author_key, check_ban, hold, screen, text_rules, withdraw
from participation.reports.enums import TextKind
from participation.reports.models import Report, ReportText
from participation.reports.validators import PLACE_LENGTH

KIND = "signalement"


def author_of(*, user=None, email="", client="") -> str:
    """Whose other messages the queue finds, as a keyed hash. Raises Banned, with a sentence."""
    key = author_key(user=user, email=email, client=client)
    if key:
        check_ban(key)
    return key


def await_reading(report, *, author, user, body="", at) -> None:
    """Hold what is wanted in public and has not been read. `body`: the text as it came. In the caller's transaction."""
    if not report.awaits_reading:
        return
    verdict = screen(
        as_read(report, body),
        author_key=author,
        has_account=user is not None,
        verified=True,  # who is reached has shown that the address is theirs
        known=True,  # and all is read anyway: what this author sent before stands beside it
        always=True,
        at=at,
    )
    hold(
        kind=KIND,
        key=report.reference,
        verdict_or_rules=verdict,
        commune=report.commune,
        author_key=author,
        at=at,
    )


def body_of(report) -> str:
    """All that the reporter wrote, as written."""
    texts = ReportText.objects.filter(report=report, kind=TextKind.DESCRIPTION).order_by("pk")
    return "\n\n".join(texts.values_list("body", flat=True))


def held(report) -> None:
    """Take hold of its case, if it has one, before the report itself: as the moderation does, so that nobody waits for
    ever for somebody who waits for them."""
    Case.objects.select_for_update(of=("self",)).about(KIND, report.reference).first()


def settled(report, *, by, at=None) -> None:
    """It was decided elsewhere, or nothing is left to read."""
    withdraw(kind=KIND, key=report.reference, by=by, at=at)


def as_read(report, body: str, *, shown: bool = False) -> str:
    """Place and words in one text, as the moderation reads, screens and corrects it. `shown`: the place as it is
    published."""
    place = report.shown_place if shown and report.shown_place is not None else report.place
    return "\n\n".join(filter(None, [f"{_PLACE}{place}" if place else "", body]))


_PLACE = "Lieu : "


def from_read(report, text: str) -> tuple[str | None, str]:
    """Place and words of a corrected text; a place that was typed and is no longer there is not published."""
    if not report.place:
        return None, text.strip()
    first, _rest, others = text.strip().partition("\n")
    if first.replace("\N{NO-BREAK SPACE}", " ").strip().startswith(_PLACE.strip()):
        return first.partition(":")[2].strip()[:PLACE_LENGTH], others.strip()
    return "", text.strip()


def hold_unread() -> int:
    """Put into the queue what waits to be read and is not there: reports that an import wrote in bulk."""
    there = Case.objects.filter(kind=KIND).values("key")
    unread = Report.objects.to_read().exclude(reference__in=there).select_related("commune").order_by("pk")
    with transaction.atomic():
        for report in unread:
            hold(
                kind=KIND,
                key=report.reference,
                verdict_or_rules=(Rule.ALWAYS, *text_rules(as_read(report, body_of(report)))),
                commune=report.commune,
                at=report.reported_at,
            )
    return len(unread)
