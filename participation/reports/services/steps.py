"""What every verb shares: lock, move, note, tell."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from participation.base import cache
from participation.base.media.images import BadImage, clean_image
from participation.base.search.services import refresh
from participation.reports import news
from participation.reports.enums import Moment, TextKind, Verb, Visibility
from participation.reports.models import Report, ReportContact, ReportEvent, ReportPhoto, ReportText
from participation.reports.rules import acting_role
from participation.reports.validators import TEXT_LENGTH, tidy_text, validate_length
from participation.reports.workflow import advance


def locked(report) -> Report:
    """The row as it is now, held until the transaction ends: of two who act at once the second sees the first."""
    return Report.objects.select_for_update(of=("self",)).with_names().get(pk=report.pk)


def move(report, verb, *, by, at, role=None, due_on=None, answer="") -> ReportEvent:
    """Bring a locked report to its next state and note it. Raises IllegalTransition."""
    before = advance(report, verb, at)
    report.save()
    return note(report, verb, before=before, by=by, at=at, role=role, due_on=due_on, answer=answer)


def note(report, verb, *, before, by, at, role=None, due_on=None, answer="") -> ReportEvent:
    """One line of history, and whoever reads the report sees it at once: the search index and the page cache follow."""
    event = ReportEvent.objects.create(
        report=report,
        verb=verb,
        from_state=before,
        to_state=report.state,
        role=role or acting_role(by, report),
        actor=by,
        partner_id=report.partner_id,
        at=at,
        due_on=due_on,
        answer=answer,
    )
    if verb != Verb.CREATE or report.visibility == Visibility.PUBLIC:
        refresh(report)
    cache.bump()
    return event


def finish(report, event, *, answer: str = "") -> Report:
    """Tell the reporter, if there is one who can be told, and those who follow what is public."""
    news.tell(report, event, contact=contact_of(report), answer=answer)
    return report


def contact_of(report) -> ReportContact | None:
    """How to reach who reported, with the account; None without any."""
    return ReportContact.objects.select_related("user").filter(report=report).first()


def keep_text(report, kind: TextKind, body: str, *, event, by, at) -> None:
    """A row of its own, so that the text can be deleted and the history stay. Nothing for an empty one."""
    if body:
        ReportText.objects.create(
            report=report, event=event, kind=kind, body=body, partner_id=report.partner_id, actor=by, at=at
        )


def clean_body(text: str, field: str) -> str:
    """Raises ValidationError, by field."""
    body = tidy_text(text or "")
    try:
        validate_length(body, TEXT_LENGTH)
    except ValidationError as error:
        raise ValidationError({field: error}) from error
    return body


def cleaned_photo(photo):
    """Before any lock is taken: decoding takes a while. Raises ValidationError for what is not a photo."""
    if not photo:
        return None
    try:
        return clean_image(photo)
    except BadImage as error:
        raise ValidationError({"photo": str(error)}) from error


def keep_photo(report, cleaned, *, moment: Moment, at) -> ReportPhoto | None:
    """Into the private storage; the file goes again when its row cannot be written."""
    if cleaned is None:
        return None
    kept = ReportPhoto(report=report, moment=moment, at=at)
    kept.file.save(cleaned.name, cleaned, save=False)
    try:
        kept.save()
    except BaseException:
        kept.file.storage.delete(kept.file.name)
        raise
    return kept


def instant(at):
    """When it happened: told by who writes the past, or now."""
    return at or timezone.now()
