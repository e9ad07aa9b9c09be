from django.db import transaction
from django.utils.translation import gettext as _

from participation.base.media.services import publish_copy, unpublish
from participation.reports.enums import State, Verb, Visibility
from participation.reports.models import Report, ReportPhoto
from participation.reports.services import steps
from participation.reports.validators import TITLE_LENGTH, tidy_line, validate_length
from participation.reports.workflow import IllegalTransition


@transaction.atomic
def publish_content(*, report, by, title="", at=None) -> Report:
    """An agent has read what was written and shown: text, place and photos become public, under the agent's title.

    Publishing again changes the title at most. Raises IllegalTransition when the reporter does not want it public.
    """
    title = tidy_line(title or "")
    validate_length(title, TITLE_LENGTH)
    report = steps.locked(report)
    if report.state == State.AWAITING_CONFIRMATION:
        raise IllegalTransition(_("La personne n’a pas encore confirmé son adresse : ce signalement attend."))
    if not report.wants_public:
        raise IllegalTransition(_("La personne a demandé de ne pas publier ce signalement. Il se traite quand même."))
    if report.text_published and title in ("", report.title):
        return report
    report.visibility, report.text_published = Visibility.PUBLIC, True
    report.title = title or report.title
    report.save()
    for photo in ReportPhoto.objects.filter(report=report, public_name=""):
        publish_photo(photo)
    steps.note(report, Verb.PUBLISH, before=report.state, by=by, at=steps.instant(at))
    return report


@transaction.atomic
def hide(*, report, by, at=None) -> Report:
    """Take it out of public sight; it is handled as before. Hiding twice changes nothing."""
    report = steps.locked(report)
    if report.visibility == Visibility.HIDDEN:
        return report
    if report.state == State.AWAITING_CONFIRMATION:
        raise IllegalTransition(_("Ce signalement n’est pas public : il attend une adresse confirmée."))
    report.visibility, report.text_published = Visibility.HIDDEN, False
    report.save()
    for photo in ReportPhoto.objects.filter(report=report).exclude(public_name=""):
        unpublish_photo(photo)
    steps.note(report, Verb.HIDE, before=report.state, by=by, at=steps.instant(at))
    return report


def publish_photo(photo) -> None:
    """In the caller's transaction. The copy goes when the row cannot be written."""
    name = publish_copy(photo.file.name)
    try:
        photo.public_name = name
        photo.save(update_fields=["public_name"])
    except BaseException:
        unpublish(name)
        raise


def unpublish_photo(photo) -> None:
    """The copy goes once it is sure that no page shows it any more."""
    name, photo.public_name = photo.public_name, ""
    photo.save(update_fields=["public_name"])
    transaction.on_commit(lambda: unpublish(name))
